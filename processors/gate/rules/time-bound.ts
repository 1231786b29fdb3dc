/** What forbids for now, and until when. */

import type { Rule } from '../gate-question.ts';
import { nextOpening } from '../opening.ts';

const HOUR = 3_600_000;

/** Also for replies: two who answer at once confuse the lead. */
export const agentTalking: Rule = ({ at, nurture: { agentAt }, settings }) => {
  const until = agentAt + settings.silentHoursAfterAgent * HOUR;
  if (agentAt === 0 || at >= until) return undefined;
  return { rule: 'agent-talking', why: 'An agent wrote to the lead lately', until };
};

export const quietHours: Rule = ({ at, contact, action: { channel } }) => {
  const opening = nextOpening(contact, channel, at);
  if (opening === at) return undefined;
  const why = 'Outside the hours that are allowed where the lead may be';
  return { rule: 'quiet-hours', why, ...(Number.isFinite(opening) && { until: opening }) };
};

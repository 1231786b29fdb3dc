/** A text from an outside generator takes the place of our own where it passes the checks that ours does. */

import { ungrounded } from '../../models/content/grounding.ts';
import type { FairHousingJudge } from '../../models/judges.ts';
import type { DraftEvent } from '../../schemas/system-event.ts';
import { contentHash } from '../gate/content-hash.ts';
import { contentRequest } from './content-request.ts';
import { type FollowUpTurn, withChange, withNurture } from './follow-up-turn.ts';
import { harmIn } from './harm-in.ts';
import { judgeText } from './judge-text.ts';

export function takeDraft(turn: FollowUpTurn, event: DraftEvent, judge: FairHousingJudge): FollowUpTurn {
  const { plan } = turn.nurture;
  const about = { action: event.action };
  const refuse = (why: string) => withChange(turn, 'draft_refused', event.model, why, about);
  if (!plan || plan.id !== event.action || plan.approvedBy)
    return refuse('It is for nothing that is planned.');
  const text = { subject: event.subject ?? plan.subject, body: event.text };
  const made = ungrounded(`${text.subject}\n${text.body}`, contentRequest(turn, plan));
  if (made.length > 0) return refuse(`Not from our data: ${made.slice(0, 3).join(', ')}.`);
  const harm = harmIn(turn, plan.play, `${text.subject}\n${text.body}`);
  if (harm) return refuse(harm);
  const fairHousing = judgeText(turn, text, judge);
  if (fairHousing.verdict.label === 'block') return refuse(fairHousing.verdict.why);
  const drafted = {
    ...plan,
    ...text,
    fairHousing,
    contentHash: contentHash({ channel: plan.channel, ...text }),
  };
  return withChange(
    withNurture(turn, { plan: drafted }),
    'draft_taken',
    event.model,
    'It passed the checks.',
    about,
  );
}

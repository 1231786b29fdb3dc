/** A person who wrote to the lead lately has the word. */
import type { FollowUpTurn } from './follow-up-turn.ts';

const HOUR_MS = 3_600_000;

export const isAgentTalking = ({
  nurture: { agentAt },
  now,
  desk,
}: Pick<FollowUpTurn, 'nurture' | 'now' | 'desk'>) =>
  agentAt > 0 && now - agentAt < desk.settings.silentHoursAfterAgent * HOUR_MS;

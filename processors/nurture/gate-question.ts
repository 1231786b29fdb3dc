/** The gate's question about a message to this lead. */
import type { FairHousingVerdict } from '../../models/judges.ts';
import type { ContentType, Purpose } from '../../schemas/nurture.ts';
import type { Channel } from '../../schemas/words.ts';
import type { GateQuestion } from '../gate/gate-question.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';

export interface Asked {
  id: string;
  channel: Channel;
  purpose: Purpose;
  type: ContentType;
  text: string;
  contentHash: string;
  approvedBy: string;
}

/** @param at when it would be sent, epoch ms */
export function gateQuestion(
  { state, nurture, desk }: FollowUpTurn,
  action: Asked,
  phase: GateQuestion['phase'],
  at: number,
  fairHousing?: FairHousingVerdict,
): GateQuestion {
  return {
    ...{ at, phase, nurture, settings: desk.settings, fairHousing },
    ...{ contact: state.contact, consent: state.consent, status: state.status },
    ...{ holdout: nurture.holdout, autonomy: nurture.autonomy },
    action: { ...action, approvedHash: action.approvedBy ? action.contentHash : '' },
  };
}

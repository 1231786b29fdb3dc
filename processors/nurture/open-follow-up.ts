/** Opens the nurturing part of a turn: what is in force for this lead, and what was known of it. */
import { inHoldout } from '../../models/policy/holdout.ts';
import type { Autonomy } from '../../schemas/nurture.ts';
import type { NextTurn } from '../turn.ts';
import { segmentOf } from './content-request.ts';
import { type Desk, type FollowUpTurn, openDesk } from './follow-up-turn.ts';

export function openFollowUp(turn: NextTurn): FollowUpTurn {
  const { state, receivedAt } = turn;
  const desk = openDesk(turn.wide, state.contact.agent);
  const { share, salt } = desk.settings.holdout;
  const open = { ...turn, desk, now: receivedAt, nurture: state.nurture, records: [] };
  const nurture = {
    ...state.nurture,
    since: state.nurture.since || receivedAt,
    holdout: inHoldout(state.tenant, state.lead, share, salt),
    autonomy: autonomyOf(open, desk),
  };
  return { ...open, nurture };
}

/** The most careful word counts: that of the brokerage's own choice by agent or segment comes before its default. */
function autonomyOf(turn: FollowUpTurn, { settings }: Desk): Autonomy {
  const { bySegment, byAgent, default: otherwise } = settings.autonomy;
  const { agent } = turn.state.contact;
  const segment = segmentOf(turn);
  const said = [agent && byAgent[agent], segment && bySegment[segment]].filter(
    (word) => word !== undefined && word !== '',
  );
  return CAREFUL.find((level) => said.includes(level)) ?? otherwise;
}
const CAREFUL: readonly Autonomy[] = ['suggest', 'approve', 'automatic'];

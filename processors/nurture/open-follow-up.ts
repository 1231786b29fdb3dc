/** Opens the nurturing part of a turn: what is in force for this lead, and what was known of it. */
import { inHoldout } from '../../models/policy/holdout.ts';
import type { Autonomy } from '../../schemas/nurture.ts';
import type { NurtureSettings } from '../../schemas/nurture-settings.ts';
import type { LeadState } from '../lead-state.ts';
import type { NextTurn } from '../turn.ts';
import { segmentOf } from './content-request.ts';
import { type Desk, type FollowUpTurn, openDesk } from './follow-up-turn.ts';
import type { NurtureState } from './nurture-state.ts';

export function openFollowUp(turn: NextTurn): FollowUpTurn {
  const { state, receivedAt } = turn;
  const desk = openDesk(turn.wide, state.contact.agent);
  const nurture = inForce(state.nurture, {
    since: state.nurture.since || receivedAt,
    holdout: isHeldOut(state, desk.settings.holdout),
    autonomy: autonomyOf(turn, desk),
  });
  return { ...turn, desk, now: receivedAt, nurture, records: [] };
}

/** The same object where nothing is other than before, so that unchanged is cheap to see. */
function inForce(
  known: NurtureState,
  { since, holdout, autonomy }: Pick<NurtureState, 'since' | 'holdout' | 'autonomy'>,
): NurtureState {
  const same = known.since === since && known.holdout === holdout && known.autonomy === autonomy;
  return same ? known : { ...known, since, holdout, autonomy };
}

/** Contacts are never changed, only replaced, and each is of one lead: what was drawn for it stays right. */
const draws = new WeakMap<LeadState['contact'], { of: NurtureSettings['holdout']; held: boolean }>();

/** A hash decides, which costs as much as a small step: it is asked once while lead and settings stay. */
function isHeldOut({ tenant, lead, contact }: LeadState, of: NurtureSettings['holdout']): boolean {
  const known = draws.get(contact);
  if (known?.of === of) return known.held;
  const held = inHoldout(tenant, lead, of.share, of.salt);
  draws.set(contact, { of, held });
  return held;
}

/** The most careful word counts: that of the brokerage's own choice by agent or segment comes before its default. */
function autonomyOf(turn: NextTurn, { settings }: Desk): Autonomy {
  const { bySegment, byAgent, default: otherwise } = settings.autonomy;
  const { agent } = turn.state.contact;
  const segment = segmentOf(turn);
  const said = [agent && byAgent[agent], segment && bySegment[segment]].filter(
    (word) => word !== undefined && word !== '',
  );
  return CAREFUL.find((level) => said.includes(level)) ?? otherwise;
}
const CAREFUL: readonly Autonomy[] = ['suggest', 'approve', 'automatic'];

/**
 * Keeps actions ready for what the lead probably does next. On the way of an event nothing is composed: what no longer
 * stands is dropped, what fits the event comes to the front, and what is missing is asked for by an event of the lead's
 * own, which comes after and in which it is made. So a replay of the log makes the same texts at the same places.
 */
import type { Judges } from '../../models/judges.ts';
import { fittingItem } from '../../models/prebake/fitting.ts';
import { menuItem } from '../../models/prebake/menu.ts';
import { crc32 } from '../../schemas/crc32.ts';
import type { PrebakedAction } from '../../schemas/insight.ts';
import { INTENTS } from '../../schemas/intents.ts';
import type { PrebakeEvent } from '../../schemas/system-event.ts';
import { openDesk } from '../nurture/follow-up-turn.ts';
import { iso } from '../round.ts';
import { type NextTurn, type PrebakedTurn, withOutputs } from '../turn.ts';
import { type Assumptions, assumptionsOf, standingUnder, wholeOf } from './assumptions.ts';
import { foreseeWants, isAsking, withPrebake } from './foresee-wants.ts';
import { isOpenTo, openGate, type PrebakeGate } from './may-prepare.ts';
import { prepareActions } from './prepare-actions.ts';

const NONE: PrebakedAction[] = [];

type Preparing = Pick<Judges, 'intents' | 'prebake' | 'fairHousing'>;

export function createKeepPrebaked(judges: Preparing) {
  return function keepPrebaked(turn: NextTurn): PrebakedTurn {
    const known = turn.state.view?.prebakedActions ?? NONE;
    if (!isOpenTo(turn.state)) return { ...turn, prebakedActions: known.length > 0 ? NONE : known };
    const now = foreseeWants(turn, judges.prebake);
    if (known.length === 0 && !isAsking(now)) return { ...now, prebakedActions: known };
    const assumed = assumptionsOf(now);
    const desk = openDesk(now.wide, now.state.contact.agent);
    const gate = openGate(now, desk);
    const held = matched(standing(now, known, assumed, gate), now, judges);
    if (now.event.type !== 'prebake') return asked({ ...now, prebakedActions: held }, known, assumed, gate);
    const prebakedActions = prepareActions({ turn: now, desk, gate, assumed }, held, judges.fairHousing);
    return { ...withPrebake(now, { tried: keyOf(now, assumed) }), prebakedActions };
  };
}

function standing(
  turn: NextTurn,
  known: PrebakedAction[],
  assumed: Assumptions,
  gate: PrebakeGate,
): PrebakedAction[] {
  if (known.length === 0) return known;
  const now = iso(turn.receivedAt);
  const stands = standingUnder(assumed);
  const kept = known.filter(({ id, assumes, expiresAt }) => {
    const item = menuItem(id);
    // Times of one form sort as they follow.
    return item && expiresAt > now && stands(assumes) && gate.mayKeep(item);
  });
  return kept.length === known.length ? known : kept;
}

/** What fits the lead's deed comes first, until the lead goes on; an agent's answer uses it up. */
function matched(held: PrebakedAction[], { event, intents }: NextTurn, judges: Preparing): PrebakedAction[] {
  if (held.length === 0 || (event.type !== 'message' && event.type !== 'activity')) return held;
  if (event.type === 'message' && event.from !== 'lead')
    return held[0]!.fits ? held.filter(({ fits }) => !fits) : held;
  const { thresholds } = judges.intents;
  const said = intents ? INTENTS.filter((_, i) => intents[i]! >= thresholds[i]!) : [];
  const item = fittingItem(event.type === 'activity' ? event.activity : undefined, said);
  const fitting = item && held.find(({ id }) => id === item.id);
  if (!fitting && !held[0]!.fits) return held;
  const others = held.filter((action) => action !== fitting).map(({ fits: _, ...action }) => action);
  return fitting ? [{ ...fitting, fits: true as const }, ...others] : others;
}

const keyOf = ({ state }: NextTurn, assumed: Assumptions): number =>
  crc32(`${state.prebake.wants.join()}/${wholeOf(assumed)}`);

function asked(
  turn: PrebakedTurn,
  before: PrebakedAction[],
  assumed: Assumptions,
  gate: PrebakeGate,
): PrebakedTurn {
  const { prebakedActions: held, state, receivedAt } = turn;
  // What was dropped was written once, and can be again.
  const now = held.length < before.length ? withPrebake(turn, { tried: 0 }) : turn;
  if (!isAsking(now) || !isMissing(now, assumed, gate)) return now;
  const { tenant, lead, seq } = state;
  const event: PrebakeEvent = {
    ...{ id: `prebake:${seq}`, tenant, lead, at: receivedAt, type: 'prebake' },
  };
  const parcel = { to: 'outbox' as const, space: 'leads' as const, key: turn.key, event };
  return withOutputs(withPrebake(now, { asked: receivedAt }), parcel);
}

/** Whether something is wanted that is not held, was not tried from the same, and may be made. */
function isMissing(turn: PrebakedTurn, assumed: Assumptions, gate: PrebakeGate): boolean {
  const { prebakedActions: held, state } = turn;
  const { wants, tried } = state.prebake;
  const missing = wants.filter((id) => !held.some((action) => action.id === id));
  if (missing.length === 0 || tried === keyOf(turn, assumed)) return false;
  return missing.some((id) => gate.mayPrepare(menuItem(id)!));
}

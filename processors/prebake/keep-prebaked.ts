/**
 * Keeps actions ready for what the lead probably does next. On the way of an event nothing is composed: what no longer
 * stands is dropped, what fits the event comes to the front, and what is missing is asked for by an event of the lead's
 * own, which comes after and in which it is made. So a replay of the log makes the same texts at the same places.
 */
import type { Judges } from '../../models/judges.ts';
import { deedOf, menuItem, wantsOf } from '../../models/prebake/menu.ts';
import { crc32 } from '../../schemas/crc32.ts';
import type { PrebakedAction } from '../../schemas/insight.ts';
import { INTENTS } from '../../schemas/intents.ts';
import type { PrebakeEvent } from '../../schemas/system-event.ts';
import { openDesk } from '../nurture/follow-up-turn.ts';
import { isFresh } from '../nurture/is-fresh.ts';
import { type NextTurn, type PrebakedTurn, withOutputs } from '../turn.ts';
import { type Assumptions, assumptionsOf, stands, wholeOf } from './assumptions.ts';
import { isOpenTo, mayKeep, mayPrepare } from './may-prepare.ts';
import type { PrebakeState } from './prebake-state.ts';
import { prepareActions } from './prepare-actions.ts';

const HOUR_MS = 3_600_000;
/** Between two askings: what a lead says in one breath is prepared for once. */
const APART_MS = 30_000;
const NONE: PrebakedAction[] = [];

type Preparing = Pick<Judges, 'intents' | 'nextEvent' | 'fairHousing'>;

export function createKeepPrebaked(judges: Preparing) {
  return function keepPrebaked(turn: NextTurn): PrebakedTurn {
    const known = turn.state.view?.prebakedActions ?? NONE;
    if (!isOpenTo(turn.state)) return { ...turn, prebakedActions: known.length > 0 ? NONE : known };
    const now = foreseen(turn, judges);
    if (known.length === 0 && !isAsking(now)) return { ...now, prebakedActions: known };
    const assumed = assumptionsOf(now);
    const held = matched(standing(now, known, assumed), now, judges);
    if (now.event.type !== 'prebake') return asked({ ...now, prebakedActions: held }, known, assumed);
    const prebakedActions = prepareActions(now, held, assumed, judges.fairHousing);
    return { ...withPrebake(now, { tried: keyOf(now, assumed) }), prebakedActions };
  };
}

const withPrebake = <T extends NextTurn>(turn: T, change: Partial<PrebakeState>): T => ({
  ...turn,
  state: { ...turn.state, prebake: { ...turn.state.prebake, ...change } },
});

/** With what the lead's next events call for, and the language it wrote in. */
function foreseen(turn: NextTurn, { nextEvent }: Preparing): NextTurn {
  const { chances, reading, state } = turn;
  const { wants: known, language: before } = state.prebake;
  const language = reading ? (reading.language === 'es' ? 'es' : 'en') : before;
  const wants = chances ? wantsOf(nextEvent.kinds, chances, known) : known;
  const same = wants.length === known.length && wants.every((id, i) => id === known[i]);
  if (same && language === before) return turn;
  return withPrebake(turn, { wants: same ? known : wants, language });
}

function standing(turn: NextTurn, known: PrebakedAction[], assumed: Assumptions): PrebakedAction[] {
  if (known.length === 0) return known;
  const desk = openDesk(turn.wide, turn.state.contact.agent);
  const kept = known.filter(({ id, assumes, expiresAt }) => {
    const item = menuItem(id);
    if (!item || Date.parse(expiresAt) <= turn.receivedAt || !stands(assumes, assumed)) return false;
    return mayKeep(turn, item, desk);
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
  const deed = deedOf(event.type === 'activity' ? event.activity : undefined, said);
  const fitting = held.find(({ answers }) => deed !== undefined && answers.includes(deed));
  if (!fitting && !held[0]!.fits) return held;
  const others = held.filter((action) => action !== fitting).map(({ fits: _, ...action }) => action);
  return fitting ? [{ ...fitting, fits: true as const }, ...others] : others;
}

/** Whether there is something to prepare for: the lead is there, and the event is of now. */
function isAsking({ state, event, receivedAt }: NextTurn): boolean {
  const { wants, asked } = state.prebake;
  if (event.type === 'prebake') return true;
  if (wants.length === 0 || receivedAt - asked < APART_MS || event.type === 'erase') return false;
  return receivedAt - state.lastLeadAt < HOUR_MS && isFresh({ event, now: receivedAt });
}

const keyOf = ({ state }: NextTurn, assumed: Assumptions): number =>
  crc32(`${state.prebake.wants.join()}/${wholeOf(assumed)}`);

function asked(turn: PrebakedTurn, before: PrebakedAction[], assumed: Assumptions): PrebakedTurn {
  const { prebakedActions: held, state, receivedAt } = turn;
  // What was dropped was written once, and can be again.
  const now = held.length < before.length ? withPrebake(turn, { tried: 0 }) : turn;
  if (!isAsking(now) || !isMissing(now, assumed)) return now;
  const { tenant, lead, seq } = state;
  const event: PrebakeEvent = {
    ...{ id: `prebake:${seq}`, tenant, lead, at: receivedAt, type: 'prebake' },
  };
  const parcel = { to: 'outbox' as const, space: 'leads' as const, key: turn.key, event };
  return withOutputs(withPrebake(now, { asked: receivedAt }), parcel);
}

/** Whether something is wanted that is not held, was not tried from the same, and may be made. */
function isMissing(turn: PrebakedTurn, assumed: Assumptions): boolean {
  const { prebakedActions: held, state, wide } = turn;
  const { wants, tried } = state.prebake;
  const missing = wants.filter((id) => !held.some((action) => action.id === id));
  if (missing.length === 0 || tried === keyOf(turn, assumed)) return false;
  const desk = openDesk(wide, state.contact.agent);
  return missing.some((id) => mayPrepare(turn, menuItem(id)!, desk));
}

/**
 * Keeps the one competitive check of a lead: when its alert is due, when a signal ends or a silence begins to count, and
 * else every so often by how far the lead has come and what it is worth. Leads are spread by their keys, so that what
 * touches many of them at once does not bring them all back at once.
 */
import type { Static } from 'typebox';
import { STAGES } from '../../models/history/lead-notes.ts';
import type { ForecastJudge } from '../../models/judges.ts';
import { crc32 } from '../../schemas/crc32.ts';
import { DEFAULT_SETTINGS } from '../../schemas/nurture-settings.ts';
import type { TimerEvent } from '../../schemas/system-event.ts';
import { type FactsTurn, withOutputs } from '../turn.ts';
import { isCheck } from './is-check.ts';
import { APART_MS, CALM_MS, MOST_RAISED } from './raise-alert.ts';
import { priceOf } from './value-at-risk.ts';
import { quietAfter } from './watch-silence.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What many leads have in common is looked at within so long after it. */
const SPREAD_MS = 6 * HOUR_MS;
/** Days between checks. */
const EVERY = { closing: 1, touring: 3, other: 7 };
const TOURING = STAGES.indexOf('touring');
const OFFER = STAGES.indexOf('offer');

export function createKeepCheck(judge: Pick<ForecastJudge, 'stageOf'>) {
  return function keepCheck(turn: FactsTurn): FactsTurn {
    const { state, event, receivedAt } = turn;
    const { check } = state.competition;
    if (state.erased || state.status !== 'open') return check.due === 0 ? turn : disarmed(turn);
    const fired = isCheck(event);
    const periodic = periodicDue(turn, judge, fired ? 0 : check.due);
    const due = earliest(momentsOf(turn), receivedAt, periodic);
    if (due === check.due && !fired) return turn;
    return due === 0 ? disarmed(turn) : armed(turn, due);
  };
}

const checkId = (key: string): string => `${key}/check`;

function armed(turn: FactsTurn, due: number): FactsTurn {
  const { state, key } = turn;
  const generation = state.competition.check.generation + 1;
  const id = checkId(key);
  const event: Static<typeof TimerEvent> = {
    ...{ id: `check:${generation}`, tenant: state.tenant, lead: state.lead, at: due },
    ...{ type: 'timer', timer: id, generation },
  };
  return withOutputs(withCheck(turn, generation, due), { to: 'timer', id, due, generation, event });
}

/** A raised generation makes a check that is already on its way stale. */
const disarmed = (turn: FactsTurn): FactsTurn =>
  withOutputs(withCheck(turn, turn.state.competition.check.generation + 1, 0), {
    ...{ to: 'cancel', id: checkId(turn.key) },
  });

function withCheck(turn: FactsTurn, generation: number, due: number): FactsTurn {
  const { state } = turn;
  return {
    ...turn,
    state: { ...state, competition: { ...state.competition, check: { generation, due } } },
  };
}

/** The first that is still to come; a moment that passed unseen is looked at with the next event of any kind. */
function earliest(moments: readonly number[], now: number, periodic: number): number {
  let due = periodic;
  for (const moment of moments) if (moment > now && (due === 0 || moment < due)) due = moment;
  return due;
}

function momentsOf({ state, key }: FactsTurn): number[] {
  const { alert, owed, last, calmSince, signals } = state.competition;
  const moments: number[] = [];
  if (alert?.status === 'snoozed') moments.push(alert.until);
  if (alert?.status === 'open' && alert.raised < MOST_RAISED) moments.push(alert.dueAt);
  if (owed) moments.push(last.at + APART_MS);
  if (alert && calmSince > 0) moments.push(calmSince + CALM_MS);
  if (signals.length === 0 && state.competition.rivals.length === 0) return moments;
  const spread = crc32(checkId(key)) % SPREAD_MS;
  for (const { expires } of signals) moments.push(expires + spread);
  const quiet = quietAfter(state.competition, state);
  if (quiet > 0) moments.push(quiet + spread);
  return moments;
}

/** @param due of the check that waits, 0: none; it is kept while it is soon enough, so that it is not armed anew */
function periodicDue(
  { state, key, receivedAt, wide }: FactsTurn,
  judge: Pick<ForecastJudge, 'stageOf'>,
  due: number,
): number {
  const { competition, contact, listing, market } = state;
  const watched =
    competition.rivals.length > 0 || listing !== '' || (contact.area ?? market.area) !== undefined;
  if (!watched) return 0;
  const stage = judge.stageOf(state.forecast);
  const { highValue } = wide?.settings ?? DEFAULT_SETTINGS;
  const dear = stage >= OFFER || priceOf(state, competition) >= highValue;
  const days = dear ? EVERY.closing : stage >= TOURING ? EVERY.touring : EVERY.other;
  if (due > receivedAt && due <= receivedAt + days * DAY_MS) return due;
  return nextCheck(key, receivedAt, days);
}

/** The lead's own moment of the day, on the last of so many days. */
function nextCheck(key: string, now: number, days: number): number {
  const moment = crc32(checkId(key)) % DAY_MS;
  const last = now + (days - 1) * DAY_MS;
  const today = last - (last % DAY_MS) + moment;
  return today > last ? today : today + DAY_MS;
}

/** One event on its way through the competitive steps: what is known of competition, what is new, what is to be told. */
import type { CompetitionRecord } from '../../schemas/competition.ts';
import { crc32 } from '../../schemas/crc32.ts';
import { iso } from '../round.ts';
import type { NextTurn } from '../turn.ts';
import {
  type CompetitionState,
  MOST_HEARD,
  MOST_SIGNALS,
  type SeenSignal,
  type Tally,
} from './competition-state.ts';

const DAY_MS = 86_400_000;

export interface CompetingTurn extends NextTurn {
  competition: CompetitionState;
  /** What the monitors saw in this event. */
  fresh: readonly SeenSignal[];
  /** For the alerts stream, in order. */
  said: readonly CompetitionRecord[];
}

export const withCompetition = (turn: CompetingTurn, change: Partial<CompetitionState>): CompetingTurn => ({
  ...turn,
  competition: { ...turn.competition, ...change },
});

export const withSaid = (turn: CompetingTurn, ...records: CompetitionRecord[]): CompetingTurn => ({
  ...turn,
  said: [...turn.said, ...records],
});

/** What every record begins with; `n` tells records of one turn apart. */
export function saidBase({ state, event, said }: CompetingTurn, kind: string) {
  return {
    id: `${kind}:${state.seq}:${said.length}`,
    tenant: state.tenant,
    lead: state.lead,
    at: iso(event.at),
  };
}

/** The area that what is said of a lead counts for; empty where none is known. */
export const areaOf = ({ state }: Pick<NextTurn, 'state'>): string =>
  state.contact.area ?? state.market.area?.name ?? '';

/** A cause that was heard before says nothing new, however it came. */
export const isHeard = ({ heard }: CompetitionState, cause: string): boolean => heard.includes(crc32(cause));

/** Takes a signal in, and its record, unless its cause was heard. @param area where it counts */
export function withSignal(turn: CompetingTurn, signal: SeenSignal, area = areaOf(turn)): CompetingTurn {
  const { signals } = turn.competition;
  if (isHeard(turn.competition, signal.id)) return turn;
  const known = withCompetition(withCause(turn, signal.id), {
    signals: [signal, ...signals].slice(0, MOST_SIGNALS),
  });
  const record = { ...saidBase(turn, 'signal'), kind: 'signal' as const, area, signal: signalView(signal) };
  return withSaid({ ...known, fresh: [...turn.fresh, signal] }, record);
}

export const withCause = (turn: CompetingTurn, cause: string): CompetingTurn =>
  withCompetition(turn, { heard: [...turn.competition.heard, crc32(cause)].slice(-MOST_HEARD) });

/** As agents and records have it. */
export function signalView(signal: SeenSignal) {
  const { id, monitor, kind, text, source, at, expires, competitor, listing } = signal;
  return {
    id,
    monitor,
    kind,
    text,
    source,
    at: iso(at),
    expiresAt: iso(expires),
    ...(competitor && { competitor }),
    ...(listing && { listing }),
  };
}

/** What is left of a count at `at`. */
export const tallyAt = ({ n, at: since }: Tally, at: number, halfLifeDays: number): number =>
  n === 0 ? 0 : n * 0.5 ** (Math.max(0, at - since) / (halfLifeDays * DAY_MS));

/** One more. */
export const counted = (tally: Tally, at: number, halfLifeDays: number): Tally => ({
  n: tallyAt(tally, at, halfLifeDays) + 1,
  at: Math.max(at, tally.at),
});

/** What the lead will probably do within the hour. */
import type { NextEventJudge } from '../models/judges.ts';
import { NEXT_EVENT_MINUTES } from '../schemas/horizons.ts';
import { round } from './round.ts';
import { askTogether, type ForecastTurn, type NextTurn } from './turn.ts';

const MOST = 3;
const LEAST_P = 0.05;
/** A list is said again when some chance in it moved more than this. */
const TOLERANCE = 0.02;

type NextEvents = NonNullable<NextTurn['nextEvents']>;

export function createForeseeNext(judge: NextEventJudge) {
  return function foreseeNext(turns: ForecastTurn[]): NextTurn[] {
    const answers = askTogether(
      turns,
      ({ vector, intents }) => vector && { features: vector, intents },
      (batch) => judge.predict(batch),
    );
    return turns.map((turn, i) => {
      const p = answers[i];
      const before = turn.state.view?.nextEvents;
      return { ...turn, nextEvents: p ? settled(before, likeliest(judge.kinds, p)) : before };
    });
  };
}

/** The same list as before while it says the same within {@link TOLERANCE}: deltas stay small. */
function settled(before: NextEvents | undefined, now: NextEvents): NextEvents {
  if (before?.length !== now.length) return now;
  const same = now.every(({ kind, p }, i) => {
    const known = before[i]!;
    return known.kind === kind && Math.abs(known.p - p) <= TOLERANCE;
  });
  return same ? before : now;
}

function likeliest(kinds: readonly string[], p: Float32Array): NextEvents {
  return kinds
    .map((kind, i) => ({ kind, p: round(p[i]!, 3), withinMinutes: NEXT_EVENT_MINUTES }))
    .filter((next) => next.p >= LEAST_P)
    .sort((a, b) => b.p - a.p)
    .slice(0, MOST);
}

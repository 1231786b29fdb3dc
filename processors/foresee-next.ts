/** What the lead will probably do within the hour. */
import type { NextEventJudge } from '../models/judges.ts';
import { round } from './round.ts';
import { askTogether, type ForecastTurn, type NextTurn } from './turn.ts';

const WITHIN_MINUTES = 60;
const MOST = 3;
const LEAST_P = 0.05;

export function createForeseeNext(judge: NextEventJudge) {
  return function foreseeNext(turns: ForecastTurn[]): NextTurn[] {
    const answers = askTogether(
      turns,
      ({ vector, state }) => vector && { features: vector, intents: state.intents },
      (batch) => judge.predict(batch),
    );
    return turns.map((turn, i) => {
      const p = answers[i];
      return { ...turn, nextEvents: p ? likeliest(judge.kinds, p) : turn.state.view?.nextEvents };
    });
  };
}

function likeliest(kinds: readonly string[], p: Float32Array): NonNullable<NextTurn['nextEvents']> {
  return kinds
    .map((kind, i) => ({ kind, p: round(p[i]!, 3), withinMinutes: WITHIN_MINUTES }))
    .filter((next) => next.p >= LEAST_P)
    .sort((a, b) => b.p - a.p)
    .slice(0, MOST);
}

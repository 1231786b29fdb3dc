/** What the lead wants by its message, and how much of that waits for an answer. */
import type { IntentJudge } from '../models/judges.ts';
import { pressing } from './attention.ts';
import { askTogether, type IntentTurn, type ReadTurn } from './turn.ts';

export function createScoreIntents(judge: Pick<IntentJudge, 'predict'>) {
  return function scoreIntents(turns: ReadTurn[]): IntentTurn[] {
    const scores = askTogether(
      turns,
      (turn) => turn.reading,
      (readings) => judge.predict(readings),
    );
    return turns.map((turn, i) => withIntents(turn, scores[i]));
  };
}

function withIntents(turn: ReadTurn, intents: Float32Array | undefined): IntentTurn {
  if (!intents) return { ...turn, intents };
  const waiting = Math.max(turn.state.waiting, pressing(intents));
  return { ...turn, intents, state: { ...turn.state, waiting } };
}

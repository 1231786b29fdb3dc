/** Moves what the forecast remembers of each lead on by one event, all leads of the wave in one step. */
import type { FeatureEvent, ForecastJudge } from '../models/judges.ts';
import { featureEvent } from './feature-event.ts';
import type { FeatureTurn } from './turn.ts';

export function createRecallForecast(judge: ForecastJudge) {
  return function recallForecast(turns: FeatureTurn[]): FeatureTurn[] {
    const events = turns.map(seen);
    const asked = turns.flatMap(({ state }, i) => {
      const event = events[i];
      return event ? [{ memory: state.forecast, event }] : [];
    });
    const memories = judge.observe(asked);
    let next = 0;
    return turns.map((turn, i) =>
      events[i] ? { ...turn, state: { ...turn.state, forecast: memories[next++]! } } : turn,
    );
  };
}

/** As the features see it, with what an agent wrote: dates are named by both sides. */
function seen(turn: FeatureTurn): FeatureEvent | undefined {
  const event = featureEvent(turn);
  if (event && turn.heard) event.reading = turn.heard;
  return event;
}

/** Moves what the forecast remembers of each lead on by one event, all leads of the wave in one step. */
import type { FeatureEvent, Judges } from '../models/judges.ts';
import { featureEvent } from './feature-event.ts';
import type { IntentTurn } from './turn.ts';

export function createRecallForecast({ forecast, challenger }: Pick<Judges, 'forecast' | 'challenger'>) {
  return function recallForecast<T extends IntentTurn>(turns: T[]): T[] {
    const events = turns.map(seen);
    const asked = turns.flatMap(({ state }, i) => {
      const event = events[i];
      return event ? [{ memory: state.forecast, event }] : [];
    });
    const memories = forecast.observe(asked);
    const shadows = challenger?.observe(
      turns.flatMap(({ state: { shadow } }, i) => {
        const event = events[i];
        return event && shadow ? [{ memory: shadow.memory, event }] : [];
      }),
    );
    let next = 0;
    return turns.map((turn, i) => {
      if (!events[i]) return turn;
      const { shadow } = turn.state;
      const n = next++;
      const moved = shadow && shadows ? { ...shadow, memory: shadows[n]! } : shadow;
      return { ...turn, state: { ...turn.state, forecast: memories[n]!, shadow: moved } };
    });
  };
}

/** As the features see it, with what an agent wrote: dates are named by both sides. */
function seen(turn: IntentTurn): FeatureEvent | undefined {
  const event = featureEvent(turn);
  if (event && turn.heard) event.reading = turn.heard;
  return event;
}

/** Has the world moved away from what the model learned: in the loss it makes, in what it forecasts, in whom it meets. */

import { COMMITMENT, type JudgedForecast } from '../../schemas/judged-forecast.ts';
import { type Change, findChanges } from './adaptive-window.ts';
import { leadLosses, meanLoss } from './lead-losses.ts';
import { countBy, type Stability, stabilityOf, tenthOf } from './population-stability.ts';

/** Days of the loss that is watched: the shortest, because an alarm should come early. */
export const WATCHED_DAYS = 30;
const DELTA = 0.002;
/** Forecasts on either side of a comparison of populations, at least. */
export const LEAST_POPULATION = 200;

export interface Drift {
  /** Rises of the served loss, oldest first; falls are no alarm. */
  rises: (Change & { at: number })[];
  /** Leads whose loss is known, and their mean loss since the last change. */
  leads: number;
  loss: number | null;
  /** The newest forecasts against the first of the same version; null while there are too few. */
  pConvert: Stability | null;
  segments: Stability | null;
  alarms: string[];
}

/**
 * @param judged served forecasts of one tenant and one version
 * @param now epoch ms
 */
export function findDrift(judged: readonly JudgedForecast[], now: number): Drift {
  const losses = leadLosses(judged, WATCHED_DAYS, now);
  const values = losses.map((lead) => meanLoss(lead.losses.values()));
  const changes = findChanges(values, DELTA);
  const rises = changes
    .filter(({ before, after }) => after > before)
    .map((change) => ({ ...change, at: losses[change.index]!.over }));
  const population = populationOf(judged);
  return {
    ...{ rises, leads: values.length, ...population },
    loss: values.length ? (changes.at(-1)?.after ?? meanLoss(values)) : null,
    alarms: [
      ...(rises.length ? ['the loss rose'] : []),
      ...(population.pConvert?.shifted ? ['forecasts shifted'] : []),
      ...(population.segments?.shifted ? ['segments shifted'] : []),
    ],
  };
}

/** First contacts only: later landmarks come with age, and a young deployment has few. */
function populationOf(judged: readonly JudgedForecast[]): Pick<Drift, 'pConvert' | 'segments'> {
  const first = judged
    .filter(({ landmark, since, at }) => landmark !== COMMITMENT && at - since < 86_400_000)
    .sort((a, b) => a.at - b.at || (a.lead < b.lead ? -1 : 1));
  if (first.length < 2 * LEAST_POPULATION) return { pConvert: null, segments: null };
  const size = Math.floor(first.length / 2);
  const [then, now] = [first.slice(0, size), first.slice(-LEAST_POPULATION)];
  const tenth = tenthOf(then.map(({ forecast }) => forecast.raw));
  const byTenth = ({ forecast }: JudgedForecast) => tenth(forecast.raw);
  return {
    pConvert: stabilityOf(countBy(then, byTenth), countBy(now, byTenth)),
    segments: stabilityOf(
      countBy(then, ({ segment }) => segment),
      countBy(now, ({ segment }) => segment),
    ),
  };
}

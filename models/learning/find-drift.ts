/** Has the world moved away from what the model learned: in the loss it makes, in what it forecasts, in whom it meets. */

import type { JudgedForecast, Landmark } from '../../schemas/judged-forecast.ts';
import { type Change, findChanges } from './adaptive-window.ts';
import { type LeadLosses, leadLosses, meanLoss } from './lead-losses.ts';
import { countBy, type Stability, stabilityOf, tenthOf } from './population-stability.ts';

/** Days of what is watched: long enough for conversions to come. */
export const WATCHED_DAYS = 90;
const DELTA = 0.002;
const POPULATION: Landmark = 'day 7';
/** Forecasts on either side of a comparison of populations, at least. */
export const LEAST_POPULATION = 200;

/** A change, and when it could be known (epoch ms). */
export type ChangeAt = Change & { at: number };

export interface Drift {
  /** Rises of the served loss, oldest first; falls are no alarm. */
  rises: ChangeAt[];
  /**
   * Changes of converted less forecast, which is 0 on average while forecasts mean what they say. Fewer conversions
   * than forecast need not raise the loss: this finds them.
   */
  shifts: ChangeAt[];
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
  const changes = changesOf(losses, values);
  const rises = changes.filter(({ before, after }) => after > before);
  const shifts = residualShifts(judged, now);
  const population = populationOf(judged);
  return {
    ...{ rises, shifts, leads: values.length, ...population },
    loss: values.length ? (changes.at(-1)?.after ?? meanLoss(values)) : null,
    alarms: [
      ...(rises.length ? ['the loss rose'] : []),
      ...(shifts.length ? ['calibration shifted'] : []),
      ...(population.pConvert?.shifted ? ['forecasts shifted'] : []),
      ...(population.segments?.shifted ? ['segments shifted'] : []),
    ],
  };
}

const changesOf = (leads: readonly LeadLosses[], values: readonly number[]): ChangeAt[] =>
  findChanges(values, DELTA).map((change) => ({ ...change, at: leads[change.index]!.over }));

/** Moved into [0, 1], where a change is looked for, and back. */
function residualShifts(judged: readonly JudgedForecast[], now: number): ChangeAt[] {
  const residuals = leadLosses(judged, WATCHED_DAYS, now, (p, label) => (label - p + 1) / 2);
  const values = residuals.map((lead) => meanLoss(lead.losses.values()));
  return changesOf(residuals, values).map(({ before, after, ...rest }) => ({
    ...{ before: 2 * before - 1, after: 2 * after - 1 },
    ...rest,
  }));
}

/** One moment of each lead, when something is known of it: at first contact all forecasts are nearly one. */
function populationOf(judged: readonly JudgedForecast[]): Pick<Drift, 'pConvert' | 'segments'> {
  const first = judged
    .filter(({ landmark }) => landmark === POPULATION)
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

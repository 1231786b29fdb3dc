/** Has the world moved away from what the model learned: in the loss it makes, in what it forecasts, in whom it meets. */

import type { JudgedForecast } from '../../schemas/judged-forecast.ts';
import { type Change, findChanges } from './adaptive-window.ts';
import { type LeadLosses, leadLosses, meanLoss } from './lead-losses.ts';
import { countBy, type Stability, stabilityOf, tenthEdges, tenthOf } from './population-stability.ts';
import { POPULATION, type TrainingReference } from './training-reference.ts';

/** Days of what is watched: long enough for conversions to come. */
export const WATCHED_DAYS = 90;
const DELTA = 0.002;
/** Forecasts on either side of a comparison of populations, at least. */
export const LEAST_POPULATION = 200;

/** A change, and when it could be known (epoch ms). */
export type ChangeAt = Change & { at: number };

/** Forecasts and segments of the newest leads against those of others. */
export interface PopulationShift {
  pConvert: Stability;
  segments: Stability;
}

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
  earlier: PopulationShift | null;
  /** The newest forecasts against those the model was trained on; null while there are too few, or no reference. */
  training: PopulationShift | null;
  /** Whether the model's card holds a reference. */
  referenced: boolean;
  alarms: string[];
}

/**
 * @param judged served forecasts of one tenant and one version
 * @param now epoch ms
 * @param reference of that version's training; null where its card has none
 */
export function findDrift(
  judged: readonly JudgedForecast[],
  now: number,
  reference: TrainingReference | null,
): Drift {
  const losses = leadLosses(judged, WATCHED_DAYS, now);
  const values = losses.map((lead) => meanLoss(lead.losses.values()));
  const changes = changesOf(losses, values);
  const rises = changes.filter(({ before, after }) => after > before);
  const shifts = residualShifts(judged, now);
  const population = judged
    .filter(({ landmark }) => landmark === POPULATION)
    .sort((a, b) => a.at - b.at || (a.lead < b.lead ? -1 : 1));
  const earlier = againstEarlier(population);
  const training = reference && againstTraining(population, reference);
  return {
    ...{ rises, shifts, leads: values.length, earlier, training },
    referenced: reference !== null,
    loss: values.length ? (changes.at(-1)?.after ?? meanLoss(values)) : null,
    alarms: [
      ...(rises.length ? ['the loss rose'] : []),
      ...(shifts.length ? ['calibration shifted'] : []),
      ...(earlier?.pConvert.shifted ? ['forecasts shifted'] : []),
      ...(earlier?.segments.shifted ? ['segments shifted'] : []),
      ...(training?.pConvert.shifted ? ['forecasts are not those of the training'] : []),
      ...(training?.segments.shifted ? ['segments are not those of the training'] : []),
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

/** The newest against the older half. @param population at the landmark, in order of time */
function againstEarlier(population: readonly JudgedForecast[]): PopulationShift | null {
  if (population.length < 2 * LEAST_POPULATION) return null;
  const then = population.slice(0, Math.floor(population.length / 2));
  const edges = tenthEdges(then.map(({ forecast }) => forecast.raw));
  return shiftOf(population, edges, { tenths: countTenths(then, edges), segments: countSegments(then) });
}

function againstTraining(
  population: readonly JudgedForecast[],
  { pConvert, segments }: TrainingReference,
): PopulationShift | null {
  if (population.length < LEAST_POPULATION) return null;
  const then = {
    tenths: new Map(Object.entries(pConvert.counts)),
    segments: new Map(Object.entries(segments)),
  };
  return shiftOf(population, pConvert.edges, then);
}

type Counts = ReadonlyMap<string, number>;

function shiftOf(
  population: readonly JudgedForecast[],
  edges: readonly number[],
  then: { tenths: Counts; segments: Counts },
): PopulationShift {
  const now = population.slice(-LEAST_POPULATION);
  return {
    pConvert: stabilityOf(then.tenths, countTenths(now, edges)),
    segments: stabilityOf(then.segments, countSegments(now)),
  };
}

function countTenths(judged: readonly JudgedForecast[], edges: readonly number[]): Counts {
  const tenth = tenthOf(edges);
  return countBy(judged, ({ forecast }) => tenth(forecast.raw));
}

const countSegments = (judged: readonly JudgedForecast[]): Counts =>
  countBy(judged, ({ segment }) => segment);

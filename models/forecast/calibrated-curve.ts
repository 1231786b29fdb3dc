/** From the head's incidence by calendar day to the forecast that is spoken: calibrated, by days after the look. */

import { STAGE } from '../history/lead-notes.ts';
import {
  accountableDays,
  adjustPlatt,
  applyPlatt,
  type Case,
  fitPlatt,
  fitSeen,
  fitTimeMap,
  mapLevels,
  type Platt,
  seenWeight,
  type TimeMap,
} from './calibration.ts';
import { convertedCurve, curveAt, HIT_DAYS, type HourShares, likeliestDay } from './converted-curve.ts';
import { DAYS } from './day-basis.ts';
import { headIncidence } from './hazard-head.ts';
import { HORIZON } from './horizon.ts';
import type { Look } from './replay-history.ts';
import type { LabelledLook } from './training-looks.ts';

export interface Calibration {
  /** Of pConvert. */
  convert: Platt;
  /** Of the days, given conversion. */
  time: TimeMap;
  /** Of the probability to be within ±2 days of the stated day. */
  hit: Platt;
  /** From this calibrated probability on, a day is stated. Above 1: never. */
  commitFrom: number;
  /** Share of stated days that held out of fold, at least. */
  promise: number;
  hours: HourShares;
  /** Share of leads recorded as lost that convert within the horizon after all. */
  returns: number;
}

/** Fewest cases, in weight, on which a promise can rest. */
const PROMISE_CASES = 30;

export const groupOf = ({ stage, clocks }: Pick<Look, 'stage' | 'clocks'>): number =>
  stage === STAGE.contract && clocks.toClosing !== undefined ? stage + 1 : stage;

const incidence = new Float64Array(DAYS);

/**
 * P(converts within d days) before calibration, HORIZON long.
 *
 * @param e coefficients of the head from `offset`
 * @param curve written to, and returned
 */
export function rawCurve(
  e: Float32Array | Float64Array,
  offset: number,
  { clocks, dayShare }: Pick<Look, 'clocks' | 'dayShare'>,
  hours: HourShares,
  curve: Float64Array = new Float64Array(HORIZON),
): Float64Array {
  headIncidence(e, offset, clocks, incidence);
  convertedCurve(incidence, hours, dayShare, curve);
  return curve;
}

export function calibrateCurve(
  raw: Float64Array,
  group: number,
  { convert, time }: Pick<Calibration, 'convert' | 'time'>,
): Float64Array {
  const p = Math.max(raw[HORIZON - 1]!, 1e-12);
  const calibrated = applyPlatt(convert, raw[HORIZON - 1]!, group);
  const curve = new Float64Array(HORIZON);
  for (let d = 0; d < HORIZON; d++) curve[d] = raw[d]! / p;
  mapLevels(time, group, curve);
  for (let d = 0; d < HORIZON; d++) curve[d]! *= calibrated;
  return curve;
}

export const caseOf = (look: LabelledLook, end: number): Case => ({
  group: groupOf(look),
  fate: look.fate,
  days: look.days,
  seen: (end - look.at) / 86_400_000,
  weight: look.weight,
});

/** @param curves raw ones, of looks whose leads no part of them had learned from */
export function fitCalibration(
  cases: readonly Case[],
  curves: readonly Float64Array[],
  { hours, returns, promise }: Pick<Calibration, 'hours' | 'returns' | 'promise'>,
): Calibration {
  const seen = fitSeen(cases);
  const groups = cases.map(({ group }) => group);
  const known = accountableDays(seen);
  const convert = fitPlatt(
    curves.map((curve) => curve[known - 1]!),
    cases.map(({ fate, days }) => fate === 'converted' && days <= known),
    cases.map((c) => seenWeight(c, known, seen)),
    groups,
  );
  const time = fitTimeMap(
    cases,
    (i) => curveAt(curves[i]!, cases[i]!.days) / Math.max(curves[i]![HORIZON - 1]!, 1e-12),
  );
  const stated = curves.map((raw, i) => likeliestDay(calibrateCurve(raw, groups[i]!, { convert, time })));
  const ps = stated.map(({ p }) => p);
  const hits = cases.map((c, i) => isHit(c, stated[i]!.day));
  const weights = cases.map((c, i) => seenWeight(c, stated[i]!.day + HIT_DAYS, seen));
  const hit = fitPlatt(ps, hits, weights, groups);
  const commitFrom = chooseThreshold(
    ps.map((p, i) => applyPlatt(hit, p, groups[i]!)),
    hits,
    weights,
    promise,
  );
  return { convert, time, hit, commitFrom, promise, hours, returns };
}

/** Of few cases only how often leads convert can be learned: the rest of `prior` stays. @param curves raw ones */
export function adjustCalibration(
  prior: Calibration,
  cases: readonly Case[],
  curves: readonly Float64Array[],
): Calibration {
  const seen = fitSeen(cases);
  const known = accountableDays(seen);
  const convert = adjustPlatt(
    prior.convert,
    curves.map((curve, i) => applyPlatt(prior.convert, curve[known - 1]!, cases[i]!.group)),
    cases.map(({ fate, days }) => fate === 'converted' && days <= known),
    cases.map((c) => seenWeight(c, known, seen)),
  );
  return { ...prior, convert };
}

export const isHit = ({ fate, days }: Pick<Case, 'fate' | 'days'>, day: number): boolean =>
  fate === 'converted' && Math.abs(days - day) <= HIT_DAYS;

/** The lowest probability such that, of all cases from it on, the promised share hit. */
function chooseThreshold(
  ps: readonly number[],
  hits: readonly boolean[],
  weights: readonly number[],
  promise: number,
): number {
  const order = [...ps.keys()].sort((a, b) => ps[b]! - ps[a]! || a - b);
  let [hit, total, threshold] = [0, 0, Number.POSITIVE_INFINITY];
  for (const i of order) {
    total += weights[i]!;
    if (hits[i]) hit += weights[i]!;
    if (total >= PROMISE_CASES && hit >= promise * total) threshold = ps[i]!;
  }
  // As it is kept: what is loaded must say what was trained.
  return Math.fround(threshold);
}

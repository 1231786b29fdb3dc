/**
 * Calibration of the fused curve on looks whose leads no part of it had learned from, by stage.
 *
 * How much: pConvert by a logistic in its ln odds (Platt), cases weighted by the inverse probability of being seen
 * (Robins and Rotnitzky 1992), drawn to no change by a few cases.
 *
 * When: distributional conformal prediction (Chernozhukov, Wüthrich and Zhu, PNAS 118, 2021). The probability integral
 * transform of each conversion seen, weighted like above, is made uniform by a piecewise linear map; the map of a stage
 * is drawn to that of all. With exchangeable leads and without censoring, each one-sided bound covers at its level up
 * to 1/(n + 1), marginally over a stage, among leads that convert within the horizon. Under right-censoring no
 * distribution-free two-sided guarantee exists: the weights make coverage right only as far as sight ends
 * independently of conversion (here it ends for all on the same day); measured coverage is reported instead.
 */
import { minimise } from '../linear/minimise.ts';
import { HORIZON } from './horizon.ts';

/** Levels at which the map is fixed, and so every quantile that is reported. */
export const LEVELS = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95] as const;
/** Contract with a closing named is a group of its own. */
export const GROUP_COUNT = 6;
/** Cases of all groups together that a group's own map is drawn to. */
const DRAWN = 60;

/** A look's answer as far as calibration needs it. */
export interface Case {
  group: number;
  fate: 'converted' | 'lost' | 'open';
  /** Days from look to fate. */
  days: number;
  /** Days from look to the end of sight. */
  seen: number;
  weight: number;
}

/** Fewer than this share are not taken to stand for all. */
const SEEN_LEAST = 0.05;

/** The latest day, up to the horizon, that a fair part of the looks is seen to: where forecasts can be held to account. */
export function accountableDays(seen: (days: number) => number): number {
  for (let days = HORIZON; days > 1; days--) if (seen(days) >= 4 * SEEN_LEAST) return days;
  return 1;
}

/** P(sight lasts longer than `days`) of looks: their ends are all known, so it is a count. */
export function fitSeen(cases: readonly Case[]): (days: number) => number {
  const sorted = cases.map(({ seen, weight }) => ({ seen, weight })).sort((a, b) => a.seen - b.seen);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const ends = Float64Array.from(sorted, ({ seen }) => seen);
  const left = new Float64Array(sorted.length + 1);
  for (let i = sorted.length - 1; i >= 0; i--) left[i] = left[i + 1]! + sorted[i]!.weight / total;
  return (days) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! <= days) low = middle + 1;
      else high = middle;
    }
    // A few who are seen long do not stand for everybody.
    return Math.max(SEEN_LEAST, left[low]!);
  };
}

/** Weight of a case in a question about the first `days` days: 0 where the answer is not seen. */
export function seenWeight(c: Case, days: number, seen: (days: number) => number): number {
  if (c.fate !== 'open' && c.days <= days) return c.weight / seen(c.days);
  return c.seen > days ? c.weight / seen(days) : 0;
}

/** Slope and offset of each group, on ln odds. */
export interface Platt {
  slopes: Float32Array;
  offsets: Float32Array;
}

export const logit = (p: number): number => Math.log(p / (1 - p));
const bounded = (p: number): number => Math.min(1 - 1e-6, Math.max(1e-6, p));

/** Cases' worth of the prior that nothing needs to change. */
const PRIOR = 20;

/** Slope and offset on ln odds that make `ps` fit `hits`, drawn to no change. */
function fitLine(
  ps: readonly number[],
  hits: readonly boolean[],
  weights: readonly number[],
  own: readonly number[],
): [number, number] {
  const best = minimise(
    (x, gradient) => {
      gradient[0] = 2 * PRIOR * (x[0]! - 1);
      gradient[1] = (PRIOR / 4) * x[1]!;
      let loss = PRIOR * (x[0]! - 1) ** 2 + (PRIOR / 8) * x[1]! ** 2;
      for (const i of own) {
        const l = logit(bounded(ps[i]!));
        const z = x[0]! * l + x[1]!;
        const y = hits[i] ? 1 : 0;
        loss += weights[i]! * (Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - y * z);
        const error = weights[i]! * (1 / (1 + Math.exp(-z)) - y);
        gradient[0]! += error * l;
        gradient[1]! += error;
      }
      return loss;
    },
    Float64Array.of(1, 0),
    50,
  );
  // A forecast that rose must not fall by calibration.
  return [Math.max(0.05, best[0]!), best[1]!];
}

/** A line a group. */
export function fitPlatt(
  ps: readonly number[],
  hits: readonly boolean[],
  weights: readonly number[],
  groups: readonly number[],
): Platt {
  const slopes = new Float32Array(GROUP_COUNT).fill(1);
  const offsets = new Float32Array(GROUP_COUNT);
  for (let group = 0; group < GROUP_COUNT; group++) {
    const own = [...ps.keys()].filter((i) => groups[i] === group && weights[i]! > 0);
    if (own.length > 0) [slopes[group], offsets[group]] = fitLine(ps, hits, weights, own);
  }
  return { slopes, offsets };
}

/** The calibration followed by one line for all groups, fitted to calibrated `ps`. */
export function adjustPlatt(
  before: Platt,
  ps: readonly number[],
  hits: readonly boolean[],
  weights: readonly number[],
): Platt {
  const [slope, offset] = fitLine(
    ps,
    hits,
    weights,
    [...ps.keys()].filter((i) => weights[i]! > 0),
  );
  return {
    slopes: before.slopes.map((s) => slope * s),
    offsets: before.offsets.map((o) => slope * o + offset),
  };
}

export const applyPlatt = ({ slopes, offsets }: Platt, p: number, group: number): number =>
  1 / (1 + Math.exp(-(slopes[group]! * logit(bounded(p)) + offsets[group]!)));

/** groups × LEVELS: the raw level that covers each level's share of conversions. */
export type TimeMap = Float32Array;

export function fitTimeMap(cases: readonly Case[], transform: (i: number) => number): TimeMap {
  const seen = fitSeen(cases);
  const points = cases.flatMap((c, i) =>
    c.fate === 'converted' && c.days <= HORIZON
      ? [{ group: c.group, u: transform(i), weight: c.weight / seen(c.days) }]
      : [],
  );
  points.sort((a, b) => a.u - b.u);
  const map = new Float32Array(GROUP_COUNT * LEVELS.length);
  // Where sight does not reach the horizon, late conversions are unseen, and the early ones alone would say "early".
  if (accountableDays(seen) < HORIZON) return map.map((_, i) => LEVELS[i % LEVELS.length]!);
  const all = points.reduce((sum, { weight }) => sum + weight, 0);
  for (let group = 0; group < GROUP_COUNT; group++) {
    // Uniform forecasts weigh in as one more case, then those of all groups as DRAWN.
    const drawn = points.map(({ group: of, u, weight }) => ({
      u,
      weight: (of === group ? weight : 0) + (DRAWN * weight) / Math.max(1, all),
    }));
    for (let l = 0; l < LEVELS.length; l++)
      map[group * LEVELS.length + l] = weightedQuantile(drawn, LEVELS[l]!);
  }
  return map;
}

function weightedQuantile(sorted: readonly { u: number; weight: number }[], level: number): number {
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return level;
  let sum = 0;
  for (const { u, weight } of sorted) {
    sum += weight;
    if (sum >= level * total) return Math.min(1 - 1e-4, Math.max(1e-4, u));
  }
  return 1 - 1e-4;
}

/** Levels that rising raw levels of the group stand for, in place. */
export function mapLevels(map: TimeMap, group: number, raw: Float64Array): void {
  let l = -1;
  let [fromRaw, fromLevel, toRaw, toLevel] = [0, 0, 0, 0];
  for (let i = 0; i < raw.length; i++) {
    while (raw[i]! >= toRaw && l < LEVELS.length) {
      l++;
      [fromRaw, fromLevel] = [toRaw, toLevel];
      toRaw = l < LEVELS.length ? map[group * LEVELS.length + l]! : 1;
      toLevel = LEVELS[l] ?? 1;
    }
    raw[i] = fromLevel + ((raw[i]! - fromRaw) / (toRaw - fromRaw)) * (toLevel - fromLevel);
  }
}

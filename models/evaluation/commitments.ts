/**
 * Commitments: forecasts that name a date. One hits if the lead converts within two days of it; it misses if the lead
 * converts at another time, is lost, or is still open when the date and two days have passed. Where sight ended
 * before that it is undecided, and counted apart.
 */
import type { Seen } from '../survival/seen.ts';

export const HIT_DAYS = 2;

/** Days are counted from the landmark and not rounded. */
export interface Dated {
  seen: Seen;
  day: number;
  /** Forecast of P(converted within two days of it), never converting included. */
  pHit2: number;
}

export type Verdict = 'hit' | 'miss' | 'undecided';

export function verdictOf({ seen: { days, result }, day }: Dated): Verdict {
  if (result === 'converted') return Math.abs(days - day) <= HIT_DAYS ? 'hit' : 'miss';
  return result === 'lost' || days > day + HIT_DAYS ? 'miss' : 'undecided';
}

export interface Commitments {
  /** Of all forecasts. */
  share: number;
  hits: number;
  misses: number;
  undecided: number;
  /** Hits among those decided; NaN where there are none. */
  hitRate: number;
  /** Hits among all committed: as if every undecided one had missed. */
  hitRateAtLeast: number;
  /** Mean pHit2 of those committed: what the hit rate should be. */
  expected: number;
}

/** @param of how many forecasts there were, committed or not */
export function countCommitments(committed: readonly Dated[], of: number): Commitments {
  const counts = { hit: 0, miss: 0, undecided: 0 };
  for (const one of committed) counts[verdictOf(one)]++;
  return {
    share: committed.length / of,
    hits: counts.hit,
    misses: counts.miss,
    undecided: counts.undecided,
    hitRate: counts.hit / (counts.hit + counts.miss),
    hitRateAtLeast: counts.hit / committed.length,
    expected: committed.reduce((sum, { pHit2 }) => sum + pHit2, 0) / committed.length,
  };
}

/** One point of the coverage–hit curve: all forecasts with pHit2 at or above the threshold are committed to. */
export interface HitPoint {
  threshold: number;
  share: number;
  hitRate: number;
}

const byConfidence = (all: readonly Dated[]): Dated[] => [...all].sort((a, b) => b.pHit2 - a.pHit2);

/** Share committed and hit rate as the threshold falls; a point after each distinct pHit2 that something is decided by. */
function everyPoint(all: readonly Dated[]): HitPoint[] {
  const points: HitPoint[] = [];
  const sorted = byConfidence(all);
  let [hits, decided] = [0, 0];
  sorted.forEach((one, i) => {
    const verdict = verdictOf(one);
    if (verdict === 'hit') hits++;
    if (verdict !== 'undecided') decided++;
    if (decided === 0 || one.pHit2 === sorted[i + 1]?.pHit2) return;
    points.push({ threshold: one.pHit2, share: (i + 1) / all.length, hitRate: hits / decided });
  });
  return points;
}

/** The curve at about so many even steps of share. */
export function hitCurve(all: readonly Dated[], steps = 50): HitPoint[] {
  const points = everyPoint(all);
  const chosen = Array.from({ length: steps }, (_, k) => points.find((p) => p.share >= (k + 1) / steps));
  return [...new Set(chosen)].filter((point) => point !== undefined);
}

/** The lowest threshold at which forecasts hit at least so often, so the most that can be committed to. */
export const thresholdFor = (all: readonly Dated[], hitRate: number): HitPoint | undefined =>
  everyPoint(all).findLast((point) => point.hitRate >= hitRate);

/** What committing at or above a threshold gives. */
export const commitAt = (all: readonly Dated[], threshold: number): Commitments =>
  countCommitments(
    all.filter(({ pHit2 }) => pHit2 >= threshold),
    all.length,
  );

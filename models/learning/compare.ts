/** Challenger against champion, on the same forecasts of the same leads, by outcomes that came after their real delay. */

import type { JudgedForecast } from '../../schemas/judged-forecast.ts';
import { confidenceSequence, type Interval } from './confidence-sequence.ts';
import { leadLosses, meanLoss } from './lead-losses.ts';

/** Horizon compared unless told otherwise. */
export const COMPARE_DAYS = 90;
/** Probability of ever calling the worse one better. */
export const ALPHA = 0.05;
/** Leads below which there is no verdict, whatever the interval says. */
export const LEAST_LEADS = 200;

export interface Comparison extends Interval {
  champion: string;
  challenger: string;
  /** Days of the Brier score that is compared. */
  days: number;
  leads: number;
  /** `mean` is the first less the second: above 0, the challenger is better. */
  championBrier: number;
  challengerBrier: number;
  verdict: 'better' | 'worse' | 'undecided' | 'too few leads';
}

/**
 * @param judged of one tenant
 * @param between versions of the two
 * @param now epoch ms
 */
export function compare(
  judged: readonly JudgedForecast[],
  between: { champion: string; challenger: string },
  now: number,
  days: number = COMPARE_DAYS,
): Comparison {
  const lossesOf = (version: string) =>
    leadLosses(
      judged.filter(({ forecast }) => forecast.version === version),
      days,
      now,
    );
  const theirs = new Map(lossesOf(between.challenger).map(({ lead, losses }) => [lead, losses]));
  const pairs = lossesOf(between.champion).flatMap(({ lead, losses }) => {
    const other = theirs.get(lead);
    const both = other ? [...losses.keys()].filter((seq) => other.has(seq)) : [];
    if (!other || both.length === 0) return [];
    const mean = (of: ReadonlyMap<number, number>) => meanLoss(both.map((seq) => of.get(seq)!));
    return [{ champion: mean(losses), challenger: mean(other) }];
  });
  const interval = confidenceSequence(
    pairs.map(({ champion, challenger }) => champion - challenger),
    ALPHA,
  );
  return {
    ...between,
    ...{ days, leads: pairs.length, ...interval },
    championBrier: meanLoss(pairs.map(({ champion }) => champion)),
    challengerBrier: meanLoss(pairs.map(({ challenger }) => challenger)),
    verdict: verdictOf(pairs.length, interval),
  };
}

function verdictOf(leads: number, { low, high }: Interval): Comparison['verdict'] {
  if (leads < LEAST_LEADS) return 'too few leads';
  if (low > 0) return 'better';
  return high < 0 ? 'worse' : 'undecided';
}

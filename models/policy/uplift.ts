/** What nurturing does: leads it was allowed to touch against those held out, whether they were touched or not. */
import type { Strategy } from '../../schemas/policy.ts';
import { confidenceSequence } from '../learning/confidence-sequence.ts';
import { wilson } from '../similar/chance.ts';

/** What came of one lead. */
export interface LeadOutcome {
  converted: boolean;
  replied: boolean;
}

/** Difference of two shares, the treated less the held out. */
export interface ShareDifference {
  treated: number;
  holdout: number;
  difference: number;
  /** 95 %, at one look. */
  low: number;
  high: number;
  /** 95 % over all looks together: may be looked at every day. */
  always: [low: number, high: number];
}

export interface Uplift {
  leads: { treated: number; holdout: number };
  conversion: ShareDifference;
  reply: ShareDifference;
}

const ALPHA = 0.05;

/**
 * Intent to treat: a lead counts for the side it was drawn for, from its first day on, which is what makes the two
 * alike. Compliance replies are sent to both and count for neither.
 * @param treated leads whose time to convert is over, in the order in which that became known; `holdout` likewise
 */
export function uplift(treated: readonly LeadOutcome[], holdout: readonly LeadOutcome[]): Uplift {
  const of = (what: keyof LeadOutcome) =>
    shareDifference(
      treated.map((lead) => lead[what]),
      holdout.map((lead) => lead[what]),
    );
  return {
    leads: { treated: treated.length, holdout: holdout.length },
    conversion: of('converted'),
    reply: of('replied'),
  };
}

/** Newcombe's hybrid of two Wilson intervals (Statistics in Medicine 17, 1998, method 10); [−1, 1] without leads. */
function shareDifference(treated: readonly boolean[], holdout: readonly boolean[]): ShareDifference {
  const [a, b] = [counted(treated), counted(holdout)];
  const difference = a.share - b.share;
  return {
    ...{ treated: a.share, holdout: b.share, difference },
    low: a.cases && b.cases ? difference - Math.hypot(a.share - a.low, b.high - b.share) : -1,
    high: a.cases && b.cases ? difference + Math.hypot(a.high - a.share, b.share - b.low) : 1,
    always: always(treated, holdout),
  };
}

function counted(cases: readonly boolean[]) {
  const count = cases.filter(Boolean).length;
  const [low, high] = wilson(count, cases.length);
  return { cases: cases.length, share: cases.length ? count / cases.length : 0, low, high };
}

/** Each side may miss by half of alpha, so that together they miss by alpha. */
function always(treated: readonly boolean[], holdout: readonly boolean[]): [low: number, high: number] {
  const [a, b] = [treated, holdout].map((side) => {
    const { low, high } = confidenceSequence(
      side.map((yes) => (yes ? 1 : -1)),
      ALPHA / 2,
    );
    return { low: (low + 1) / 2, high: (high + 1) / 2 };
  }) as [{ low: number; high: number }, { low: number; high: number }];
  return [a.low - b.high, a.high - b.low];
}

export interface ResponseRate {
  touches: number;
  replies: number;
  rate: number;
  /** Wilson, 95 %: [0, 1] without touches. */
  low: number;
  high: number;
}

/** Replies by strategy: what came back, not what a strategy did: the policy picks whom it touches. */
export function responseRates(
  touches: readonly { strategy: Strategy; replied: boolean }[],
): Map<Strategy, ResponseRate> {
  const counts = new Map<Strategy, [replies: number, touches: number]>();
  for (const { strategy, replied } of touches) {
    const [replies, all] = counts.get(strategy) ?? [0, 0];
    counts.set(strategy, [replies + (replied ? 1 : 0), all + 1]);
  }
  const rates = [...counts].map(([strategy, [replies, all]]) => {
    const [low, high] = wilson(replies, all);
    return [strategy, { touches: all, replies, rate: replies / all, low, high }] as const;
  });
  return new Map(rates);
}

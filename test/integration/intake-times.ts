/** Times of an intake, short, so that a test need not wait for a feed's patience. */
import type { IntakeTimes } from '../../pipelines/market-intake/follow-log.ts';

export const TIMES: IntakeTimes = {
  ...{ gapRules: { tries: 10, firstMs: 20, mostMs: 150 }, pollMs: 100, againMs: 10 },
  ...{ callMs: 150, retryMs: 5, halfOpenMs: 30 },
};

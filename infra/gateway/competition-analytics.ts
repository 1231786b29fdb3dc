/** What the gateway asks of the analytics store about competition. `infra/clickhouse/competition-reads.ts` is the real one. */
import type {
  MarketSeries,
  Markets,
  MentionCount,
  PlayResult,
  WinLoss,
} from '../../schemas/competition-answers.ts';

/** All calls reject with {@link AnalyticsAway} when the store does not answer in time, or there is none. */
export interface CompetitionAnalytics {
  /** Of the last 90 days, most mentioned first. */
  mentions(tenant: string): Promise<MentionCount[]>;
  winLoss(tenant: string): Promise<WinLoss[]>;
  /** What counter-plays did, beside alerts without one. */
  plays(tenant: string): Promise<PlayResult[]>;
  markets(tenant: string): Promise<Markets>;
  /** Empty lists for an area nobody heard of. */
  market(tenant: string, area: string): Promise<MarketSeries>;
}

export class AnalyticsAway extends Error {}

/** Of a Doorstep that names no analytics store. */
export const NO_ANALYTICS: CompetitionAnalytics = {
  mentions: () => Promise.reject(new AnalyticsAway('CLICKHOUSE_URL is empty')),
  winLoss: () => Promise.reject(new AnalyticsAway('CLICKHOUSE_URL is empty')),
  plays: () => Promise.reject(new AnalyticsAway('CLICKHOUSE_URL is empty')),
  markets: () => Promise.reject(new AnalyticsAway('CLICKHOUSE_URL is empty')),
  market: () => Promise.reject(new AnalyticsAway('CLICKHOUSE_URL is empty')),
};

/** Null while the store is away: for answers that can do without. */
export const unlessAway = <T>(asked: Promise<T>): Promise<T | null> =>
  asked.catch((error: unknown) => {
    if (error instanceof AnalyticsAway) return null;
    throw error;
  });

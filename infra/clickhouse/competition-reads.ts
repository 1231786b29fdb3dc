/** What the gateway reads of competition in ClickHouse, by the queries that analysts ask, so that both are told the same. */
import { ClickHouseError } from '@clickhouse/client';
import { LRUCache } from 'lru-cache';
import type {
  MarketSeries,
  Markets,
  MentionCount,
  PlayResult,
  WinLoss,
} from '../../schemas/competition-answers.ts';
import { AnalyticsAway, type CompetitionAnalytics } from '../gateway/competition-analytics.ts';
import type { Clickhouse } from './connect.ts';
import { answer } from './named-queries.ts';

/** Many look at one page: an answer is good for so long. */
const FRESH_MS = 10_000;
/** As long as somebody waits for a page. */
const PATIENCE_MS = 5000;

type Rows = Record<string, unknown>[];

export function createCompetitionReads(clickhouse: Clickhouse): CompetitionAnalytics {
  const answers = new LRUCache<string, Rows, { name: string; tenant: string; area: string }>({
    ...{ max: 500, ttl: FRESH_MS },
    fetchMethod: (_key, _stale, { context: { name, tenant, area } }) =>
      answer(clickhouse, name, tenant, { area }, AbortSignal.timeout(PATIENCE_MS)).catch(rethrow),
  });
  const ask = async <T>(name: string, tenant: string, area = ''): Promise<T[]> => {
    const context = { name, tenant, area };
    return (await answers.forceFetch(`${name}/${tenant}/${area}`, { context })) as T[];
  };
  return {
    async mentions(tenant) {
      const rows = await ask<Mentioned>('competitor-mentions', tenant);
      return rows
        .filter(({ competitor }) => competitor !== '')
        .map(({ competitor, mentions, leads, lastAt }): MentionCount => {
          return { competitor, mentions, leads, lastAt: iso(lastAt) };
        });
    },
    async winLoss(tenant) {
      const rows = await ask<WinLoss>('win-loss', tenant);
      return rows.map(({ competitor, area, won, lost, rate, low, high }): WinLoss => {
        return { competitor, area, won, lost, rate, low, high };
      });
    },
    plays: (tenant) => ask<PlayResult>('counter-plays', tenant),
    async markets(tenant): Promise<Markets> {
      const rows = await ask<AreaRow>('market-areas', tenant);
      return { areas: rows.map(({ name, lastAt, ...index }) => ({ area: name, at: iso(lastAt), ...index })) };
    },
    async market(tenant, area): Promise<MarketSeries> {
      const of = <T>(name: string) => ask<T>(name, tenant, area);
      const [index, shifts, statuses, listings, moves] = await Promise.all([
        of<MarketSeries['index'][number]>('market-series'),
        of<{ since: string; signal: string; text: string; leads: number }>('market-shifts'),
        of<StatusRow>('listings-by-area'),
        of<ListingRow>('market-listings'),
        of<MarketSeries['moves'][number]>('market-moves'),
      ]);
      return {
        area,
        index,
        shifts: shifts.map(({ since, signal, text, leads }) => ({
          at: iso(since),
          kind: signal,
          text,
          leads,
        })),
        statuses: statuses.filter(({ place }) => sameArea(place, area)).map(statusOf),
        listings: listings.map(listingOf),
        moves: moves.map((move) => ({ ...move, at: iso(move.at) })),
      };
    },
  };
}

/** Of ClickHouse's own errors these end by themselves: it is busy, or its tables are on their way. */
const PASSING = [
  'UNKNOWN_TABLE',
  'UNKNOWN_DATABASE',
  'UNKNOWN_IDENTIFIER',
  'TIMEOUT_EXCEEDED',
  'MEMORY_LIMIT_EXCEEDED',
];

function rethrow(error: Error): never {
  if (error instanceof ClickHouseError && !PASSING.includes(error.type ?? '')) throw error;
  throw new AnalyticsAway(error.message, { cause: error });
}

interface Mentioned extends MentionCount {
  kind: string;
}
type AreaRow = Omit<Markets['areas'][number], 'area' | 'at'> & { name: string; lastAt: string };
interface StatusRow {
  place: string;
  stands: string;
  listings: number;
  medianPrice: number;
  medianDays: number | null;
}
interface ListingRow {
  listing: string;
  lastAt: string;
  lastChange: string;
  stands: string;
  nowPrice: number | null;
  priceBefore: number | null;
  leads: number;
}

/** As market shards know areas. */
const sameArea = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

const statusOf = ({ stands, listings, medianPrice, medianDays }: StatusRow) => ({
  ...{ status: stands, listings, medianPrice, medianDays },
});

const listingOf = (row: ListingRow): MarketSeries['listings'][number] => ({
  ...{ listing: row.listing, at: iso(row.lastAt), change: row.lastChange, status: row.stands },
  ...{ price: row.nowPrice, previousPrice: row.priceBefore, leads: row.leads },
});

/** ClickHouse writes UTC as `YYYY-MM-DD hh:mm:ss.mmm`. */
const iso = (time: string): string => new Date(`${time.replace(' ', 'T')}Z`).toISOString();

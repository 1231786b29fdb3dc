/** What holds a send back, whoever sends: the pace of a sender, a campaign's day, and addresses that want nothing. */
import { addressKey, shardKeys, shardOf, suppressedList } from '../../schemas/shards.ts';
import type { RedisClient } from './connect.ts';
import { script } from './scripts.ts';

const paceScript = script('pace');
const takeScript = script('budget-take');
const returnScript = script('budget-return');

export interface SendLimits {
  /** Takes the sender's next place; resolves with the ms to wait for it. @param perSecond messages a second */
  place(sender: string, perSecond: number): Promise<number>;
  /** Takes one message from the campaign's day; false when the day has none left. */
  take(tenant: string, campaign: string, budget: number, now: number): Promise<boolean>;
  /** Gives it back: it was certainly not sent. */
  giveBack(tenant: string, campaign: string, now: number): Promise<void>;
  /** Whether nothing may be sent to the address. @param hash see `processors/addresses.ts` */
  isSuppressed(tenant: string, hash: string): Promise<boolean>;
  /** From now on nothing is sent there. @param at epoch ms */
  suppress(tenant: string, hash: string, at: number): Promise<void>;
}

/** A count is of use for its day only; this long it is kept, for whoever looks why a day ended early. */
const KEPT_MS = 3 * 86_400_000;

/** @param shards lead shards: an address lives on one of them */
export function createSendLimits(client: RedisClient, shards: number): SendLimits {
  const suppressed = (tenant: string, hash: string) => {
    const k = shardKeys('leads', shardOf(addressKey(tenant, hash), shards));
    return k.roster + suppressedList(tenant);
  };
  return {
    place: async (sender, perSecond) =>
      (await paceScript(client, [`ds:pace:{${sender}}`], [1000 / perSecond])) as number,
    take: async (tenant, campaign, budget, now) =>
      (await takeScript(client, [budgetKey(tenant, campaign, now)], [budget, now + KEPT_MS])) === 1,
    async giveBack(tenant, campaign, now) {
      await returnScript(client, [budgetKey(tenant, campaign, now)], []);
    },
    isSuppressed: async (tenant, hash) => (await client.zscore(suppressed(tenant, hash), hash)) !== null,
    async suppress(tenant, hash, at) {
      await client.zadd(suppressed(tenant, hash), 'NX', at, hash);
    },
  };
}

const budgetKey = (tenant: string, campaign: string, now: number): string =>
  `ds:budget:{${tenant}/${campaign}}:${carrierDay(now)}`;

/** T-Mobile's daily caps on 10DLC end at midnight Pacific time. Source: Bird, "Throughput and Daily Caps". */
const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' });
export const carrierDay = (now: number): string => DAY.format(now);

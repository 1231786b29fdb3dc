/** A thousand leads that look for homes of one area, the homes, and what happens to their prices. */
import type { Redis } from 'ioredis';
import type { RedisConnection } from '../../infra/redis/connect.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { pause } from '../../infra/run.ts';
import { readConversations } from '../../models/corpus/read-corpus.ts';
import { convertConversation } from '../../pipelines/convert.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { leadKey, listingKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { TENANT } from './traffic.ts';

export const LEADS = 1000;
const AREA = 'Bench';
/** Of each lead; what homes are listed at, and cut to. */
const [BUDGET, DEAR, CUT] = [500_000, 520_000, 495_000] as const;
/** The home that all of them looked at, out of everybody's reach; its price moves by less than its area would tell. */
const SEEN = { listing: 'seen', prices: [800_000, 804_000] } as const;
const DAY_MS = 86_400_000;
const SETTLE_MS = 300_000;

export interface Space {
  connection: RedisConnection;
  shards: number;
  marketShards: number;
}

/** Moves a price: that of the n-th home into everybody's budget, or that of the home all have looked at. */
export type Move = (n: number) => Promise<unknown>;

export interface TouchWorld {
  moves: Record<'budget' | 'viewed', Move>;
  /** Waits until nothing is unread and every outbox is empty. */
  settle(): Promise<void>;
}

/** @param homes to be cut */
export async function createTouchWorld(space: Space, homes: number): Promise<TouchWorld> {
  const { connection, shards, marketShards } = space;
  const log = createRedisShardLog(connection, 'leads', shards);
  const market = createRedisShardLog(connection, 'market', marketShards);
  const settle = () => settled(space);
  let seq = 0;
  const tell = (listing: string, change: string, price: number, beds = 3) => {
    const id = `move-${++seq}`;
    const about = { id, tenant: TENANT, at: Date.now(), seq, type: 'listing', area: AREA, listing };
    const event = { ...about, change, price, beds, baths: 2 };
    return market.append(shardOf(listingKey(TENANT, listing), marketShards), [JSON.stringify(event)]);
  };
  await tell(SEEN.listing, 'new', SEEN.prices[0]);
  for (let n = 0; n < homes; n++) await tell(`home-${n}`, 'new', DEAR, 2 + (n % 3));
  for (const talk of talks()) {
    const shard = shardOf(leadKey(TENANT, talk[0]!.lead), shards);
    await log.append(
      shard,
      talk.map((event) => JSON.stringify(event)),
    );
  }
  await settle();
  return {
    settle,
    moves: {
      budget: (n) => tell(`home-${n}`, 'price', CUT),
      viewed: (n) => tell(SEEN.listing, 'price', SEEN.prices[(n + 1) % 2]!),
    },
  };
}

/** Conversations of the corpus, of leads that are still open, name the area and a budget and look at one home. */
function talks(): LeadEvent[][] {
  const conversations = readConversations();
  const now = Date.now();
  return Array.from({ length: LEADS }, (_, n) => {
    const options = { tenant: TENANT, salt: `${n}`, endsBy: now - DAY_MS };
    const talk = convertConversation(conversations[n % conversations.length]!, options);
    const { lead } = talk[0]!;
    const about = { tenant: TENANT, lead, at: now };
    return [
      ...talk.filter(({ type }) => type !== 'outcome'),
      { ...about, id: 'profile', type: 'profile', area: AREA, budget: BUDGET },
      { ...about, id: 'view', type: 'activity', activity: 'listing_view', ref: SEEN.listing },
    ];
  });
}

async function settled({ connection, shards, marketShards }: Space): Promise<void> {
  const client = connection.client as Redis;
  const keys = [
    ...Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard)),
    ...Array.from({ length: marketShards }, (_, shard) => shardKeys('market', shard)),
  ];
  for (const start = Date.now(); Date.now() - start < SETTLE_MS; await pause(100)) {
    const busy = await Promise.all(
      keys.map(async ({ events, outbox }) => {
        const groups = (await client.xinfo('GROUPS', events).catch(() => [])) as unknown[][];
        const lags = groups.map((group) => Number(group[group.indexOf('lag') + 1]));
        // A shard that nobody has taken yet has no group, and all of its events are unread.
        const isTaken = groups.length > 0 || (await client.xlen(events)) === 0;
        return !isTaken || (await client.xlen(outbox)) > 0 || lags.some((lag) => lag > 0);
      }),
    );
    if (!busy.includes(true)) return;
  }
  throw new Error('the flows do not catch up');
}

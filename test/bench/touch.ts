/**
 * `bench touch`: a home's price is cut into the budget of a thousand leads. Open loop at a low rate; from the scheduled
 * instant of the market event to each lead's insight on its stream, through both flows and Redis as processes.
 */
import type { Redis } from 'ioredis';
import { loadConfig } from '../../infra/config.ts';
import { freePort } from '../../infra/free-port.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { pause } from '../../infra/run.ts';
import { readConversations } from '../../models/corpus/read-corpus.ts';
import { convertConversation } from '../../pipelines/convert.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { leadKey, listingKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { type Child, startChild } from './child.ts';
import { nowMicros } from './clock.ts';
import { createHdr, type Hdr, type Quantiles, quantiles, record } from './hdr.ts';
import { pace } from './pace.ts';
import { createRedisProbe } from './redis-probe.ts';
import { dropScratch, scratchDir } from './scratch.ts';
import { TENANT } from './traffic.ts';

export interface TouchReport {
  leads: number;
  events: number;
  /** Cuts a second. */
  rate: number;
  /** Leads that got an insight of a cut, of those that should. */
  touched: number;
  /** From the scheduled instant of the market event, ms: every insight, and of each event its first and its last. */
  insight: Quantiles;
  first: Quantiles;
  last: Quantiles;
  /** ms of CPU a cut, by process, what it takes when nothing happens taken off. */
  cpu: Record<string, number>;
}

const LEADS = 1000;
const WARM_UP = 10;
const AREA = 'Bench';
const [BUDGET, DEAR, CUT] = [500_000, 520_000, 495_000] as const;
const PATIENCE_MS = 60_000;
const IDLE_MS = 4000;

interface Stand {
  connection: RedisConnection;
  shards: number;
  marketShards: number;
  parts: { leads: Child; market: Child };
}

export interface TouchOptions {
  rate: number;
  seconds: number;
  say(line: string): void;
}

export async function measureTouch({ rate, seconds, say }: TouchOptions): Promise<TouchReport> {
  const dir = scratchDir();
  const redis = await startRedisServer({ dir, port: await freePort() });
  const connection = connectRedis(redis.url);
  const config = { ...loadConfig({}), redisUrl: redis.url, dataDir: dir, logLevel: 'warn' };
  const parts = {
    leads: startChild('./part', import.meta.url),
    market: startChild('./part', import.meta.url),
  };
  const stand: Stand = { connection, parts, shards: config.shards, marketShards: config.marketShards };
  try {
    for (const role of ['leads', 'market'] as const) await parts[role].ask('role', { role, config });
    const count = Math.max(1, Math.round(rate * seconds));
    say(
      `${LEADS} leads have a conversation and name an area and a budget; ${count + WARM_UP} homes are listed`,
    );
    await prepare(stand, count + WARM_UP);
    say('Warming up');
    await cuts(stand, 0, WARM_UP, rate);
    const probe = createRedisProbe(connection.client, config.shards);
    const spent = async <T>(
      work: () => Promise<T>,
    ): Promise<{ cpu: Record<string, number>; result: T; ms: number }> => {
      const meters = { ...parts, redis: { ask: probe.cpuMs } };
      for (const meter of Object.values(meters)) await meter.ask('cpuMs');
      const start = performance.now();
      const result = await work();
      const ms = performance.now() - start;
      const cpu: Record<string, number> = {};
      for (const [name, meter] of Object.entries(meters)) cpu[name] = (await meter.ask('cpuMs')) as number;
      return { cpu, result, ms };
    };
    const idling = await spent(() => pause(IDLE_MS));
    say(`${count} cuts at ${rate}/s`);
    const { cpu, ms, result } = await spent(() => cuts(stand, WARM_UP, count, rate));
    for (const name of Object.keys(cpu)) {
      const own = cpu[name]! - (idling.cpu[name]! * ms) / idling.ms;
      cpu[name] = Math.round((10 * own) / count) / 10;
    }
    return { leads: LEADS, events: count, rate, ...result, cpu };
  } finally {
    await Promise.all(Object.values(parts).map((part) => part.stop()));
    connection.close();
    await redis.stop();
    dropScratch(dir);
  }
}

/** Leads with a past, known to the area; homes that all of them can just not pay. */
async function prepare({ connection, shards, marketShards }: Stand, homes: number): Promise<void> {
  const log = createRedisShardLog(connection, 'leads', shards);
  const market = createRedisShardLog(connection, 'market', marketShards);
  const conversations = readConversations();
  const now = Date.now();
  const talks = Array.from({ length: LEADS }, (_, n): LeadEvent[] => {
    const talk = convertConversation(conversations[n % conversations.length]!, {
      ...{ tenant: TENANT, salt: `${n}`, endsBy: now - 86_400_000 },
    });
    const open = talk.filter(({ type }) => type !== 'outcome');
    const { lead } = open[0]!;
    const profile = { id: 'profile', tenant: TENANT, lead, at: now, type: 'profile' as const };
    return [...open, { ...profile, area: AREA, budget: BUDGET }];
  });
  await Promise.all(
    talks.map((talk) =>
      log.append(
        shardOf(leadKey(TENANT, talk[0]!.lead), shards),
        talk.map((event) => JSON.stringify(event)),
      ),
    ),
  );
  for (let n = 0; n < homes; n++) await tell(market, n, 'new', DEAR);
  await idle(connection.client as Redis, shards, marketShards);
}

const tell = (market: ReturnType<typeof createRedisShardLog>, n: number, change: string, price: number) => {
  const listing = `home-${n}`;
  const event = {
    ...{
      id: `${change}-${n}`,
      tenant: TENANT,
      at: Date.now(),
      seq: change === 'new' ? 1 : 2,
      type: 'listing',
    },
    ...{ area: AREA, listing, change, price, beds: 2 + (n % 3), baths: 2 },
  };
  return market.append(shardOf(listingKey(TENANT, listing), market.shards), [JSON.stringify(event)]);
};

/** Waits until nothing is unread and every outbox is empty. */
async function idle(client: Redis, shards: number, marketShards: number): Promise<void> {
  const all = [
    ...Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard)),
    ...Array.from({ length: marketShards }, (_, shard) => shardKeys('market', shard)),
  ];
  for (const start = Date.now(); Date.now() - start < PATIENCE_MS; ) {
    const busy = await Promise.all(
      all.map(async ({ events, outbox }) => {
        const groups = (await client.xinfo('GROUPS', events).catch(() => [])) as unknown[][];
        const lag = groups.map((group) => Number(group[group.indexOf('lag') + 1]));
        return (await client.xlen(outbox)) > 0 || lag.some((n) => n > 0);
      }),
    );
    if (!busy.includes(true)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the flows do not catch up');
}

/** Cuts `count` homes from `from` on, and times the insights. Cuts are worked in order, so that the n-th version is the n-th cut. */
async function cuts({ connection, shards, marketShards }: Stand, from: number, count: number, rate: number) {
  const market = createRedisShardLog(connection, 'market', marketShards);
  const dues: number[] = [];
  const watching = watch(connection, shards, count, dues);
  await watching.ready;
  await pace(rate, count, (n, due) => {
    dues.push(due);
    void tell(market, from + n, 'price', CUT);
  });
  return watching.done;
}

/** Reads the insights as they come, on a connection of its own. */
function watch(connection: RedisConnection, shards: number, count: number, dues: number[]) {
  const client = connection.dedicated();
  const streams = Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard).insights);
  const after = new Map<string, string>();
  const seen = new Map<string, number[]>();
  const hdrs = { insight: createHdr(), first: createHdr(), last: createHdr() };

  async function start(): Promise<void> {
    for (const stream of streams) {
      const [newest] = await client.xrevrange(stream, '+', '-', 'COUNT', 1);
      after.set(stream, newest?.[0] ?? '0-0');
    }
  }
  async function read(): Promise<{ touched: number; insight: Quantiles; first: Quantiles; last: Quantiles }> {
    let touched = 0;
    for (
      const begun = Date.now();
      touched < LEADS * count && Date.now() - begun < PATIENCE_MS + 1000 * count;
    ) {
      const reply = await client.xreadBuffer(
        'BLOCK',
        200,
        'STREAMS',
        ...streams,
        ...streams.map((s) => after.get(s)!),
      );
      const at = nowMicros();
      for (const [stream, entries] of reply ?? []) {
        after.set(String(stream), String(entries.at(-1)![0]));
        for (const [, fields] of entries) {
          const insight = fields.findIndex((name, i) => i % 2 === 0 && name.equals(INSIGHT));
          const version = CAUSE.exec(fields[insight + 1]!.toString())?.[1];
          if (!version) continue;
          seen.set(version, [...(seen.get(version) ?? []), at]);
          touched++;
        }
      }
    }
    client.disconnect();
    return { touched, ...figures(hdrs, seen, dues) };
  }
  const ready = start();
  return { ready, done: ready.then(read) };
}

const INSIGHT = Buffer.from('insight');
const CAUSE = /"event":"(market:[^"]+)"/;

function figures(
  hdrs: Record<'insight' | 'first' | 'last', Hdr>,
  seen: Map<string, number[]>,
  dues: number[],
) {
  const version = (id: string) => Number(id.slice(id.lastIndexOf(':') + 1));
  [...seen.keys()]
    .sort((a, b) => version(a) - version(b))
    .forEach((id, n) => {
      const times = seen.get(id)!;
      for (const at of times) record(hdrs.insight, at - dues[n]!);
      record(hdrs.first, times[0]! - dues[n]!);
      record(hdrs.last, times.at(-1)! - dues[n]!);
    });
  return { insight: quantiles(hdrs.insight), first: quantiles(hdrs.first), last: quantiles(hdrs.last) };
}

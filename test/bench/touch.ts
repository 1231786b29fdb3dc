/**
 * `bench touch`: a listing's price moves, which touches a thousand leads: as a price that came into their budget, found
 * by the area, and as a home they all have looked at. Open loop at a low rate; from the scheduled instant of the market
 * event to each lead's insight on its stream, through both flows and Redis, each a process.
 */
import { loadConfig } from '../../infra/config.ts';
import { freePort } from '../../infra/free-port.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { pause } from '../../infra/run.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { startChild } from './child.ts';
import { nowMicros } from './clock.ts';
import { createHdr, decodeHdr, percentileMs, type Quantiles, quantiles, record } from './hdr.ts';
import { pace } from './pace.ts';
import { createRedisProbe } from './redis-probe.ts';
import { dropScratch, scratchDir } from './scratch.ts';
import { createTouchWorld, LEADS, type Move, type Space } from './touch-world.ts';

/** From the scheduled instant of the market event, ms: every insight, and of each event its first and its last. */
interface TouchTimes {
  /** Insights that came, of as many as should: events times leads. */
  touched: number;
  insight: Quantiles;
  first: Quantiles;
  last: Quantiles;
  /** Insights an event of the forecasts that are made anew behind it, as the area tells its market. */
  retold: number;
}

export interface TouchFigures extends TouchTimes {
  /** ms of CPU an event, by process; what it takes when nothing happens is taken off. */
  cpu: Record<string, number>;
  /** Overrun of an idle sleeper beside it, ms. */
  hiccup: { p99: number; max: number };
}

export interface TouchReport {
  leads: number;
  events: number;
  /** Events a second. */
  rate: number;
  budget: TouchFigures;
  viewed: TouchFigures;
}

export interface TouchOptions {
  rate: number;
  /** Of each of the two. */
  seconds: number;
  say(line: string): void;
}

type Meters = Record<string, () => Promise<number>>;

const WARM_UP = 10;
const IDLE_MS = 4000;
const PATIENCE_MS = 20_000;

export async function measureTouch({ rate, seconds, say }: TouchOptions): Promise<TouchReport> {
  const dir = scratchDir();
  const redis = await startRedisServer({ dir, port: await freePort() });
  const connection = connectRedis(redis.url);
  const config = { ...loadConfig({}), redisUrl: redis.url, dataDir: dir, logLevel: 'warn' };
  const start = (module: string) => startChild(module, import.meta.url);
  const parts = { leads: start('./part'), market: start('./part'), hiccup: start('./hiccup') };
  const events = Math.max(1, Math.round(rate * seconds));
  try {
    for (const role of ['leads', 'market'] as const) await parts[role].ask('role', { role, config });
    say(`${LEADS} leads have a conversation, name an area and a budget, and look at a home`);
    const space = { connection, shards: config.shards, marketShards: config.marketShards };
    const world = await createTouchWorld(space, WARM_UP + events);
    const meters = {
      leads: () => parts.leads.ask<number>('cpuMs'),
      market: () => parts.market.ask<number>('cpuMs'),
      redis: createRedisProbe(connection.client, config.shards).cpuMs,
    };
    async function measure(move: Move): Promise<TouchFigures> {
      await touch(space, move, 0, WARM_UP, rate);
      await world.settle();
      const idle = await spent(meters, () => pause(IDLE_MS));
      await parts.hiccup.ask('begin');
      const { cpu, result, ms } = await spent(meters, () => touch(space, move, WARM_UP, events, rate));
      const hiccup = decodeHdr(await parts.hiccup.ask<string>('finish'));
      await world.settle();
      for (const name of Object.keys(cpu))
        cpu[name] = Math.round((10 * (cpu[name]! - (idle.cpu[name]! * ms) / idle.ms)) / events) / 10;
      return { ...result, cpu, hiccup: { p99: percentileMs(hiccup, 99), max: percentileMs(hiccup, 100) } };
    }
    say(`${events} prices come into every budget, ${rate}/s`);
    const budget = await measure(world.moves.budget);
    say(`the price of a home that all looked at moves ${events} times, ${rate}/s`);
    const viewed = await measure(world.moves.viewed);
    return { leads: LEADS, events, rate, budget, viewed };
  } finally {
    await Promise.all(Object.values(parts).map((part) => part.stop()));
    connection.close();
    await redis.stop();
    dropScratch(dir);
  }
}

async function spent<T>(meters: Meters, work: () => Promise<T>) {
  for (const cpuMs of Object.values(meters)) await cpuMs();
  const start = performance.now();
  const result = await work();
  const ms = performance.now() - start;
  const cpu: Record<string, number> = {};
  for (const [name, cpuMs] of Object.entries(meters)) cpu[name] = await cpuMs();
  return { cpu, result, ms };
}

/** Moves prices on schedule and times the insights. */
async function touch(
  space: Space,
  move: Move,
  from: number,
  count: number,
  rate: number,
): Promise<TouchTimes> {
  const dues: number[] = [];
  const insights = await watchInsights(space);
  const read = insights.read(count);
  await pace(rate, count, (n, due) => {
    dues.push(due);
    void move(from + n);
  });
  return timesOf(await read, dues);
}

const INSIGHT = Buffer.from('insight');
const CAUSE = /"event":"((?:market|retold):[^"]+)"/;
const RETOLD = 'retold:';
/** The area tells its market again some seconds after a touch, a slice at a time. */
const RETOLD_MS = 6000;

/** Insights that come from now on, on a connection of its own: when each came, by the market event it is of. */
async function watchInsights({ connection, shards }: { connection: RedisConnection; shards: number }) {
  const client = connection.dedicated();
  const streams = Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard).insights);
  const after = new Map<string, string>();
  for (const stream of streams) {
    const [newest] = await client.xrevrange(stream, '+', '-', 'COUNT', 1);
    after.set(stream, newest?.[0] ?? '0-0');
  }
  return {
    async read(events: number): Promise<Map<string, number[]>> {
      const seen = new Map<string, number[]>();
      let left = events * LEADS;
      for (let quietSince = Date.now(); Date.now() - quietSince < (left > 0 ? PATIENCE_MS : RETOLD_MS); ) {
        const ids = streams.map((stream) => after.get(stream)!);
        const reply = (await client.xreadBuffer('BLOCK', 200, 'STREAMS', ...streams, ...ids)) ?? [];
        const at = nowMicros();
        for (const [stream, entries] of reply) {
          after.set(String(stream), String(entries.at(-1)![0]));
          for (const [, fields] of entries) {
            const cause = causeOf(fields);
            if (cause === undefined) continue;
            seen.set(cause, [...(seen.get(cause) ?? []), at]);
            if (!cause.startsWith(RETOLD)) left--;
            quietSince = Date.now();
          }
        }
      }
      client.disconnect();
      return seen;
    },
  };
}

function causeOf(fields: Buffer[]): string | undefined {
  const place = fields.findIndex((name, i) => i % 2 === 0 && name.equals(INSIGHT));
  return CAUSE.exec(fields[place + 1]!.toString())?.[1];
}

/** A source numbers its news, and it is worked in order: the n-th number is of the n-th event. */
function timesOf(seen: Map<string, number[]>, dues: number[]): TouchTimes {
  const numberOf = (id: string) => Number(id.slice(id.lastIndexOf(':') + 1));
  const hdrs = { insight: createHdr(), first: createHdr(), last: createHdr() };
  const of = (kind: (id: string) => boolean) => [...seen.keys()].filter(kind);
  const count = (ids: string[]) => ids.reduce((sum, id) => sum + seen.get(id)!.length, 0);
  const retold = of((id) => id.startsWith(RETOLD));
  // The few who follow the very home hear of it from the home itself, and are left out here.
  const isOfMany = (id: string) => seen.get(id)!.length > LEADS / 2;
  const causes = of((id) => !id.startsWith(RETOLD) && isOfMany(id)).sort((a, b) => numberOf(a) - numberOf(b));
  if (causes.length > dues.length) throw new Error(`${causes.length} causes of ${dues.length} events`);
  causes.forEach((cause, n) => {
    const times = seen.get(cause)!;
    for (const at of times) record(hdrs.insight, at - dues[n]!);
    record(hdrs.first, times[0]! - dues[n]!);
    record(hdrs.last, times.at(-1)! - dues[n]!);
  });
  return {
    touched: count(causes),
    retold: Math.round(count(retold) / Math.max(1, dues.length)),
    ...{ insight: quantiles(hdrs.insight), first: quantiles(hdrs.first), last: quantiles(hdrs.last) },
  };
}

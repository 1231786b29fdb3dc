/**
 * `bench timers`: 100,000 timers wait in the shards while some come due every second. What writing one costs, what a
 * waiting one holds of Redis, and how late those fire that are due, from the due time to the entry on the log.
 */
import { loadConfig } from '../../infra/config.ts';
import { freePort } from '../../infra/free-port.ts';
import type { ShardLog } from '../../infra/ports.ts';
import { connectRedis, type RedisClient } from '../../infra/redis/connect.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { pause } from '../../infra/run.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { type Child, startChild } from './child.ts';
import { createHdr, type Quantiles, quantiles, record } from './hdr.ts';
import { infoOf, redisCpuMs } from './redis-probe.ts';
import { dropScratch, scratchDir } from './scratch.ts';

export interface TimersReport {
  waiting: number;
  due: number;
  /** Due timers that fired, each once. */
  fired: number;
  /** ms late, of those that were due. */
  late: Quantiles;
  /** ms to write a thousand, in commits of 500. */
  writeMsPerThousand: number;
  /** ms of the processor's and of Redis' CPU a thousand fired. */
  processorCpuPerThousand: number;
  redisCpuPerThousand: number;
  /** Bytes of Redis a waiting timer, and of all of them. */
  bytesPerTimer: number;
  totalBytes: number;
}

const WAITING = 100_000;
/** Due from the start of the measurement on, evenly. */
const DUE = 6000;
const DUE_FROM_MS = 15_000;
const DUE_OVER_MS = 60_000;
const BATCH = 500;
const DAY_MS = 86_400_000;
/** A timer that is later than this counts as lost. */
const PATIENCE_MS = 30_000;

export async function measureTimers(say: (line: string) => void): Promise<TimersReport> {
  const dir = scratchDir();
  const redis = await startRedisServer({ dir, port: await freePort() });
  const connection = connectRedis(redis.url);
  const { shards, ...defaults } = loadConfig({});
  const log = createRedisShardLog(connection, 'leads', shards);
  const processor = startChild('./part', import.meta.url);
  try {
    const memory = () => infoOf(connection.client, 'memory', 'used_memory');
    const empty = await memory();
    say(`writing ${WAITING} timers that are due within a day`);
    const far = Array.from({ length: WAITING }, (_, i) =>
      timer(i, Date.now() + DAY_MS / 4 + (i * DAY_MS) / WAITING / 2),
    );
    const started = performance.now();
    await write(log, far);
    const writeMsPerThousand = (1000 * (performance.now() - started)) / WAITING;
    const totalBytes = (await memory()) - empty;
    const from = Date.now() + DUE_FROM_MS;
    await write(
      log,
      Array.from({ length: DUE }, (_, i) => timer(WAITING + i, from + Math.floor((i * DUE_OVER_MS) / DUE))),
    );
    const config = { ...defaults, shards, redisUrl: redis.url, dataDir: dir, logLevel: 'warn' };
    await processor.ask('role', { role: 'leads', config });
    say(`${DUE} of them come due within ${DUE_OVER_MS / 1000} s`);
    const fired = await firings(connection.client, processor, shards, from);
    const { late, count, processorCpu, redisCpu } = fired;
    return {
      ...{ waiting: WAITING, due: DUE, fired: count, late: quantiles(late), writeMsPerThousand, totalBytes },
      processorCpuPerThousand: (1000 * processorCpu) / DUE,
      redisCpuPerThousand: (1000 * redisCpu) / DUE,
      bytesPerTimer: Math.round(totalBytes / WAITING),
    };
  } finally {
    await processor.stop();
    connection.close();
    await redis.stop();
    dropScratch(dir);
  }
}

const timer = (i: number, due: number) => {
  const id = `main/lead-${i}/nurture`;
  const event = {
    id: `nurture:1`,
    tenant: 'main',
    lead: `lead-${i}`,
    at: due,
    type: 'timer',
    timer: id,
    generation: 1,
  };
  return { id, due, record: JSON.stringify({ due, generation: 1, event }) };
};

/** As the leads flow does: in commits of the shard's owner. */
async function write(log: ShardLog, timers: ReturnType<typeof timer>[]): Promise<void> {
  for (let shard = 0; shard < log.shards; shard++) {
    const lease = await log.acquire('leads', shard, 'bench', 60_000);
    if (!lease) throw new Error(`shard ${shard} is taken`);
    const own = timers.filter((_, i) => i % log.shards === shard);
    for (let i = 0; i < own.length; i += BATCH) {
      const nothing = { marks: [], states: [], appends: [], cancels: [], talk: [], roster: [] };
      const place = { lease, from: lease.cursor, to: lease.cursor, entries: 0 };
      const commit = { ...nothing, ...place, token: `${shard}/${i}`, builtOn: null };
      const { kind } = await log.commit({ ...commit, timers: own.slice(i, i + BATCH) });
      if (kind !== 'ok') throw new Error(`the commit of timers was ${kind}`);
    }
    await log.release(lease, 'bench');
  }
}

async function firings(client: RedisClient, processor: Child, shards: number, from: number) {
  const streams = Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard).events);
  await pause(from - Date.now() - 500);
  const before = await redisCpuMs(client);
  await processor.ask<number>('cpuMs');
  const end = from + DUE_OVER_MS;
  await pause(end - Date.now() + 1000);
  const late = createHdr();
  const seen = new Set<string>();
  for (const start = Date.now(); seen.size < DUE && Date.now() - start < PATIENCE_MS; await pause(500)) {
    for (const stream of streams) {
      for (const [id, [, json]] of await client.xrange(stream, '-', '+')) {
        const { lead, at } = JSON.parse(json!) as { lead: string; at: number };
        if (seen.has(lead)) continue;
        seen.add(lead);
        record(late, 1000 * (Number.parseInt(id, 10) - at));
      }
    }
  }
  const processorCpu = await processor.ask<number>('cpuMs');
  return { late, count: seen.size, processorCpu, redisCpu: (await redisCpuMs(client)) - before };
}

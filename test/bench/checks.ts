/**
 * `bench checks`: 50,000 leads with competition, each with its next competitive check, in a real Redis; the checks of a
 * week come due within minutes, at the moments they have in the week. Whether each fires once, how late, what it costs,
 * and whether load and memory stay flat.
 */

import { loadConfig } from '../../infra/config.ts';
import { freePort } from '../../infra/free-port.ts';
import { connectRedis, type RedisClient } from '../../infra/redis/connect.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { pause } from '../../infra/run.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { makeCheckedLeads, workedChecks, writeCheckedLeads } from './checked-leads.ts';
import { startChild } from './child.ts';
import { createHdr, type Quantiles, quantiles, record } from './hdr.ts';
import { infoOf, redisCpuMs } from './redis-probe.ts';
import { dropScratch, scratchDir } from './scratch.ts';

/** Of one part of the week. */
export interface ChecksStretch {
  /** Checks that fired. */
  fired: number;
  /** ms late, from the due time to the entry on the log. */
  late: Quantiles;
  /** ms of the processor's CPU a thousand checks. */
  processorCpuPerThousand: number;
  redisBytes: number;
}

export interface ChecksReport {
  leads: number;
  /** One real second stands for so many of the week. */
  faster: number;
  fired: number;
  /** Put on the log again by the timers, and dropped there. */
  again: number;
  /** Insights made twice of one check. */
  twice: number;
  lost: number;
  late: Quantiles;
  stretches: ChecksStretch[];
  /** Bytes of Redis a lead: state, check, daily tick. */
  bytesPerLead: number;
  redisCpuPerThousand: number;
}

const LEADS = 50_000;
const WEEK_MS = 7 * 86_400_000;
const OVER_MS = 210_000;
const STRETCHES = 7;
/** Time to write the leads in. */
const DUE_FROM_MS = 60_000;
const PATIENCE_MS = 60_000;

export async function measureChecks(say: (line: string) => void): Promise<ChecksReport> {
  const dir = scratchDir();
  const redis = await startRedisServer({ dir, port: await freePort() });
  const connection = connectRedis(redis.url);
  const { shards, ...defaults } = loadConfig({});
  const log = createRedisShardLog(connection, 'leads', shards);
  const processor = startChild('./part', import.meta.url);
  try {
    const memory = () => infoOf(connection.client, 'memory', 'used_memory');
    const empty = await memory();
    say(`making ${LEADS} leads with competition`);
    const made = await makeCheckedLeads(createLeadsFlow(await loadJudges(), { shards }), LEADS);
    const from = Date.now() + DUE_FROM_MS;
    await writeCheckedLeads(log, made, { from, faster: WEEK_MS / OVER_MS });
    const bytesPerLead = Math.round(((await memory()) - empty) / LEADS);
    if (Date.now() > from) throw new Error('writing the leads took too long: their checks are overdue');
    const config = { ...defaults, shards, redisUrl: redis.url, dataDir: dir, logLevel: 'warn' };
    await processor.ask('role', { role: 'leads', config });
    say(`the checks of their week come due within ${OVER_MS / 1000} s`);
    await pause(from - Date.now());
    const redisBefore = await redisCpuMs(connection.client);
    const look = createLook(connection.client, shards);
    const stretches: ChecksStretch[] = [];
    await processor.ask('cpuMs');
    for (let n = 1; n <= STRETCHES; n++) {
      await pause(from + (n * OVER_MS) / STRETCHES - Date.now());
      const cpu = await processor.ask<number>('cpuMs');
      const { fired, late } = await look();
      const processorCpuPerThousand = (1000 * cpu) / Math.max(1, fired);
      stretches.push({ fired, late: quantiles(late), processorCpuPerThousand, redisBytes: await memory() });
    }
    for (const end = Date.now() + PATIENCE_MS; look.seen.size < LEADS && Date.now() < end; await pause(500))
      await look();
    const { seen } = look;
    return {
      ...{
        leads: LEADS,
        faster: WEEK_MS / OVER_MS,
        fired: look.checks.size,
        again: look.again(),
        twice: (await workedChecks(connection.client, shards)).twice.length,
        lost: LEADS - seen.size,
      },
      ...{ late: quantiles(look.all), stretches, bytesPerLead },
      redisCpuPerThousand: (1000 * ((await redisCpuMs(connection.client)) - redisBefore)) / LEADS,
    };
  } finally {
    await processor.stop();
    connection.close();
    await redis.stop();
    dropScratch(dir);
  }
}

/** Reads on where it stopped: what fired since. */
function createLook(client: RedisClient, shards: number) {
  const cursors = new Array<string>(shards).fill('-');
  /** Leads whose check fired, and every check that did: one fires, another is armed. */
  const seen = new Set<string>();
  const checks = new Set<string>();
  const all = createHdr();
  let again = 0;
  const look = async () => {
    const late = createHdr();
    let fired = 0;
    for (let shard = 0; shard < shards; shard++) {
      for (const [id, [, json]] of await client.xrange(
        shardKeys('leads', shard).events,
        cursors[shard]!,
        '+',
      )) {
        cursors[shard] = `(${id}`;
        const event = JSON.parse(json!) as { type: string; timer?: string; generation: number; at: number };
        if (event.type !== 'timer' || !event.timer?.endsWith('/check')) continue;
        const check = `${event.timer} ${event.generation}`;
        if (checks.has(check)) again++;
        checks.add(check);
        seen.add(event.timer);
        fired++;
        const micros = 1000 * Math.max(0, Number.parseInt(id, 10) - event.at);
        for (const hdr of [late, all]) record(hdr, micros);
      }
    }
    return { fired, late };
  };
  return Object.assign(look, { seen, checks, all, again: () => again });
}

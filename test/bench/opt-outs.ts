/**
 * `bench opt-outs`: a lead opts out in the midst of nurtured traffic. From the entry of its message on the log to the
 * commit in which it is heard, and to those in which every other lead with the number knows: all by Redis' own clock.
 */
import { type Config, loadConfig } from '../../infra/config.ts';
import { freePort } from '../../infra/free-port.ts';
import { connectRedis, type RedisClient } from '../../infra/redis/connect.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { pause } from '../../infra/run.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { startChild } from './child.ts';
import type { LoadReport } from './generator.ts';
import { createHdr, type Hdr, type Quantiles, quantiles, record } from './hdr.ts';
import { nurtureAll } from './nurture-all.ts';
import { pace } from './pace.ts';
import { createRedisProbe } from './redis-probe.ts';
import { dropScratch, scratchDir } from './scratch.ts';
import { TENANT } from './traffic.ts';

export interface OptOutsReport {
  /** Nurtured messages a second beside, and opt-outs a second among them. */
  rate: number;
  optOutRate: number;
  optOuts: number;
  /** Other leads with the number of each. */
  others: number;
  /** ms to the commit that cancels what is queued for the lead itself. */
  heard: Quantiles;
  /** ms to the commit in which another lead with the number is suppressed. */
  spread: Quantiles;
  /** Opt-outs not heard, and other leads that never knew. */
  missing: number;
}

export interface OptOutsOptions {
  /** Messages a second. */
  rate: number;
  seconds: number;
  say(line: string): void;
}

const OPT_OUT_RATE = 20;
const OTHERS = 2;
const LEADS = 2000;
const WARM_UP_SECONDS = 5;
const PATIENCE_MS = 60_000;

export async function measureOptOuts({ rate, seconds, say }: OptOutsOptions): Promise<OptOutsReport> {
  const dir = scratchDir();
  const redis = await startRedisServer({ dir, port: await freePort() });
  const connection = connectRedis(redis.url);
  const config: Config = { ...loadConfig({}), redisUrl: redis.url, dataDir: dir, logLevel: 'warn' };
  const { shards } = config;
  const processors = Array.from({ length: config.processors }, () => startChild('./part', import.meta.url));
  const generator = startChild('./generator', import.meta.url);
  const optOuts = OPT_OUT_RATE * seconds;
  try {
    for (const processor of processors) await processor.ask('role', { role: 'leads', config });
    await generator.ask('connect', { url: redis.url, shards, leads: LEADS, now: true });
    await nurtureAll(connection.client, shards);
    say(`${optOuts * (OTHERS + 1)} leads that share ${optOuts} numbers`);
    const add = adder(connection.client, shards);
    for (let n = 0; n < optOuts; n++)
      await Promise.all(Array.from({ length: OTHERS + 1 }, (_, i) => add(profile(n, i))));
    await createRedisProbe(connection.client, shards).settle();
    await generator.ask('load', { segment: 1, rate, seconds: WARM_UP_SECONDS });
    say(`${OPT_OUT_RATE} opt out a second among ${rate} messages a second`);
    const load = generator.ask<LoadReport>('load', { segment: 2, rate, seconds });
    const said: Promise<string>[] = [];
    await pace(OPT_OUT_RATE, optOuts, (n) => said.push(add(optOut(n))));
    const began = (await Promise.all(said)).map(millis);
    await load;
    const figures = await arrivals(connection.client, shards, began);
    return { rate, optOutRate: OPT_OUT_RATE, optOuts, others: OTHERS, ...figures };
  } finally {
    await Promise.all([generator, ...processors].map((child) => child.stop()));
    connection.close();
    await redis.stop();
    dropScratch(dir);
  }
}

const leadOf = (n: number, i: number): string => `shared-${n}-${i}`;
const millis = (entry: string): number => Number.parseInt(entry, 10);

function profile(n: number, i: number) {
  const consent = { sms: { given: true, text: 'I agree to texts', source: 'web form' } };
  const phone = `+1617${String(2_000_000 + n)}`;
  return { id: `p${n}`, lead: leadOf(n, i), type: 'profile', phone, timezone: 'America/New_York', consent };
}

const optOut = (n: number) => ({
  ...{ id: `stop-${n}`, lead: leadOf(n, 0), type: 'message', from: 'lead', channel: 'sms' },
  text: 'Please stop texting me',
});

/** Resolves with the id of the entry. */
const adder =
  (client: RedisClient, shards: number) =>
  async (event: { lead: string }): Promise<string> => {
    const { events } = shardKeys('leads', shardOf(leadKey(TENANT, event.lead), shards));
    const body = JSON.stringify({ tenant: TENANT, at: Date.now(), ...event });
    return (await client.xadd(events, '*', 'event', body))!;
  };

/** Insights are entries of the commit that makes them: their ids say when it was. */
async function arrivals(client: RedisClient, shards: number, began: readonly number[]) {
  const heard = createHdr();
  const spread = createHdr();
  const seen = new Set<string>();
  const expected = began.length * (OTHERS + 1);
  const after = Array.from({ length: shards }, () => `${Math.min(...began)}`);
  for (const start = Date.now(); seen.size < expected && Date.now() - start < PATIENCE_MS; await pause(200)) {
    for (let shard = 0; shard < shards; shard++) {
      const entries = await client.xrange(shardKeys('leads', shard).insights, after[shard]!, '+');
      for (const [id, fields] of entries) {
        after[shard] = `(${id}`;
        note(JSON.parse(fields[fields.indexOf('insight') + 1]!), millis(id));
      }
    }
  }
  function note({ lead, event }: { lead: string; event: string }, at: number): void {
    const [, n, i] = /^shared-(\d+)-(\d+)$/.exec(lead) ?? [];
    const own = event === `stop-${n}`;
    if (n === undefined || seen.has(lead) || !(own || event.startsWith('suppression:'))) return;
    seen.add(lead);
    const into: Hdr = i === '0' ? heard : spread;
    record(into, 1000 * (at - began[Number(n)]!));
  }
  return { heard: quantiles(heard), spread: quantiles(spread), missing: expected - seen.size };
}

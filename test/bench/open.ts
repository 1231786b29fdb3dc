/**
 * `bench open`: from a subscription's scheduled instant to the answer with the lead's snapshot, among 10,000 leads that
 * the real processor knows, at a gateway as it runs. Open loop: an open that waits is counted from when it was due.
 */

import { freePort } from '../../infra/free-port.ts';
import { connectRedis, type RedisClient } from '../../infra/redis/connect.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { pause } from '../../infra/run.ts';
import { createRandom } from '../../pipelines/corpus-traffic.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { startChild } from './child.ts';
import { decodeHdr, percentileMs, type Quantiles, quantiles } from './hdr.ts';
import type { OpenedReport } from './opener.ts';
import { dropScratch, scratchDir } from './scratch.ts';
import { benchConfig, clientOptions } from './stack.ts';
import { createTexts } from './texts.ts';
import { TENANT } from './traffic.ts';

export interface OpenReport {
  leads: number;
  /** Opens a second. */
  rate: number;
  sent: number;
  answered: number;
  /** ms. */
  open: Quantiles;
  /** Ping to pong at the same gateway in the same seconds: what the machine and the socket cost alone. */
  floor: Quantiles;
  /** The same to the sending: how late the generator itself was. */
  late: Quantiles;
  /** Overrun of an idle sleeper beside it, ms. */
  hiccup: { p99: number; max: number };
  /** Of the answers that were read, the shares that named the owner, said what is warm, and found it in memory. */
  told: { owner: number; warm: number; held: number };
  /** Not everything was answered, or the generator itself was late. */
  saturated: boolean;
  /** Share of one core. */
  cpu: Record<'gateway' | 'processor' | 'opener', number>;
}

export interface OpenOptions {
  /** Opens a second. */
  rate: number;
  seconds: number;
  /** How many leads there are. */
  leads?: number;
  say(line: string): void;
}

const LEADS = 10_000;
const SOCKETS = 50;
const WARM_UP_SECONDS = 5;
const PATIENCE_MS = 3000;
const LATE_MS = 10;
const CHUNK = 1000;
/** For a chunk of leads, the processor's start included. */
const WORK_MS = 60_000;

export async function measureOpen({ rate, seconds, leads = LEADS, say }: OpenOptions): Promise<OpenReport> {
  const dir = scratchDir();
  const redis = await startRedisServer({ dir, port: await freePort() });
  const config = await benchConfig(dir, redis.url);
  const [processor, gateway, opener, hiccup] = ['./part', './part', './opener', './hiccup'].map((module) =>
    startChild(module, import.meta.url),
  ) as [Child, Child, Child, Child];
  const connection = connectRedis(redis.url);
  try {
    await processor.ask('role', { role: 'leads', config });
    const names = Array.from({ length: leads }, (_, n) => `lead-${n}`);
    say(`${leads} leads say something`);
    await speak(connection.client, names, config.shards);
    await gateway.ask('role', { role: 'gateway', config });
    const client = await clientOptions(config);
    await ready(config.port, client.token);
    await opener.ask('connect', { ...client, sockets: SOCKETS });
    const load = { leads: shuffled(names), rate, patienceMs: PATIENCE_MS };
    say(`Warming up at ${rate} opens/s`);
    await opener.ask('open', { ...load, seconds: Math.min(WARM_UP_SECONDS, seconds) });
    await Promise.all([processor.ask('cpuMs'), gateway.ask('cpuMs'), hiccup.ask('begin')]);
    const start = performance.now();
    const opened = await opener.ask<OpenedReport>('open', { ...load, seconds });
    const elapsed = performance.now() - start;
    const overruns = decodeHdr(await hiccup.ask<string>('finish'));
    const cpu = {
      gateway: (await gateway.ask<number>('cpuMs')) / elapsed,
      processor: (await processor.ask<number>('cpuMs')) / elapsed,
      opener: opened.cpuMs / elapsed,
    };
    return { leads, rate, cpu, ...openReport(opened, overruns) };
  } finally {
    for (const part of [opener, hiccup, gateway, processor]) await part.stop();
    connection.close();
    await redis.stop();
    dropScratch(dir);
  }
}

type Child = ReturnType<typeof startChild>;

function openReport(
  { sent, answered, open, floor, late, sampled }: OpenedReport,
  overruns: ReturnType<typeof decodeHdr>,
) {
  const { read, owner, warm, held } = sampled;
  return {
    ...{ sent, answered, open: quantiles(decodeHdr(open)), late: quantiles(decodeHdr(late)) },
    floor: quantiles(decodeHdr(floor)),
    hiccup: { p99: percentileMs(overruns, 99), max: percentileMs(overruns, 100) },
    told: { owner: owner / read, warm: warm / read, held: held / read },
    saturated: answered < sent || percentileMs(decodeHdr(late), 99) > LATE_MS,
  };
}

/** A message of each lead; resolves when the processor has worked all of them. */
async function speak(client: RedisClient, names: string[], shards: number): Promise<void> {
  const text = createTexts(5);
  const keysOf = (lead: string) => shardKeys('leads', shardOf(leadKey(TENANT, lead), shards));
  for (let i = 0; i < names.length; i += CHUNK) {
    const chunk = names.slice(i, i + CHUNK);
    await Promise.all(
      chunk.map((lead) => {
        const common = { id: `open-${lead}`, tenant: TENANT, lead, at: Date.now() };
        const event = { ...common, type: 'message', from: 'lead', channel: 'sms', text: text() };
        return client.xadd(keysOf(lead).events, '*', 'event', JSON.stringify(event));
      }),
    );
    const states = chunk.map((lead) => keysOf(lead).state + leadKey(TENANT, lead));
    const known = () => Promise.all(states.map((state) => client.exists(state)));
    for (const start = performance.now(); (await known()).includes(0); await pause(50))
      if (performance.now() - start > WORK_MS) throw new Error('the processor does not catch up');
  }
}

/** Resolves when the gateway takes requests. */
async function ready(port: number, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  for (const start = performance.now(); performance.now() - start < 20_000; ) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { headers }).catch(() => null);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error('the gateway does not get ready');
}

/** In an order that a seed fixes. */
function shuffled(names: string[]): string[] {
  const random = createRandom(7);
  const order = names.map((name) => [random(), name] as const);
  return order.sort(([a], [b]) => a - b).map(([, name]) => name);
}

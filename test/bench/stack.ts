/** A whole Doorstep for one measurement: Redis, processor, gateway, load generator and client, each a process. */
import { type Config, loadConfig } from '../../infra/config.ts';
import { freePort } from '../../infra/free-port.ts';
import { createTokens } from '../../infra/gateway/auth.ts';
import { connectRedis, type RedisClient } from '../../infra/redis/connect.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { pause } from '../../infra/run.ts';
import { type Child, startChild } from './child.ts';
import type { Reception } from './client.ts';
import type { LoadReport } from './generator.ts';
import { decodeHdr, type Hdr, mergeHdrs } from './hdr.ts';
import { nurtureAll } from './nurture-all.ts';
import { createRedisProbe, type RedisProbe } from './redis-probe.ts';
import { dropScratch, scratchDir } from './scratch.ts';
import type { Sizes } from './sizes.ts';
import { finishWatched, mergeWatched, ON_A_LEAD, POOL, WATCHERS, type Watched, watch } from './watchers.ts';

export type Kind = 'full' | 'floor';

/**
 * Code is compiled as it is used: at 500 events/s a processor's share of a core fell from .55 to .42 within the first
 * minute. A run as short as a test's measures nothing, and need not wait.
 */
export const warmUpSeconds = (seconds: number): number => (seconds < 10 ? seconds : 60);

/** One stretch of load at one rate. Histograms in µs, from the scheduled instant. */
export interface Segment {
  rate: number;
  sent: number;
  received: number;
  e2e: Hdr;
  stages: Map<string, Hdr>;
  hiccup: Hdr;
  /** Share of one core that each process used. */
  cpu: Record<string, number>;
  /** What sockets on single leads heard. */
  watched?: Watched;
  /** Not everything arrived within {@link PATIENCE_MS}, or the generator itself was late. */
  saturated: boolean;
}

/** MiB by process. */
export type Memory = Record<string, number>;

export interface Stack {
  kind: Kind;
  /** Where another client may listen. */
  socket: { url: string; token: string };
  /** Of the stretch that {@link Stack.run} begins next. */
  nextSegment(): number;
  run(rate: number, seconds: number): Promise<Segment>;
  /** Waits until everything is worked, and drops what was. */
  settle(): Promise<void>;
  unread(): Promise<number>;
  /** Resident, MiB, by process. */
  memory(): Promise<Memory>;
  /** What is in use after a collection, MiB, by process. */
  alive(): Promise<Memory>;
  /** Of its Redis. */
  client: RedisClient;
  stop(): Promise<void>;
}

export interface StackOptions {
  kind: Kind;
  /** Of what the floor writes. */
  sizes?: Sizes;
  /** Events of now, and leads nurtured without asking anybody. */
  nurture?: boolean;
  /** Every event raises an alert, and the client hears of alerts, not of insights. */
  alerts?: boolean;
  /** So many sockets besides, {@link ON_A_LEAD} on a lead; leads are then {@link POOL}. */
  sockets?: number;
  /** Settings that differ from the defaults. */
  settings?: Partial<Config>;
  /** Node options of parts, e.g. for profiles. */
  execArgv?: { processor: string[]; gateway: string[] };
}

/** In the order of stopping: readers before what they read from. */
interface Parts {
  generator: Child;
  hiccup: Child;
  client: Child;
  /** Of sockets on single leads, where there are any. */
  readers: Child[];
  gateway: Child;
  /** As many as `doorstep start` runs. */
  processors: Child[];
}

const PATIENCE_MS = 1500;
const LEADS = 2000;
/** Parsed frames a second, for stages. */
const PARSED = 200;
const LATE_MS = 10;

export async function startStack(options: StackOptions): Promise<Stack> {
  const { kind, sizes, nurture = false, alerts = false, sockets = 0, settings, execArgv } = options;
  const dir = scratchDir();
  const redis = await startRedisServer({ dir, port: await freePort() });
  const config = { ...(await benchConfig(dir, redis.url)), ...settings };
  const start = (module: string, options: string[] = []) => startChild(module, import.meta.url, options);
  const parts: Parts = {
    generator: start('./generator'),
    hiccup: start('./hiccup'),
    client: start('./client'),
    readers: sockets > 0 ? [start('./readers')] : [],
    gateway: start('./part', execArgv?.gateway),
    processors: Array.from({ length: config.processors }, () => start('./part', execArgv?.processor)),
  };
  const connection = connectRedis(redis.url);
  const probe = createRedisProbe(connection.client, config.shards);
  const socket = await clientOptions(config);
  await Promise.all([
    ...parts.processors.map((processor) =>
      kind === 'floor'
        ? processor.ask('floor', { sizes, config })
        : processor.ask('role', { role: 'leads', config }),
    ),
    parts.gateway.ask('role', { role: 'gateway', config }),
    parts.generator.ask('connect', {
      ...{ url: redis.url, shards: config.shards, leads: LEADS, now: nurture || alerts, alerts },
      ...(sockets > 0 && { pool: { size: POOL, watched: sockets / ON_A_LEAD } }),
    }),
    parts.client.ask('connect', {
      ...socket,
      ...(alerts
        ? { topic: { kind: 'alerts' }, idIn: 'lead' }
        : { topic: { kind: 'tenant' }, idIn: 'event' }),
    }),
  ]);
  for (const reader of parts.readers) await watch(reader, { config, sockets });
  if (nurture && kind === 'full') await nurtureAll(connection.client, config.shards);
  let segment = 0;
  return {
    ...{ kind, socket },
    nextSegment: () => segment + 1,
    run: (rate, seconds) => runSegment(parts, probe, { segment: ++segment, rate, seconds }),
    settle: () => probe.settle(),
    ...{ unread: probe.unread, client: connection.client },
    memory: () => memoryOf(parts, 'residentMiB'),
    alive: () => memoryOf(parts, 'aliveMiB'),
    async stop() {
      for (const part of Object.values(parts).flat()) await part.stop();
      connection.close();
      await redis.stop();
      dropScratch(dir);
    },
  };
}

async function memoryOf({ gateway, processors }: Parts, what: 'residentMiB' | 'aliveMiB'): Promise<Memory> {
  const named = [
    ['gateway', gateway] as const,
    ...processors.map((one, i) => [`processor ${i + 1}`, one] as const),
  ];
  const told = named.map(async ([name, part]) => [name, await part.ask<number>(what)] as const);
  return Object.fromEntries(await Promise.all(told));
}

/** As anybody runs it, but for where it is. */
export async function benchConfig(dataDir: string, redisUrl: string): Promise<Config> {
  const defaults = loadConfig({});
  const jwtSecret = 'a secret of the bench, not of anything else';
  return { ...defaults, redisUrl, dataDir, jwtSecret, port: await freePort(), logLevel: 'warn' };
}

/** Where a bench's sockets go, and what opens the door. */
export async function clientOptions({ port, jwtSecret }: Config): Promise<{ url: string; token: string }> {
  const grant = { tenant: 'main', scopes: ['leads:read'], subject: 'bench', ttlSeconds: 3600 } as const;
  return { url: `ws://127.0.0.1:${port}/v1/stream`, token: createTokens(jwtSecret).issue(grant) };
}

/** Resolves when the gateway takes requests. */
export async function gatewayReady(port: number, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  for (const start = performance.now(); performance.now() - start < 20_000; ) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { headers }).catch(() => null);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error('the gateway does not get ready');
}

async function runSegment(
  parts: Parts,
  redis: RedisProbe,
  load: { segment: number; rate: number; seconds: number },
): Promise<Segment> {
  const { generator, processors, gateway, client, readers, hiccup } = parts;
  const servers = {
    processors: async () => {
      const each = await Promise.all(processors.map((processor) => processor.ask<number>('cpuMs')));
      return each.reduce((a, b) => a + b, 0);
    },
    gateway: () => gateway.ask<number>('cpuMs'),
    redis: redis.cpuMs,
  };
  const every = Math.max(1, Math.round(load.rate / PARSED));
  await client.ask('begin', { segment: load.segment, every });
  for (const reader of readers) await reader.ask('begin', { group: WATCHERS, segment: load.segment });
  for (const cpuMs of Object.values(servers)) await cpuMs();
  await hiccup.ask('begin');
  const start = performance.now();
  const sent = await generator.ask<LoadReport>('load', load);
  const got = await client.ask<Reception>('finish', { expected: sent.sent, withinMs: PATIENCE_MS });
  const [watched] = await Promise.all(readers.map((reader) => finishWatched(reader, sent.watched)));
  const elapsed = performance.now() - start;
  const overruns = decodeHdr(await hiccup.ask<string>('finish'));
  const cpu: Record<string, number> = { generator: sent.cpuMs / elapsed, client: got.cpuMs / elapsed };
  for (const [name, cpuMs] of Object.entries(servers)) cpu[name] = (await cpuMs()) / elapsed;
  const late = decodeHdr(sent.late);
  if (watched) cpu.readers = watched.cpuMs / elapsed;
  return {
    ...{ rate: load.rate, sent: sent.sent, received: got.received, e2e: decodeHdr(got.e2e) },
    stages: stagesOf(got, late),
    ...{ hiccup: overruns, cpu, ...(watched && { watched }) },
    saturated:
      got.received < sent.sent ||
      late.getValueAtPercentile(99) > LATE_MS * 1000 ||
      (watched !== undefined && watched.received < watched.expected),
  };
}

function stagesOf({ stages }: Reception, late: Hdr): Map<string, Hdr> {
  const decoded = Object.entries(stages).map(([name, text]) => [name, decodeHdr(text)] as const);
  return new Map([['generator late', late], ...decoded]);
}

/** Several segments as one. */
export function mergeSegments(segments: Segment[]): Segment {
  const [first] = segments as [Segment];
  const sum = (of: (segment: Segment) => number) =>
    segments.reduce((total, segment) => total + of(segment), 0);
  const names = [...new Set(segments.flatMap(({ stages }) => [...stages.keys()]))];
  const stage = (name: string) => segments.flatMap(({ stages }) => stages.get(name) ?? []);
  const watched = segments.flatMap((segment) => segment.watched ?? []);
  return {
    ...(watched.length > 0 && { watched: mergeWatched(watched) }),
    rate: first.rate,
    sent: sum(({ sent }) => sent),
    received: sum(({ received }) => received),
    e2e: mergeHdrs(segments.map(({ e2e }) => e2e)),
    stages: new Map(names.map((name) => [name, mergeHdrs(stage(name))])),
    hiccup: mergeHdrs(segments.map(({ hiccup }) => hiccup)),
    cpu: Object.fromEntries(
      Object.keys(first.cpu).map((name) => [name, sum(({ cpu }) => cpu[name]!) / segments.length]),
    ),
    saturated: segments.some(({ saturated }) => saturated),
  };
}

/**
 * `bench fanout`: the same insights at the same schedule to as many sockets through the gateway as it runs, and through
 * what does nothing but fan out: bare uWebSockets.js, ws and socket.io. In turns within one run, each with a Redis and
 * sockets of its own; CPU is that of the server's process alone.
 */
import { pause } from '../../infra/run.ts';
import { type Child, startChild } from './child.ts';
import { type Contender, type FanServer, startContender } from './contenders.ts';
import { PEERS, type Peer } from './fan-server.ts';
import type { Feed, FeedReport } from './feeder.ts';
import { median } from './growth.ts';
import { decodeHdr, type Hdr, mergeHdrs, percentileMs, type Quantiles, quantiles } from './hdr.ts';
import type { ReadReport } from './readers.ts';

export interface FanoutReport {
  sockets: number;
  perTopic: number;
  /** Insights a second, and what they come to. */
  rate: number;
  deliveriesPerSecond: number;
  /** Of an insight. */
  bytes: number;
  servers: Record<FanServer, FanFigures>;
  /** CPU per delivery of the gateway against each peer's: the median of the rounds. */
  ratio: Record<Peer, number>;
  /** The process that reads: share of a core where it was busiest, and how late its event loop was, ms. */
  reader: { cpu: number; loopP99: number; bottleneck: boolean };
  /** Overrun of an idle sleeper beside it, ms. */
  hiccup: { p99: number; max: number };
  /** Not everything arrived, the feeder was late, or the reader was the bottleneck. */
  saturated: boolean;
}

export interface FanFigures {
  /** µs of server CPU a delivery: the median of the rounds, and each. */
  cpuMicros: number;
  rounds: number[];
  /** Share of one core with every socket open and nothing to tell; in the above. */
  idle: number;
  /** From the scheduled instant to the frame, ms. */
  latency: Quantiles;
  received: number;
  expected: number;
}

export interface FanoutOptions {
  /** Insights a second. */
  rate: number;
  /** Measured time of each server. */
  seconds: number;
  sockets: number;
  perTopic: number;
  say(line: string): void;
}

/** A contender and what was measured of it. */
interface Measured {
  contender: Contender;
  idle: number;
  rounds: Round[];
}

interface Round {
  cpuMs: number;
  expected: number;
  lateMs: number;
  elapsed: number;
  read: ReadReport;
}

/** What an insight has at most, typically. */
const BYTES = 1500;
const ROUND_SECONDS = 3;
/**
 * A server's code is compiled as it is used: measured after three seconds, a delivery took a third more than after ten,
 * and after ten a twentieth of the CPU was still the compiler's. At three times the rate ten seconds do what thirty do.
 */
const WARM_UP = { seconds: 10, times: 3 };
const IDLE_MS = 2000;
const PATIENCE_MS = 3000;
const LATE_MS = 10;
/** Of a core, for the reader. */
const BUSY = 0.7;

export async function measureFanout(options: FanoutOptions): Promise<FanoutReport> {
  const { rate, seconds, sockets, perTopic, say } = options;
  const agents = Array.from({ length: Math.max(1, Math.round(sockets / perTopic)) }, (_, i) => `agent-${i}`);
  const topics = Array.from({ length: sockets }, (_, i) => agents[i % agents.length]!);
  const [readers, feeder, hiccup] = ['./readers', './feeder', './hiccup'].map((module) =>
    startChild(module, import.meta.url),
  ) as [Child, Child, Child];
  const all: Measured[] = [];
  let segment = 0;
  const play = ({ contender }: Measured, load: { rate: number; seconds: number }) =>
    playRound(contender, { readers, feeder }, sockets / agents.length, {
      ...{ ...load, agents, bytes: BYTES, segment: ++segment },
    });
  try {
    for (const name of ['gateway', ...PEERS] as const) {
      say(`${name}: ${sockets} sockets open`);
      all.push({ contender: await startContender(name, readers, topics), idle: 0, rounds: [] });
    }
    const warmUp = { rate: rate * WARM_UP.times, seconds: Math.min(WARM_UP.seconds, seconds) };
    for (const one of all) await play(one, warmUp);
    for (const one of all) one.idle = await idleShare(one.contender.server);
    await hiccup.ask('begin');
    const rounds = oddAt(seconds / ROUND_SECONDS);
    for (let n = 0; n < rounds; n++) {
      // Forth and back, so that what grows in the machine meanwhile is no one's alone.
      for (const one of n % 2 ? [...all].reverse() : all) {
        const round = await play(one, { rate, seconds: seconds / rounds });
        one.rounds.push(round);
        const micros = microsOf(round).toFixed(1);
        say(`round ${n + 1} of ${rounds}  ${one.contender.name.padEnd(10)} ${micros} µs a delivery`);
      }
    }
    return fanoutReport(options, all, decodeHdr(await hiccup.ask<string>('finish')));
  } finally {
    for (const part of [readers, feeder, hiccup]) await part.stop();
    for (const { contender } of all) await contender.stop();
  }
}

async function idleShare(server: Child): Promise<number> {
  await server.ask('cpuMs');
  await pause(IDLE_MS);
  return (await server.ask<number>('cpuMs')) / IDLE_MS;
}

async function playRound(
  { name, server, redisUrl: url, shards }: Contender,
  { readers, feeder }: { readers: Child; feeder: Child },
  socketsEach: number,
  load: Omit<Feed, 'url' | 'shards'>,
): Promise<Round> {
  await readers.ask('begin', { group: name, segment: load.segment });
  await server.ask('cpuMs');
  const start = performance.now();
  const fed = await feeder.ask<FeedReport>('feed', { ...load, url, shards });
  const expected = Math.round(fed.sent * socketsEach);
  const read = await readers.ask<ReadReport>('finish', { expected, withinMs: PATIENCE_MS });
  const cpuMs = await server.ask<number>('cpuMs');
  const elapsed = performance.now() - start;
  const lateMs = percentileMs(decodeHdr(fed.late), 99);
  return { cpuMs, expected, lateMs, elapsed, read };
}

const microsOf = ({ cpuMs, read }: Round): number => (1000 * cpuMs) / Math.max(1, read.received);

function fanoutReport(
  { rate, sockets, perTopic }: FanoutOptions,
  all: Measured[],
  overruns: Hdr,
): FanoutReport {
  const rounds = all.flatMap((one) => one.rounds);
  const [gateway] = all as [Measured];
  const peers = all.slice(1).map(({ contender, rounds }) => {
    const ratios = rounds.map((round, i) => microsOf(gateway.rounds[i]!) / microsOf(round));
    return [contender.name, round3(median(ratios))] as const;
  });
  const cpu = Math.max(...rounds.map(({ read, elapsed }) => read.cpuMs / elapsed));
  const bottleneck = cpu > BUSY;
  return {
    ...{ sockets, perTopic, rate, deliveriesPerSecond: rate * perTopic, bytes: BYTES },
    servers: Object.fromEntries(
      all.map((one) => [one.contender.name, figuresOf(one)]),
    ) as FanoutReport['servers'],
    ratio: Object.fromEntries(peers) as FanoutReport['ratio'],
    reader: { cpu, loopP99: Math.max(...rounds.map(({ read }) => read.loopDelay.p99)), bottleneck },
    hiccup: { p99: percentileMs(overruns, 99), max: percentileMs(overruns, 100) },
    saturated:
      bottleneck || rounds.some(({ read, expected, lateMs }) => read.received < expected || lateMs > LATE_MS),
  };
}

function figuresOf({ idle, rounds }: Measured): FanFigures {
  const micros = rounds.map((round) => round3(microsOf(round)));
  const sum = (of: (round: Round) => number) => rounds.reduce((total, round) => total + of(round), 0);
  return {
    ...{ cpuMicros: median(micros), rounds: micros, idle: round3(idle) },
    latency: quantiles(mergeHdrs(rounds.map(({ read }) => decodeHdr(read.e2e)))),
    ...{ received: sum(({ read }) => read.received), expected: sum(({ expected }) => expected) },
  };
}

const round3 = (value: number): number => Math.round(1000 * value) / 1000;
/** An odd number has a round in the middle. */
const oddAt = (rounds: number): number => 2 * Math.max(1, Math.round(rounds / 2)) + 1;

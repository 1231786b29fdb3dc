/** Redis killed under load, once or more, with or without the tail of its append-only file. */
import { pause } from '../../infra/run.ts';
import { aofPosition, cutAofTo } from './aof.ts';
import { judge, type Outcome } from './outcome.ts';
import { type Acknowledged, startProducer } from './producer.ts';
import { statesThatDiffer } from './states-agree.ts';
import { unread } from './streams.ts';
import { eventually, startWorld, type World } from './world.ts';

export interface CrashOptions {
  durability: 'everysec' | 'always';
  crashes: number;
  /** Each crash also takes what was written in the last second before it, as a power cut may. */
  loseLastSecond: boolean;
  /** Events a second. */
  rate: number;
  leads: number;
  say(line: string): void;
}

export interface CrashReport {
  outcome: Outcome;
  /** Leads whose deltas do not add up to their state. */
  differ: string[];
  /** Of the acknowledged events that are gone: how long before its crash the oldest was acknowledged, ms. */
  reachedBackMs: number;
}

const RUN_MS = 1500;
const DOWN_MS = 300;
const SAMPLE_MS = 50;

export async function crashRedis({
  durability,
  crashes,
  loseLastSecond,
  rate,
  leads,
  say,
}: CrashOptions): Promise<CrashReport> {
  const world = await startWorld({ processors: 2, durability });
  const { redisUrl, shards } = world.config;
  const producer = startProducer({ url: redisUrl, shards, rate, leads });
  const crashedAt: number[] = [];
  try {
    for (let n = 1; n <= crashes; n++) {
      const secondAgo = watchAof(world.redisDir);
      await pause(RUN_MS + Math.random() * 500);
      const position = await secondAgo();
      crashedAt.push(Date.now());
      await world.crashRedis(async () => {
        if (loseLastSecond) await cutAofTo(world.redisDir, position);
        await pause(DOWN_MS);
      });
      say(`Redis was killed and is back, ${n} of ${crashes}`);
    }
    await pause(RUN_MS);
    await producer.stop();
    return await report(world, producer.acknowledged, crashedAt);
  } finally {
    await producer.stop();
    await world.stop();
  }
}

/** Follows the file's length; call what is returned for the position of a second ago. */
function watchAof(redisDir: string) {
  const samples: { at: number; file: string; bytes: number }[] = [];
  const stopping = new AbortController();
  const watching = (async () => {
    for (; !stopping.signal.aborted; await pause(SAMPLE_MS, stopping.signal)) {
      samples.push({ at: performance.now(), ...(await aofPosition(redisDir)) });
    }
  })();
  return async () => {
    stopping.abort();
    await watching;
    const now = performance.now();
    return samples.findLast(({ at }) => at <= now - 1000) ?? samples[0]!;
  };
}

async function report(world: World, acknowledged: Acknowledged[], crashedAt: number[]): Promise<CrashReport> {
  const outcome = await judge(world, acknowledged);
  const before = ({ at }: Acknowledged) => (crashedAt.find((crash) => crash >= at - DOWN_MS) ?? at) - at;
  return {
    outcome,
    differ: await statesThatDiffer(world.client, outcome.departures),
    reachedBackMs: Math.max(0, ...outcome.vanished.map(before)),
  };
}

/**
 * Everything is worked and all is quiet; then the commits of the last burst are lost, but not its events. They must
 * be worked again although nothing new arrives.
 */
export async function loseLastCommits(): Promise<CrashReport> {
  const world = await startWorld({ processors: 2 });
  const { redisUrl, shards } = world.config;
  const signal = (name: NodeJS.Signals) => {
    for (const processor of world.processors) processor.signal(name);
  };
  const producer = startProducer({ url: redisUrl, shards, rate: 500, leads: 100 });
  try {
    await pause(1000);
    signal('SIGSTOP');
    await pause(BURST_MS);
    await producer.stop();
    const before = await aofPosition(world.redisDir);
    signal('SIGCONT');
    await eventually('everything is worked', async () => (await unread(world.client, shards)) === 0);
    const crashedAt = Date.now();
    await world.crashRedis(async () => {
      const { bytes } = await aofPosition(world.redisDir);
      if (bytes <= before.bytes) throw new Error('there were no commits to lose');
      await cutAofTo(world.redisDir, before);
    });
    return await report(world, producer.acknowledged, [crashedAt]);
  } finally {
    signal('SIGCONT');
    await producer.stop();
    await world.stop();
  }
}

/** Shorter than a lease. */
const BURST_MS = 400;

/** Two processors under load, one killed at random again and again: nothing lost, nothing twice, taken over soon. */
import { pause } from '../../infra/run.ts';
import { createRandom } from '../../pipelines/corpus-traffic.ts';
import { createHdr, percentileMs, record } from '../bench/hdr.ts';
import { judge, type Outcome } from './outcome.ts';
import { startProducer } from './producer.ts';
import { eventually, everyoneHolds, startWorld, type World } from './world.ts';

export interface KillOptions {
  kills: number;
  /** Events a second. */
  rate: number;
  leads: number;
  /** On a Redis Cluster of three nodes. */
  cluster?: boolean;
  say(line: string): void;
}

/** One kill: whose shards were orphaned, and when another had each. Epoch ms. */
interface Kill {
  at: number;
  orphans: Map<number, number>;
}

export interface KillReport {
  outcome: Outcome;
  /** From the kill to the first commit of each orphaned shard by another, ms. */
  takeover: { p50: number; p99: number; max: number; shards: number };
  /** From stream to commit on the survivor's own shards during takeovers, and at all other times, ms. */
  others: { during: { p50: number; p99: number }; before: { p50: number; p99: number } };
}

const SETTLED_MS = 700;

export async function killProcessors({
  kills,
  rate,
  leads,
  cluster = false,
  say,
}: KillOptions): Promise<KillReport> {
  const world = await startWorld({ processors: 2, cluster });
  const { redisUrl, shards } = world.config;
  const producer = startProducer({ url: redisUrl, shards, rate, leads });
  const random = createRandom(7);
  const done: Kill[] = [];
  try {
    for (let n = 1; n <= kills; n++) {
      await pause(SETTLED_MS + random() * 1000);
      const kill = await killOne(world, random);
      done.push(kill);
      say(`kill ${n} of ${kills}: ${kill.orphans.size} shards held by another after ${lastOf(kill)} ms`);
      await world.addProcessor();
      await everyoneHolds(world);
    }
    await producer.stop();
    const outcome = await judge(world, producer.acknowledged);
    return { outcome, takeover: takeoverOf(outcome, done), others: othersOf(outcome, done) };
  } finally {
    await producer.stop();
    await world.stop();
  }
}

async function killOne(world: World, random: () => number): Promise<Kill> {
  const victim = world.processors[Math.floor(random() * world.processors.length)]!;
  const held = (await world.shardsByPid()).get(victim.pid) ?? [];
  const at = Date.now();
  await world.killProcessor(victim);
  const orphans = new Map<number, number>();
  await eventually('all shards have another owner', async () => {
    const now = await world.shardsByPid();
    for (const [pid, shards] of now) {
      if (pid === 0 || pid === victim.pid) continue;
      for (const shard of shards)
        if (held.includes(shard) && !orphans.has(shard)) orphans.set(shard, Date.now());
    }
    return orphans.size === held.length;
  });
  return { at, orphans };
}

const lastOf = ({ at, orphans }: Kill): number => Math.max(...orphans.values()) - at;

/** What is committed before the lease changed hands is the dead one's last work, on its way when it was killed. */
function takeoverOf({ departures }: Outcome, kills: Kill[]): KillReport['takeover'] {
  const hdr = createHdr();
  for (const { at, orphans } of kills) {
    for (const [shard, takenAt] of orphans) {
      const first = departures.find((insight) => insight.shard === shard && insight.at >= takenAt - POLL_MS);
      if (first) record(hdr, (first.at - at) * 1000);
    }
  }
  const at = (percentile: number) => percentileMs(hdr, percentile);
  return { p50: at(50), p99: at(99), max: at(100), shards: hdr.totalCount };
}
/** How long the watcher may be behind a lease. */
const POLL_MS = 20;

function othersOf({ arrivals, departures }: Outcome, kills: Kill[]): KillReport['others'] {
  const committed = new Map(departures.map(({ lead, event, at }) => [`${lead}/${event}`, at]));
  const during = createHdr();
  const before = createHdr();
  for (const { shard, lead, id, at } of arrivals) {
    const kill = kills.find((one) => at >= one.at && at <= one.at + lastOf(one));
    const took = (committed.get(`${lead}/${id}`) ?? at) - at;
    if (!kill) record(before, took * 1000);
    else if (!kill.orphans.has(shard)) record(during, took * 1000);
  }
  const of = (hdr: typeof during) => ({ p50: percentileMs(hdr, 50), p99: percentileMs(hdr, 99) });
  return { during: of(during), before: of(before) };
}

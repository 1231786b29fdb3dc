/**
 * Leads with armed competitive checks while processors, the timer worker and Redis are killed: every check that came
 * due is worked once, as the insights tell it, and no lead is left without its next one.
 */
import { connectRedis, type RedisClient } from '../../infra/redis/connect.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { pause } from '../../infra/run.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { createRandom } from '../../pipelines/corpus-traffic.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { makeCheckedLeads, workedChecks, writeCheckedLeads } from '../bench/checked-leads.ts';
import type { Child } from '../bench/child.ts';
import { unread } from './streams.ts';
import { eventually, startWorld, type World } from './world.ts';

export interface ChecksChaosOptions {
  leads: number;
  /** Within which their checks come due, ms; one tenth is over before the first kill. */
  overMs: number;
  /** Who dies, in turns; drawn from the seed is when, and which processor. */
  kills: readonly Victim[];
  seed: number;
  say(line: string): void;
}

export type Victim = 'processor' | 'timer worker' | 'Redis';

export interface ChecksChaosReport {
  /** Checks that came due. */
  due: number;
  /** Of them, those worked between the first kill and the last. */
  amid: number;
  /** Insights made of a check that another was made of. */
  twice: string[];
  /** Checks that came due and no insight was made of. */
  lost: string[];
  /** Leads that wait for no check any more. */
  unarmed: number;
}

const WEEK_MS = 7 * 86_400_000;
/** Time for the processors to start. */
const DUE_FROM_MS = 5000;
const DOWN_MS = 300;
/** Timers are handed to BullMQ again every minute: what it lost waits for that. */
const PATIENCE_MS = 150_000;

export async function checksChaos(options: ChecksChaosOptions): Promise<ChecksChaosReport> {
  const { leads, overMs, kills, seed, say } = options;
  const world = await startWorld({ processors: 0 });
  const { client, config } = world;
  const random = createRandom(seed);
  try {
    const from = Date.now() + DUE_FROM_MS;
    const armed = await arm(world, leads, { from, faster: WEEK_MS / overMs });
    await Promise.all([world.addProcessor(), world.addProcessor()]);
    // The market's role fires the timers of the leads, too, and works none of them.
    const timerWorkers = [await world.addRole('market')];
    await eventually(
      'the first checks are worked',
      async () => (await countWorked(client, config.shards)) > leads / 10,
    );
    const before = await countWorked(client, config.shards);
    for (const [n, victim] of kills.entries()) {
      await killOne(world, victim, timerWorkers, random);
      say(`kill ${n + 1} of ${kills.length}, seed ${seed}: ${victim}`);
      await pause(500 + random() * 1500);
    }
    const amid = (await countWorked(client, config.shards)) - before;
    await eventually('every check that came due is worked', () => settled(world, from + overMs), PATIENCE_MS);
    const { worked, twice } = await workedChecks(client, config.shards);
    const lost = armed.filter((check) => !worked.has(check));
    return { due: armed.length, amid, twice, lost, unarmed: leads - (await waiting(client, config.shards)) };
  } finally {
    await world.stop();
  }
}

/** @returns every check, as {@link workedChecks} names it */
async function arm(world: World, leads: number, hurry: { from: number; faster: number }): Promise<string[]> {
  const { redisUrl, shards } = world.config;
  const connection = connectRedis(redisUrl);
  try {
    const made = await makeCheckedLeads(createLeadsFlow(await loadJudges(), { shards }), leads);
    await writeCheckedLeads(createRedisShardLog(connection, 'leads', shards), made, hurry);
    return made.flatMap(({ lead, timers }) =>
      timers.flatMap(({ id, event }) =>
        id.endsWith('/check') ? [`${lead} ${(event as { id: string }).id}`] : [],
      ),
    );
  } finally {
    connection.close();
  }
}

async function killOne(world: World, victim: Victim, timerWorkers: Child[], random: () => number) {
  if (victim === 'Redis') return world.crashRedis(() => pause(DOWN_MS));
  if (victim === 'processor') {
    await world.killProcessor(world.processors[Math.floor(random() * world.processors.length)]!);
    await world.addProcessor();
    return;
  }
  await world.killRole(timerWorkers.pop()!);
  timerWorkers.push(await world.addRole('market'));
}

const countWorked = async (client: RedisClient, shards: number): Promise<number> =>
  (await workedChecks(client, shards)).worked.size;

/** The last has come due, none that is due still waits, and nothing is unread. @param until epoch ms */
async function settled({ client, config: { shards } }: World, until: number): Promise<boolean> {
  if (Date.now() <= until) return false;
  const overdue = await Promise.all(
    Array.from({ length: shards }, (_, shard) =>
      client.zcount(shardKeys('leads', shard).timersDue, '-inf', until),
    ),
  );
  return overdue.every((count) => count === 0) && (await unread(client, shards)) === 0;
}

/** Leads that wait for a check. */
async function waiting(client: RedisClient, shards: number): Promise<number> {
  const ids = await Promise.all(
    Array.from({ length: shards }, (_, shard) =>
      client.zrange(shardKeys('leads', shard).timersDue, '0', '-1'),
    ),
  );
  return ids.flat().filter((id) => id.endsWith('/check')).length;
}

/** A Doorstep to be hurt: Redis, and leads processors that are real processes, as `doorstep start` runs them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '../../infra/config.ts';
import { freePort } from '../../infra/free-port.ts';
import { connectRedis, type RedisClient } from '../../infra/redis/connect.ts';
import { startRedisServer } from '../../infra/redis/server.ts';
import { pause } from '../../infra/run.ts';
import type { Role } from '../../pipelines/roles.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { type Child, startChild } from '../bench/child.ts';
import { type Store, startRedisCluster } from './redis-cluster.ts';

export interface World {
  config: Config;
  client: RedisClient;
  /** Where Redis keeps its files. */
  redisDir: string;
  processors: Child[];
  addProcessor(): Promise<Child>;
  /** Another role, ended with the world. */
  addRole(role: Role): Promise<Child>;
  /** Ends it as the kernel would. */
  killRole(child: Child): Promise<void>;
  /** Ends a processor as the kernel would: no word, no clean-up. */
  killProcessor(child: Child): Promise<void>;
  /** Shards held by each process now; what nobody holds is under 0. */
  shardsByPid(): Promise<Map<number, number[]>>;
  /** kill -9 of Redis, then `meanwhile`, then the same data again on the same port. */
  crashRedis(meanwhile?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export interface WorldOptions {
  processors: number;
  durability?: 'everysec' | 'always';
  /** A Redis Cluster of three nodes instead of one server. */
  cluster?: boolean;
  /** Settings that differ from the defaults. */
  settings?: Partial<Config>;
}

export async function startWorld({
  processors,
  durability = 'everysec',
  cluster = false,
  settings,
}: WorldOptions): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'doorstep-chaos-'));
  const place = { dir: join(dir, 'redis'), port: await freePort(), durability };
  let redis: Store = cluster ? await startRedisCluster(place.dir) : await startRedisServer(place);
  const others: Child[] = [];
  const defaults = { ...loadConfig({}), logLevel: 'error' as const };
  const config = { ...defaults, redisUrl: redis.url, dataDir: dir, ...settings };
  const connection = connectRedis(redis.url);
  const world: World = {
    ...{ config, client: connection.client, redisDir: place.dir, processors: [] },
    async addProcessor() {
      const child = startChild('../bench/part', import.meta.url);
      world.processors.push(child);
      await child.ask('role', { role: 'leads', config });
      return child;
    },
    async addRole(role) {
      const child = startChild('../bench/part', import.meta.url);
      others.push(child);
      await child.ask('role', { role, config });
      return child;
    },
    async killRole(child) {
      others.splice(others.indexOf(child), 1);
      child.signal('SIGKILL');
      await child.ended;
    },
    async killProcessor(child) {
      world.processors.splice(world.processors.indexOf(child), 1);
      child.signal('SIGKILL');
      await child.ended;
    },
    shardsByPid: () => shardsByPid(connection.client, config.shards),
    async crashRedis(meanwhile) {
      await redis.kill();
      await meanwhile?.();
      redis = await startRedisServer(place).catch(async (error: Error) => {
        // The folder goes with the world; what Redis had to say must not.
        const log = await readFile(join(place.dir, 'redis.log'), 'utf8');
        throw new Error(`${error.message}\n${log.slice(-2000)}`);
      });
    },
    async stop() {
      await Promise.all([...world.processors, ...others].map((child) => child.stop()));
      connection.close();
      await redis.kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
  await Promise.all(Array.from({ length: processors }, () => world.addProcessor()));
  if (processors > 0) await everyoneHolds(world);
  return world;
}

/** Member names are `leads-<host>-<pid>-<random>`. */
async function shardsByPid(client: RedisClient, shards: number): Promise<Map<number, number[]>> {
  const keys = Array.from({ length: shards }, (_, shard) => `${shardKeys('leads', shard).lease}leads`);
  const holders = await Promise.all(keys.map((key) => client.get(key)));
  const byPid = new Map<number, number[]>();
  holders.forEach((holder, shard) => {
    const pid = Number(holder?.split('-').at(-2) ?? 0);
    byPid.set(pid, [...(byPid.get(pid) ?? []), shard]);
  });
  return byPid;
}

/** Waits until every shard is held, and every processor holds half its share at least. Throws when it takes too long. */
export async function everyoneHolds(world: World): Promise<void> {
  const enough = world.config.shards / world.processors.length / 2;
  await eventually('every processor holds shards', async () => {
    const held = await world.shardsByPid();
    return !held.has(0) && world.processors.every(({ pid }) => (held.get(pid)?.length ?? 0) >= enough);
  });
}

/** Asks again and again; throws naming `what` when it does not come true in time. */
export async function eventually(what: string, check: () => Promise<boolean>, ms = 45_000): Promise<void> {
  for (const start = performance.now(); !(await check()); await pause(10)) {
    if (performance.now() - start > ms) throw new Error(`not within ${ms} ms: ${what}`);
  }
}

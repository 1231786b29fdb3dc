/** A real Redis for tests, on a free port in a temp folder, ended with the test file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../infra/free-port.ts';
import { type RedisServer, type RedisServerOptions, startRedisServer } from '../infra/redis/server.ts';

export interface TestRedis extends RedisServer {
  dir: string;
}

/** Stop it with {@link stopTestRedis}, which also removes the folder. */
export async function startTestRedis(options: Partial<RedisServerOptions> = {}): Promise<TestRedis> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'doorstep-redis-')));
  const server = await startRedisServer({ port: await freePort(), ...options, dir });
  return { ...server, dir };
}

export async function stopTestRedis(server: TestRedis): Promise<void> {
  await server.kill();
  await rm(server.dir, { recursive: true, force: true });
}

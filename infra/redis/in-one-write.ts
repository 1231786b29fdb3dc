/** Commands that leave together. */
import type { RedisClient } from './connect.ts';
import { writers } from './gateway-epoch.ts';

/**
 * What `work` asks of Redis before it returns leaves in one write to each node: writing takes several times longer
 * than making a command. Not a pipeline, which fails as a whole where the connection ends: each command stays one.
 */
export function inOneWrite<T>(client: RedisClient, work: () => T): T {
  const streams = writers(client).flatMap(({ stream }) => stream ?? []);
  for (const stream of streams) stream.cork();
  try {
    return work();
  } finally {
    for (const stream of streams) stream.uncork();
  }
}

/** Fewer system calls: writing takes several times longer than making a command. */
import type { RedisClient } from './connect.ts';
import { writers } from './gateway-epoch.ts';

/**
 * What is asked of Redis until the end of this tick leaves in one write to each node. Not a pipeline, which fails as a
 * whole where the connection ends: each command stays one.
 */
export function corkForTick(client: RedisClient): void {
  for (const { stream } of writers(client)) {
    if (!stream || stream.writableCorked > 0) continue;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }
}

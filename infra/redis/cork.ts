/** Fewer system calls. */
import { Cluster } from 'ioredis';
import type { RedisClient } from './connect.ts';

/** What is sent to this client until the end of the tick goes out in one write. In a Cluster it changes nothing. */
export function corkForTick(client: RedisClient): void {
  if (client instanceof Cluster) return;
  const { stream } = client;
  if (!stream || stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

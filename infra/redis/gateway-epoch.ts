/** The epoch: a name for the data's history. A restarted, rolled-back, emptied or failed-over Redis has a new one. */
import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { RedisClient } from './connect.ts';

const GENERATION = 'ds:generation';

/** The nodes that take writes. */
export const writers = (client: RedisClient): Redis[] =>
  'nodes' in client ? client.nodes('master') : [client];

/** Every gateway of one Redis reads the same epoch, so a client may recover at another one. */
export async function readEpoch(client: RedisClient): Promise<string> {
  await client.setnx(GENERATION, randomBytes(9).toString('base64url'));
  const [generation, ...infos] = await Promise.all([
    client.get(GENERATION),
    ...writers(client).map((node) => node.info('server')),
  ]);
  const runs = infos.map((info) => /^run_id:(\w+)/m.exec(String(info))?.[1] ?? '').sort();
  return createHash('sha1')
    .update([generation, ...runs].join(' '))
    .digest('base64url')
    .slice(0, 16);
}

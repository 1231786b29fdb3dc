/** How many shards there are is fixed at first start: another number would look for leads on the wrong shards. */
import { ConfigError } from '../config.ts';
import type { RedisClient } from './connect.ts';

const KEY = 'ds:topology';

/** Writes the numbers down at first start; later throws {@link ConfigError} when they differ. */
export async function checkTopology(
  client: RedisClient,
  shards: { leads: number; market: number },
): Promise<void> {
  const mine = JSON.stringify({ leads: shards.leads, market: shards.market });
  await client.setnx(KEY, mine);
  const first = await client.get(KEY);
  if (first === mine) return;
  const { leads, market } = JSON.parse(first!);
  throw new ConfigError(
    `SHARDS=${shards.leads}, MARKET_SHARDS=${shards.market}, but this Redis was first started with ` +
      `SHARDS=${leads}, MARKET_SHARDS=${market}. Set them to those, or use an empty Redis.`,
  );
}

/** A brokerage that lets the engine do all by itself. */
import type { RedisClient } from '../../infra/redis/connect.ts';
import { DEFAULT_SETTINGS } from '../../schemas/nurture-settings.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { WHOLE_SHARD } from '../../schemas/system-event.ts';
import { TENANT } from './traffic.ts';

/** Puts the settings on every shard's log. */
export async function nurtureAll(client: RedisClient, shards: number): Promise<void> {
  const settings = {
    ...{ ...DEFAULT_SETTINGS, version: 2 },
    autonomy: { default: 'automatic' as const, bySegment: {}, byAgent: {} },
  };
  const event = {
    id: 'settings:2',
    tenant: TENANT,
    lead: WHOLE_SHARD,
    at: Date.now(),
    type: 'policy',
    settings,
  };
  for (let shard = 0; shard < shards; shard++)
    await client.xadd(shardKeys('leads', shard).events, '*', 'event', JSON.stringify(event));
}

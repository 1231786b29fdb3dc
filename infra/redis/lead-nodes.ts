/** The nodes that own leads, on Redis. */
import { leadKey, shardOf } from '../../schemas/shards.ts';
import type { LeadNodes } from '../gateway/lead-nodes.ts';
import type { RedisConnection } from './connect.ts';
import { inTime } from './in-time.ts';
import { createOwnerOf } from './lead-owners.ts';
import { createOpenings } from './openings.ts';

const WAIT_MS = 2000;

/** @param gateway unique to this process */
export function createLeadNodes(connection: RedisConnection, gateway: string, shards: number): LeadNodes {
  const ownerOf = createOwnerOf(connection.client, shards);
  const openings = createOpenings(connection, gateway);
  return {
    async open(tenant, lead, warmWithinMs) {
      const key = leadKey(tenant, lead);
      const shard = shardOf(key, shards);
      const found = await inTime(connection.client, WAIT_MS, () => ownerOf(shard));
      if (!found) return {};
      const { member, ...owner } = found;
      if (warmWithinMs === null) return { owner };
      const warmth = await openings.tell(member, shard, key, warmWithinMs);
      return { owner, ...(warmth && { warmth }) };
    },
  };
}

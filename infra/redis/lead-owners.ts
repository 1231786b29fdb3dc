/** Which member works which lead shard, and where it runs, as a gateway tells its clients. */
import type { Owner } from '../../schemas/frames.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { loadOf } from '../runtime/plan.ts';
import type { RedisClient } from './connect.ts';
import { readReports } from './roll.ts';

/** The flow that works leads. */
const GROUP = 'leads';
/** An answer may be so old: shards move a few times a day, and leads are opened by the hundred a second. */
const KEPT_MS = 250;

export interface ShardOwner extends Owner {
  member: string;
}

export type OwnerOf = (shard: number) => Promise<ShardOwner | null>;

/** Owners by shard, null where a shard is free. The lease has the last word on who it is. */
async function readOwners(client: RedisClient, shards: number): Promise<(ShardOwner | null)[]> {
  const leases = Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard).lease + GROUP);
  const [reports, members] = await Promise.all([
    readReports(client, GROUP),
    Promise.all(leases.map((lease) => client.get(lease))),
  ]);
  return members.map((member) => {
    const report = member === null ? undefined : reports.get(member);
    // During an upgrade some members may be of a Doorstep that tells no place.
    if (!report?.place) return null;
    const { node, locality } = report.place;
    const load = Math.round(loadOf(report) * 100) / 100;
    return { member: member!, node, ...(locality && { locality }), load };
  });
}

/** Rejects when the store is away. */
export function createOwnerOf(client: RedisClient, shards: number): OwnerOf {
  let known: Promise<(ShardOwner | null)[]> | undefined;
  let readAt = 0;
  return async (shard) => {
    if (!known || Date.now() - readAt > KEPT_MS) {
      readAt = Date.now();
      const reading = readOwners(client, shards);
      known = reading;
      reading.catch(() => {
        if (known === reading) known = undefined;
      });
    }
    return (await known)[shard] ?? null;
  };
}

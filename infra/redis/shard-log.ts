/** ShardLog on Redis Streams: one log a shard, a lease that fences, and a commit that is one Lua script. */
import { randomBytes } from 'node:crypto';
import type { Entry } from '../../schemas/flow.ts';
import { type ShardKeys, type Space, shardKeys } from '../../schemas/shards.ts';
import { parcelsOf } from '../parcels.ts';
import type { Commit, CommitResult, Lease, Parcel, Reader, ShardLog, Timer } from '../ports.ts';
import { commitArguments } from './commit-arguments.ts';
import type { RedisClient, RedisConnection } from './connect.ts';
import { corkForTick } from './cork.ts';
import { script } from './scripts.ts';

const acquireScript = script('acquire', 'cursor');
const renewScript = script('renew');
const releaseScript = script('release');
const commitScript = script('commit', 'cursor');
const relayedScript = script('relayed');
const trimScript = script('trim');

/** @param shards how many this space has; see `checkTopology` */
export function createRedisShardLog(connection: RedisConnection, space: Space, shards: number): ShardLog {
  const { client } = connection;
  const keys = Array.from({ length: shards }, (_, shard) => shardKeys(space, shard));
  const at = (shard: number): ShardKeys => keys[shard]!;

  return {
    space,
    shards,
    readsSpanShards: !connection.cluster,

    async append(shard, events) {
      corkForTick(client); // a relay has many to carry
      const ids = await Promise.all(
        events.map((event) => client.xadd(at(shard).events, '*', 'event', event as string | Buffer)),
      );
      return ids as string[];
    },

    async acquire(group, shard, owner, ttlMs) {
      const taken = await takeLease(client, at(shard), { group, owner, ttlMs }, at(shard).events);
      return taken && { space, group, shard, ...taken };
    },

    renew: (leases, owner, ttlMs) =>
      Promise.all(
        leases.map(async ({ group, shard, epoch }) => {
          const k = at(shard);
          return (await renewScript(client, [k.lease + group, k.epoch + group], [owner, ttlMs, epoch])) === 1;
        }),
      ),

    async release({ group, shard, epoch }, owner) {
      const k = at(shard);
      await releaseScript(client, [k.lease + group, k.epoch + group], [owner, epoch]);
    },

    async free(group) {
      const held = await Promise.all(keys.map((k) => client.exists(k.lease + group)));
      return held.flatMap((holds, shard) => (holds ? [] : [shard]));
    },

    async cursor(group, shard) {
      const info = await groupInfo(client, at(shard).events, group);
      return String(info?.('last-delivered-id') ?? '0-0');
    },
    async lag(group, shard) {
      const info = await groupInfo(client, at(shard).events, group);
      return info ? (info('lag') as number | null) : 0;
    },
    reader: () => createReader(connection.dedicated(), keys),

    async load(items) {
      const wanted = items.map(({ shard, key }) => at(shard).state + key);
      if (!wanted.length) return [];
      // In a Cluster the keys of one command must be on one node.
      if (connection.cluster) return Promise.all(wanted.map((key) => client.getBuffer(key)));
      return client.mgetBuffer(wanted);
    },

    async commit(commit) {
      const [scriptKeys, args] = commitArguments(at(commit.lease.shard), commit);
      corkForTick(client); // a micro-batch commits several shards at once
      return commitResult(commit, (await commitScript(client, scriptKeys, args)) as (string | number)[]);
    },

    async parcels(shard, count) {
      corkForTick(client); // of several shards at once
      const entries = await client.xrange(at(shard).outbox, '-', '+', 'COUNT', count);
      return entries.flatMap(([id, fields]) => parcels(shard, id, fields));
    },

    async relayed({ group, shard, epoch }, id) {
      const k = at(shard);
      corkForTick(client);
      return (await relayedScript(client, [k.epoch + group, k.outbox], [epoch, idAfter(id)])) === 1;
    },

    async timers(shard, due) {
      const k = at(shard);
      const ids = await client.zrangebyscore(k.timersDue, '-inf', due, 'LIMIT', 0, 5000);
      if (!ids.length) return [];
      const records = await client.hmget(k.timers, ...ids);
      return records.flatMap((record, i) => (record ? [timer(space, shard, ids[i]!, record)] : []));
    },

    async trim(shard, retain) {
      const { events, insights, actions, alerts, dead } = at(shard);
      return (await trimScript(client, [events, insights, actions, alerts, dead], [retain])) as number;
    },
  };
}

/**
 * Takes a shard for one member of a group, if nobody holds it.
 *
 * @param stream where the group keeps its place; it is made there, and holds back trimming until it reads on
 */
export async function takeLease(
  client: RedisClient,
  k: ShardKeys,
  { group, owner, ttlMs }: { group: string; owner: string; ttlMs: number },
  stream: string,
): Promise<Pick<Lease, 'epoch' | 'cursor'> | null> {
  const token = randomBytes(6).toString('hex');
  const scriptKeys = [k.lease + group, k.epoch + group, stream];
  const taken = (await acquireScript(client, scriptKeys, [owner, ttlMs, group, token])) as string[] | null;
  return taken && { epoch: taken[0]!, cursor: taken[1]! };
}

function createReader(client: RedisClient, keys: ShardKeys[]): Reader {
  const shardByStream = new Map(keys.map((k, shard) => [k.events, shard]));
  let lost = false;
  client.on('close', () => {
    lost = true;
  });
  return {
    async read(positions, count, blockMs) {
      // Also between two reads: what comes back may be an older history.
      if (lost) {
        lost = false;
        throw new Error('the connection was lost');
      }
      const streams = positions.map(({ shard }) => keys[shard]!.events);
      const ids = positions.map(({ after }) => after);
      const reply = await client.xreadBuffer('COUNT', count, 'BLOCK', blockMs, 'STREAMS', ...streams, ...ids);
      return (reply ?? []).flatMap(([stream, entries]) => {
        const shard = shardByStream.get(String(stream))!;
        return entries.map(([id, fields]): Entry => ({ shard, id: String(id), bytes: eventField(fields) }));
      });
    },
    close: () => client.disconnect(),
  };
}

const NOTHING = new Uint8Array();

/** The value of the field `event`; empty where a producer forgot it, so that the entry is dead-lettered. */
function eventField(fields: Buffer[]): Uint8Array {
  for (let i = 0; i < fields.length; i += 2) if (fields[i]!.equals(EVENT)) return fields[i + 1]!;
  return NOTHING;
}
const EVENT = Buffer.from('event');

function commitResult(commit: Commit, [kind, ...rest]: (string | number)[]): CommitResult {
  switch (kind) {
    case 'moved':
      return { kind, cursor: String(rest[0]) };
    case 'duplicate':
      return { kind, entryIds: rest.map((n) => commit.marks[(n as number) - 1]!.entryId) };
    default:
      return { kind } as CommitResult;
  }
}

/** What XINFO says of a group, field by field; undefined where there is no such group. Only the commit moves it. */
async function groupInfo(client: RedisClient, stream: string, group: string) {
  const groups = (await client.xinfo('GROUPS', stream).catch(noStream)) as (string | number | null)[][];
  for (const info of groups) {
    const field = (name: string) => info[info.indexOf(name) + 1];
    if (field('name') === group) return field;
  }
  return undefined;
}

function noStream(error: Error): never[] {
  if (error.message.includes('no such key')) return [];
  throw error;
}

function idAfter(id: string): string {
  const [ms, n] = id.split('-');
  return `${ms}-${BigInt(n!) + 1n}`;
}

function parcels(shard: number, id: string, fields: string[]): Parcel[] {
  const field = (name: string) => {
    for (let i = 0; i < fields.length; i += 2) if (fields[i] === name) return fields[i + 1];
    return undefined;
  };
  return parcelsOf(field).map((carried) => ({ shard, id, ...carried }));
}

function timer(space: Space, shard: number, id: string, record: string): Timer {
  const { due, generation, event } = JSON.parse(record);
  return { space, shard, id, due, generation, event: JSON.stringify(event) };
}

/** A lease as others see it, for tests and `doctor`: who holds the shard now. */
export const leaseHolder = (client: RedisClient, { space, group, shard }: Omit<Lease, 'epoch' | 'cursor'>) =>
  client.get(shardKeys(space, shard).lease + group);

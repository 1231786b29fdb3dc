/** Dead letters of every shard: what could not be worked, with its reason, step and the bytes as they came. */
import type { Space } from '../../schemas/shards.ts';
import { shardKeys, shardName } from '../../schemas/shards.ts';
import type { RedisClient } from './connect.ts';

export interface DeadLetter {
  /** Names it for `retry` and `drop`: the shard (market shards have an `m` before it), then the stream id. */
  id: string;
  space: Space;
  shard: number;
  at: string;
  step: string;
  reason: string;
  /** The original bytes. */
  event: Buffer;
}

export interface DeadLetters {
  /** Oldest first. */
  all(): AsyncGenerator<DeadLetter>;
  /** Puts it on a shard's log again. Repeats are harmless: the log drops what it has already worked. */
  append(space: Space, shard: number, event: Buffer): Promise<void>;
  /** Whether every group (the analytics sink) has read it, so that removing it leaves no hole. */
  isSettled(letter: DeadLetter): Promise<boolean>;
  remove(letter: DeadLetter): Promise<void>;
}

const PAGE = 200;

export function createDeadLetters(client: RedisClient, shards: Record<Space, number>): DeadLetters {
  const streams = (Object.keys(shards) as Space[]).flatMap((space) =>
    Array.from({ length: shards[space] }, (_, shard) => ({ space, shard, keys: shardKeys(space, shard) })),
  );
  return {
    async *all() {
      for (const { space, shard, keys } of streams) {
        for (let after = '-'; ; ) {
          const page = await client.xrangeBuffer(keys.dead, after, '+', 'COUNT', PAGE);
          for (const [id, fields] of page) yield letter(space, shard, String(id), fields);
          if (page.length < PAGE) break;
          after = `(${page.at(-1)![0]}`;
        }
      }
    },
    async append(space, shard, event) {
      await client.xadd(shardKeys(space, shard).events, '*', 'event', event);
    },
    async isSettled({ space, shard, id }) {
      const groups = await client.xinfo('GROUPS', shardKeys(space, shard).dead);
      return (groups as (string | number)[][]).every((info) => {
        const cursor = String(info[info.indexOf('last-delivered-id') + 1]);
        return !isBefore(cursor, entryOf(id));
      });
    },
    async remove({ space, shard, id }) {
      await client.xdel(shardKeys(space, shard).dead, entryOf(id));
    },
  };
}

const entryOf = (id: string): string => id.slice(id.indexOf(':') + 1);

function letter(space: Space, shard: number, entry: string, fields: Buffer[]): DeadLetter {
  const field = (name: string) => fields[fields.findIndex((f, i) => i % 2 === 0 && String(f) === name) + 1];
  return {
    id: `${space === 'market' ? 'm' : ''}${shardName(shard)}:${entry}`,
    space,
    shard,
    at: new Date(Number.parseInt(entry, 10)).toISOString(),
    step: String(field('step')),
    reason: String(field('reason')),
    event: field('event')!,
  };
}

function isBefore(a: string, b: string): boolean {
  const [aMs = 0, aN = 0] = a.split('-').map(Number);
  const [bMs = 0, bN = 0] = b.split('-').map(Number);
  return aMs < bMs || (aMs === bMs && aN < bN);
}

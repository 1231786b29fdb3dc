/** Dumps shards' logs as JSON Lines that `replay` repeats to the bit. */
import type { RedisClient } from '../infra/redis/connect.ts';
import { type Space, shardKeys } from '../schemas/shards.ts';

/** First line of a recording. */
export interface RecordingHeader {
  doorstep: 'recording';
  space: Space;
  shards: number;
  /** Shards whose oldest entries were trimmed: a replay of these starts from nothing and will differ. */
  trimmed: number[];
}

/** One entry. `bytes` (base64) in place of `event` where it is not UTF-8. */
export interface RecordedEntry {
  shard: number;
  entry: string;
  event?: string;
  bytes?: string;
}

const PAGE = 1000;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @param only these shards; all when empty */
export async function* record(
  client: RedisClient,
  space: Space,
  shards: number,
  only: number[],
): AsyncGenerator<RecordingHeader | RecordedEntry> {
  const wanted = only.length ? only : Array.from({ length: shards }, (_, shard) => shard);
  const trimmed: number[] = [];
  for (const shard of wanted)
    if (await isTrimmed(client, shardKeys(space, shard).events)) trimmed.push(shard);
  yield { doorstep: 'recording', space, shards, trimmed };
  for (const shard of wanted) {
    const stream = shardKeys(space, shard).events;
    for (let after = '-'; ; ) {
      const page = await client.xrangeBuffer(stream, after, '+', 'COUNT', PAGE);
      for (const [id, fields] of page) yield recorded(shard, String(id), fields);
      if (page.length < PAGE) break;
      after = `(${page.at(-1)![0]}`;
    }
  }
}

async function isTrimmed(client: RedisClient, stream: string): Promise<boolean> {
  const info = (await client.xinfo('STREAM', stream).catch(() => null)) as (string | number)[] | null;
  if (!info) return false;
  const field = (name: string) => Number(info[info.indexOf(name) + 1]);
  return field('entries-added') !== field('length');
}

function recorded(shard: number, entry: string, fields: Buffer[]): RecordedEntry {
  const index = fields.findIndex((field, i) => i % 2 === 0 && String(field) === 'event');
  const bytes = index < 0 ? Buffer.alloc(0) : fields[index + 1]!;
  try {
    return { shard, entry, event: utf8.decode(bytes) };
  } catch {
    return { shard, entry, bytes: bytes.toString('base64') };
  }
}

export const bytesOf = ({ event, bytes }: RecordedEntry): Uint8Array =>
  event === undefined ? Buffer.from(bytes ?? '', 'base64') : Buffer.from(event);

/** The streams of a feed as the gateway reads them: entries, ends, and whether a gap can be replayed whole. */

import type { ReplayRange, TailEntry } from '../gateway/store.ts';
import { compareIds } from '../gateway/stream-id.ts';
import type { RedisClient } from './connect.ts';

type RawEntry = [id: Buffer, fields: Buffer[]];

export function tailEntry(shard: number, [id, fields]: RawEntry): TailEntry {
  const entry: TailEntry = {
    shard,
    id: id.toString('latin1'),
    tenant: '',
    lead: '',
    agent: '',
    body: NOTHING,
  };
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const value = fields[i + 1]!;
    switch (fields[i]!.toString('latin1')) {
      case 'tenant':
        entry.tenant = value.toString();
        break;
      case 'lead':
        entry.lead = value.toString();
        break;
      case 'agent':
        entry.agent = value.toString();
        break;
      case 'insight':
      case 'body':
        entry.body = value;
        break;
    }
  }
  return entry;
}
const NOTHING = new Uint8Array();

/** What XINFO STREAM tells of a stream's past. */
export interface StreamPast {
  length: number;
  /** Entries ever added; more than `length` means that some are gone. */
  added: number;
  firstId: string | null;
  lastId: string;
  maxDeletedId: string;
}

const NEVER_WRITTEN: StreamPast = { length: 0, added: 0, firstId: null, lastId: '0-0', maxDeletedId: '0-0' };

export async function streamPast(client: RedisClient, stream: string): Promise<StreamPast> {
  const info = await client.xinfo('STREAM', stream).catch((error: Error) => {
    if (error.message.includes('no such key')) return null;
    throw error;
  });
  if (!info) return NEVER_WRITTEN;
  const list = info as unknown[];
  const field = (name: string) => list[list.indexOf(name) + 1];
  const first = field('first-entry') as [string, string[]] | null;
  return {
    length: field('length') as number,
    added: field('entries-added') as number,
    firstId: first?.[0] ?? null,
    lastId: field('last-generated-id') as string,
    maxDeletedId: field('max-deleted-entry-id') as string,
  };
}

/**
 * Whether entries after `after` may be missing from the stream. Trimming does not say what it took, so an
 * `after` before the first entry counts as a hole once anything was ever trimmed.
 */
export function hasHole(past: StreamPast, after: string): boolean {
  if (compareIds(after, past.lastId) > 0) return true; // a history that this stream never had
  if (after === past.lastId) return false;
  if (compareIds(past.maxDeletedId, after) > 0) return true;
  if (past.added === past.length) return false;
  return past.firstId === null || compareIds(after, past.firstId) < 0;
}

/** Entries in (after, to], or null when not all of them are there or there are more than `limit`. */
export async function replayStream(
  client: RedisClient,
  shard: number,
  stream: string,
  range: ReplayRange,
): Promise<TailEntry[] | null> {
  const { after, to, limit } = range;
  // The past is asked after the entries, on one connection: what it misses was missing before, too.
  const [raw, past] = await Promise.all([
    client.xrangeBuffer(stream, `(${after}`, to, 'COUNT', limit + 1),
    streamPast(client, stream),
  ]);
  if (raw.length > limit || hasHole(past, after)) return null;
  return raw.map((entry) => tailEntry(shard, entry));
}

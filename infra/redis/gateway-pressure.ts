/** How far intake runs ahead of the processors, and how full Redis is. */
import type { Pressure } from '../gateway/store.ts';
import type { RedisClient } from './connect.ts';
import { corkForTick } from './cork.ts';
import { writers } from './gateway-epoch.ts';
import { streamPast } from './gateway-streams.ts';

/** @param streams event streams by space and shard */
export async function readPressure(
  client: RedisClient,
  streams: Record<'leads' | 'market', string[]>,
): Promise<Pressure> {
  const lagOf = (list: string[]) => Promise.all(list.map((stream) => streamLag(client, stream)));
  corkForTick(client);
  const [leads, market, ...memory] = await Promise.all([
    lagOf(streams.leads),
    lagOf(streams.market),
    ...writers(client).map(async (node) => memoryPercent(await node.info('memory'))),
  ] as const);
  return { lag: { leads, market }, memoryPercent: Math.max(0, ...memory) };
}

/** Entries the slowest group has yet to read; all of them where nobody reads yet. */
async function streamLag(client: RedisClient, stream: string): Promise<number> {
  const groups = (await client.xinfo('GROUPS', stream).catch(nullIfMissing)) as unknown[][] | null;
  if (!groups) return 0;
  if (!groups.length) return client.xlen(stream);
  const field = (group: unknown[], name: string) => group[group.indexOf(name) + 1] as number | null;
  const lags = groups.map((group) => field(group, 'lag'));
  if (lags.every((lag) => lag !== null)) return Math.max(...(lags as number[]));
  // An XDEL ahead of a cursor makes XINFO's own lag nil; the counts still tell.
  const { added } = await streamPast(client, stream);
  return Math.max(...groups.map((group) => added - (field(group, 'entries-read') ?? added)));
}

function nullIfMissing(error: Error): null {
  if (error.message.includes('no such key')) return null;
  throw error;
}

function memoryPercent(info: string): number {
  const bytes = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  const limit = bytes('maxmemory');
  return limit ? (100 * bytes('used_memory')) / limit : 0;
}

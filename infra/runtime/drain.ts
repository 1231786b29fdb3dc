/** Works everything that is on the logs, to the end, and returns: the runtime without waiting, for one member. */
import type { Flow } from '../../schemas/flow.ts';
import type { Lease, ShardLog, TimerPort } from '../ports.ts';
import { decodeEntries, timersOf, workEntries } from './batch.ts';

const COUNT = 64;

export interface Drain {
  /** Works until nothing is left; resolves with how many entries were worked. */
  drain(): Promise<number>;
}

/**
 * Takes every shard of the log, and goes on from its cursor where somebody worked it before. A step that throws rejects
 * the drain. Duplicates are dropped as in the commit.
 */
export async function createDrain<S extends object, E>(
  flow: Flow<S, E>,
  log: ShardLog,
  timers: TimerPort,
): Promise<Drain> {
  const reader = log.reader();
  const leases = new Map<number, Lease>();
  const after = new Map<number, string>();
  for (let shard = 0; shard < log.shards; shard++) {
    const lease = await log.acquire(flow.name, shard, 'drain', Number.MAX_SAFE_INTEGER);
    if (!lease) throw new Error(`shard ${shard} is held by another member`);
    leases.set(shard, lease);
    after.set(shard, lease.cursor);
  }
  const states = new Map<string, S>();
  const begun = [...after].filter(([, cursor]) => cursor !== '0-0').map(([shard]) => shard);
  const looked = new Set<string>();
  if (flow.shardWideKey) await look(begun.map((shard) => ({ shard, key: flow.shardWideKey!(shard) })));

  /** Loads what a shard that was worked before knows of these keys, each once. */
  async function look(items: { shard: number; key: string }[]): Promise<void> {
    const unknown = items.filter(({ shard, key }) => begun.includes(shard) && !looked.has(key));
    if (!unknown.length) return;
    const found = await log.load(unknown);
    unknown.forEach(({ key }, i) => {
      looked.add(key);
      const bytes = found[i];
      if (bytes) states.set(key, flow.unpack(bytes));
    });
  }

  /** @param skip places of known duplicates */
  async function once(skip: Set<string>): Promise<number> {
    const positions = [...after].map(([shard, id]) => ({ shard, after: id }));
    const entries = await reader.read(positions, COUNT, 0);
    if (!entries.length) return 0;
    const decoded = decodeEntries(flow, entries, (entry) => skip.has(place(entry)));
    await look(decoded.routings.map(({ entry: { shard }, routed: { key } }) => ({ shard, key })));
    const before = new Map(decoded.routings.map(({ routed: { key } }) => [key, states.get(key)]));
    await workEntries(flow, decoded, states);
    for (const batch of decoded.batches.values()) {
      const lease = leases.get(batch.shard)!;
      const from = after.get(batch.shard)!;
      const result = await log.commit({ ...batch, lease, from, token: batch.to, builtOn: null });
      if (result.kind === 'duplicate') {
        for (const [key] of batch.changed) restore(key, before.get(key));
        for (const id of result.entryIds) skip.add(place({ shard: batch.shard, id }));
        continue;
      }
      if (result.kind !== 'ok') throw new Error(`commit of shard ${batch.shard}: ${result.kind}`);
      after.set(batch.shard, batch.to);
      await timers.mirror(timersOf(lease, batch));
    }
    return entries.length;
  }

  function restore(key: string, state: S | undefined): void {
    if (state) states.set(key, state);
    else states.delete(key);
  }

  return {
    async drain() {
      const skip = new Set<string>();
      for (let total = 0; ; ) {
        const worked = await once(skip);
        if (!worked) return total;
        total += worked;
      }
    },
  };
}

/** Two shards may have entries of one id. */
const place = ({ shard, id }: { shard: number; id: string }): string => `${shard}/${id}`;

/** ShardLog in memory: the same contract without a server. `replay` runs on it, and tests that need no Redis. */
import type { Entry } from '../../schemas/flow.ts';
import { compareIds, type Space } from '../../schemas/shards.ts';
import { parcelsOf } from '../parcels.ts';
import type { Commit, CommitResult, Lease, Parcel, Reader, ShardLog, Timer } from '../ports.ts';

/** What a shard holds; open to reading by `replay` and tests. */
export interface MemoryShard {
  events: Entry[];
  streams: Record<
    Commit['appends'][number]['stream'],
    { id: string; fields: Record<string, string | Uint8Array> }[]
  >;
  states: Map<string, Uint8Array>;
  marks: Set<string>;
  timers: Map<string, Timer>;
  talk: Map<string, string[]>;
  roster: Map<string, Map<string, number>>;
  groups: Map<
    string,
    { cursor: string; epoch: number; owner: string | null; expires: number; chain: string }
  >;
}

export interface MemoryShardLog extends ShardLog {
  shard(shard: number): MemoryShard;
  /** Puts an event on the log as if it had arrived at `ms`, or under the very id it was recorded with. */
  put(shard: number, event: Uint8Array, at: { ms: number } | { id: string }): string;
}

const empty = (): MemoryShard => ({
  events: [],
  streams: { insights: [], actions: [], alerts: [], dead: [], outbox: [] },
  states: new Map(),
  marks: new Set(),
  timers: new Map(),
  talk: new Map(),
  roster: new Map(),
  groups: new Map(),
});

/** @param now the log's clock: wall time in tests of the contract, simulated time in replay */
export function createMemoryShardLog(space: Space, shards: number, now: () => number): MemoryShardLog {
  const all = Array.from({ length: shards }, empty);
  const wake = new Set<() => void>();
  let last = { ms: 0, n: 0 };

  const nextId = (ms: number) => {
    last = ms > last.ms ? { ms, n: 0 } : { ms: last.ms, n: last.n + 1 };
    return `${last.ms}-${last.n}`;
  };
  const group = (shard: number, name: string) => {
    const { groups } = all[shard]!;
    if (!groups.has(name)) groups.set(name, { cursor: '0-0', epoch: 0, owner: null, expires: 0, chain: '' });
    return groups.get(name)!;
  };
  const mine = ({ shard, group: name, epoch }: Lease) => String(group(shard, name).epoch) === epoch;

  const log: MemoryShardLog = {
    space,
    shards,
    readsSpanShards: true,
    shard: (shard) => all[shard]!,

    put(shard, bytes, at) {
      const id = 'id' in at ? at.id : nextId(at.ms);
      all[shard]!.events.push({ shard, id, bytes });
      for (const resolve of wake) resolve();
      return id;
    },
    async append(shard, events) {
      return events.map((event) => log.put(shard, Buffer.from(event as string), { ms: now() }));
    },

    async acquire(name, shard, owner, ttlMs) {
      const g = group(shard, name);
      if (g.owner && g.expires > now()) return null;
      Object.assign(g, { owner, expires: now() + ttlMs, epoch: g.epoch + 1 });
      return { space, group: name, shard, epoch: String(g.epoch), cursor: g.cursor };
    },
    async renew(leases, _owner, ttlMs) {
      return leases.map((lease) => {
        if (mine(lease)) group(lease.shard, lease.group).expires = now() + ttlMs;
        return mine(lease);
      });
    },
    async release(lease, owner) {
      const g = group(lease.shard, lease.group);
      if (mine(lease) && g.owner === owner) g.owner = null;
    },
    async free(name) {
      return all.flatMap((_, shard) => {
        const g = group(shard, name);
        return g.owner && g.expires > now() ? [] : [shard];
      });
    },
    cursor: async (name, shard) => group(shard, name).cursor,
    lag: async (name, shard) => {
      const { events } = all[shard]!;
      return events.length - indexAfter(events, group(shard, name).cursor);
    },

    reader: () => createReader(all, wake),
    load: async (items) => items.map(({ shard, key }) => all[shard]!.states.get(key) ?? null),

    async commit(commit) {
      const g = group(commit.lease.shard, commit.lease.group);
      if (!mine(commit.lease)) return { kind: 'fenced' };
      if (g.cursor !== commit.from) return { kind: 'moved', cursor: g.cursor };
      if (commit.builtOn !== null && g.chain !== commit.builtOn) return { kind: 'moved', cursor: g.cursor };
      const result = apply(all[commit.lease.shard]!, commit, () => nextId(now()));
      if (result.kind === 'ok') Object.assign(g, { cursor: commit.to, chain: commit.token });
      return result;
    },

    parcels: async (shard, count) =>
      all[shard]!.streams.outbox.slice(0, count).flatMap(({ id, fields }) =>
        parcelsOf((name) => fields[name] as string).map((carried): Parcel => ({ shard, id, ...carried })),
      ),
    async relayed(lease, id) {
      const { streams } = all[lease.shard]!;
      if (mine(lease))
        streams.outbox = streams.outbox.slice(streams.outbox.findIndex((p) => p.id === id) + 1);
      return mine(lease);
    },
    timers: async (shard, due) => [...all[shard]!.timers.values()].filter((timer) => timer.due <= due),
    async trim(shard, retain) {
      const { events, groups } = all[shard]!;
      const slowest = [...groups.values()].map((g) => events.findIndex((e) => e.id === g.cursor) + 1);
      const gone = Math.max(0, Math.min(events.length - retain, ...slowest));
      events.splice(0, gone);
      return gone;
    },
  };
  return log;
}

function apply(shard: MemoryShard, commit: Commit, nextId: () => string): CommitResult {
  const marks = commit.marks.map(({ key, id }) => `${commit.lease.group}\0${key}\0${id}`);
  const duplicates = commit.marks.filter((_, i) => shard.marks.has(marks[i]!));
  if (duplicates.length) return { kind: 'duplicate', entryIds: duplicates.map((mark) => mark.entryId) };
  for (const mark of marks) shard.marks.add(mark);
  for (const { key, bytes } of commit.states) shard.states.set(key, bytes);
  for (const { stream, fields } of commit.appends) shard.streams[stream].push({ id: nextId(), fields });
  for (const { id, due, record } of commit.timers) {
    const { generation, event } = JSON.parse(record);
    const { space, shard: number } = commit.lease;
    shard.timers.set(id, { space, shard: number, id, due, generation, event: JSON.stringify(event) });
  }
  for (const id of commit.cancels) shard.timers.delete(id);
  for (const { key, body } of commit.talk)
    shard.talk.set(key, [...(shard.talk.get(key) ?? []), body].slice(-30));
  for (const { list, member, score } of commit.roster) {
    const scores = shard.roster.get(list) ?? new Map<string, number>();
    if (score === null) scores.delete(member);
    else scores.set(member, score);
    shard.roster.set(list, scores);
  }
  return { kind: 'ok' };
}

function createReader(all: MemoryShard[], wake: Set<() => void>): Reader {
  const take = (positions: { shard: number; after: string }[], count: number) =>
    positions.flatMap(({ shard, after }) => {
      const { events } = all[shard]!;
      const start = after === '0-0' ? 0 : indexAfter(events, after);
      return events.slice(start, start + count);
    });
  return {
    async read(positions, count, blockMs) {
      const entries = take(positions, count);
      if (entries.length || blockMs <= 0) return entries;
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          wake.delete(done);
          resolve();
        };
        const timer = setTimeout(done, blockMs);
        wake.add(done);
      });
      return take(positions, count);
    },
    close() {},
  };
}

/** Index of the first entry after `id`; binary search, ids ascend. */
function indexAfter(events: Entry[], id: string): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareIds(events[middle]!.id, id) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

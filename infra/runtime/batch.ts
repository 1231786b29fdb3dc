/**
 * One micro-batch: entries of many shards in, one commit a shard out. Pure but for what the flow computes.
 * The events of one lead are worked in order; different leads share a wave, so that scoring is batched.
 */
import type { Entry, Flow, Outcome, Output, Routed, Work, Worked } from '../../schemas/flow.ts';
import type { Commit, Lease, Timer } from '../ports.ts';

type Parts = Omit<Commit, 'lease' | 'from' | 'token' | 'builtOn'>;

/** What one shard's entries came to, ready to be committed. */
export interface ShardBatch<S> extends Parts {
  shard: number;
  /** New states by key, for the cache. */
  changed: Map<string, S>;
  dropped: number;
}

interface Routing<E> {
  entry: Entry;
  routed: Routed<E>;
}

/** Entries decoded: those to work, and per shard the parts of a commit that already hold the bad ones. */
export interface Decoded<S, E> {
  routings: Routing<E>[];
  batches: Map<number, ShardBatch<S>>;
}

export const emptyBatch = <S>(shard: number, to: string, entries: number): ShardBatch<S> => ({
  shard,
  to,
  entries,
  marks: [],
  states: [],
  appends: [],
  timers: [],
  cancels: [],
  talk: [],
  roster: [],
  changed: new Map(),
  dropped: 0,
});

/** @param skip entry ids that are known duplicates */
export function decodeEntries<S, E>(
  flow: Flow<S, E>,
  entries: Entry[],
  skip: (entry: Entry) => boolean,
): Decoded<S, E> {
  const batches = new Map<number, ShardBatch<S>>();
  const routings: Routing<E>[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    const batch = batches.get(entry.shard) ?? emptyBatch<S>(entry.shard, entry.id, 0);
    batches.set(entry.shard, batch);
    batch.to = entry.id;
    batch.entries++;
    const outcome = flow.decode(entry);
    if (outcome.kind === 'reject') bury(batch, entry, outcome);
    else if (outcome.kind === 'drop') batch.dropped++;
    else {
      const identity = `${outcome.value.key}\0${outcome.value.id}`;
      if (seen.has(identity) || skip(entry)) {
        batch.dropped++;
        continue;
      }
      seen.add(identity);
      batch.marks.push({ key: outcome.value.key, id: outcome.value.id, entryId: entry.id });
      routings.push({ entry, routed: outcome.value });
    }
  }
  return { routings, batches };
}

/** Puts an entry among the dead letters: reason, step and the bytes as they came. */
export function bury<S>(
  batch: ShardBatch<S>,
  entry: Entry,
  { step, reason }: { step: string; reason: string },
): void {
  batch.appends.push({ stream: 'dead', fields: { step, reason, entry: entry.id, event: entry.bytes } });
}

/**
 * Works decoded entries wave by wave and fills the batches.
 * @param states loaded states by shard and key; keys missing there were never seen
 */
export async function workEntries<S extends object, E>(
  flow: Flow<S, E>,
  { routings, batches }: Decoded<S, E>,
  states: Map<string, S>,
): Promise<void> {
  for (const wave of wavesOf(flow, routings)) {
    const work = wave.map(
      ({ entry, routed }): Work<S, E> => ({
        shard: entry.shard,
        entryId: entry.id,
        receivedAt: Number.parseInt(entry.id, 10),
        key: routed.key,
        event: routed.event,
        state: states.get(routed.key),
        ...(flow.shardWideKey && { shardWide: states.get(flow.shardWideKey(entry.shard)) }),
      }),
    );
    const outcomes = await flow.run(work);
    outcomes.forEach((outcome, i) => {
      const { entry, routed } = wave[i]!;
      settle(batches.get(entry.shard)!, states, entry, routed, outcome);
    });
  }
  for (const batch of batches.values()) {
    for (const [key, state] of batch.changed) batch.states.push({ key, bytes: flow.pack(state) });
  }
}

function settle<S, E>(
  batch: ShardBatch<S>,
  states: Map<string, S>,
  entry: Entry,
  { key }: Routed<E>,
  outcome: Outcome<Worked<S>>,
): void {
  if (outcome.kind === 'drop') batch.dropped++;
  else if (outcome.kind === 'reject') {
    // Not marked: once mended, the same event may come again.
    batch.marks = batch.marks.filter((mark) => mark.entryId !== entry.id);
    bury(batch, entry, outcome);
  } else {
    states.set(key, outcome.value.state);
    batch.changed.set(key, outcome.value.state);
    for (const output of outcome.value.outputs) addOutput(batch, key, output);
  }
}

function addOutput<S>(batch: ShardBatch<S>, key: string, output: Output): void {
  switch (output.to) {
    case 'timer': {
      const { id, due, generation, event } = output;
      batch.timers = batch.timers.filter((timer) => timer.id !== id);
      batch.cancels = batch.cancels.filter((cancel) => cancel !== id);
      batch.timers.push({ id, due, record: JSON.stringify({ due, generation, event }) });
      return;
    }
    case 'cancel':
      batch.timers = batch.timers.filter((timer) => timer.id !== output.id);
      batch.cancels.push(output.id);
      return;
    case 'outbox': {
      const fields = { space: output.space, key: output.key, event: JSON.stringify(output.event) };
      batch.appends.push({ stream: 'outbox', fields });
      return;
    }
    case 'leads': {
      const { tenant, leads, event } = output;
      const fields = { space: 'leads', tenant, leads: JSON.stringify(leads), event: JSON.stringify(event) };
      batch.appends.push({ stream: 'outbox', fields });
      return;
    }
    case 'talk':
      batch.talk.push({ key, body: JSON.stringify(output.body) });
      return;
    case 'roster':
      batch.roster.push({ list: output.list, member: output.member, score: output.score });
      return;
    default: {
      const field = output.to === 'insights' ? 'insight' : 'body';
      const fields: Record<string, string> = { ...output.route, [field]: JSON.stringify(output.body) };
      if (output.to === 'insights' && output.facts) fields.facts = JSON.stringify(output.facts);
      batch.appends.push({ stream: output.to, fields });
    }
  }
}

/** An event that changes a shard's own state has a wave to itself: those before it must not meet what it brings. */
function wavesOf<S, E>(flow: Flow<S, E>, routings: Routing<E>[]): Routing<E>[][] {
  const { shardWideKey } = flow;
  if (!shardWideKey) return waves(routings);
  const result: Routing<E>[][] = [];
  let between: Routing<E>[] = [];
  for (const routing of routings) {
    if (routing.routed.key !== shardWideKey(routing.entry.shard)) {
      between.push(routing);
      continue;
    }
    result.push(...waves(between), [routing]);
    between = [];
  }
  result.push(...waves(between));
  return result;
}

/** Wave k holds the k-th entry of every key: no key twice in a wave, order kept within a key. */
export function waves<E>(routings: Routing<E>[]): Routing<E>[][] {
  const count = new Map<string, number>();
  const result: Routing<E>[][] = [];
  for (const routing of routings) {
    const wave = count.get(routing.routed.key) ?? 0;
    count.set(routing.routed.key, wave + 1);
    if (!result[wave]) result[wave] = [];
    result[wave].push(routing);
  }
  return result;
}

/** The timers a batch sets, as the timer port takes them. */
export function timersOf<S>({ space, shard }: Lease, batch: ShardBatch<S>): Timer[] {
  return batch.timers.map(({ id, record }) => {
    const { due, generation, event } = JSON.parse(record);
    return { space, shard, id, due, generation, event: JSON.stringify(event) };
  });
}

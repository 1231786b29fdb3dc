/** Plays events through a flow in memory, as the runtime would, one log and no Redis. */
import type { Flow, Outcome, Output, Worked } from '../../../schemas/flow.ts';
import type { WireInsight } from '../../../schemas/insight-wire.ts';
import { leadKey } from '../../../schemas/shards.ts';

export const NOW = Date.parse('2026-03-02T15:00:00Z');
const utf8 = new TextEncoder();

export interface Played<S> {
  key: string;
  outcome: Outcome<Worked<S>>;
}

export interface PlayOptions {
  /** When the events reach the log, epoch ms. */
  at?: number;
  size?: number;
  cached?: boolean;
}

export interface Player<S> {
  states: Map<string, S>;
  /**
   * Works the events in waves of at most `size`. States go through bytes each time, as after a take-over, unless
   * they are `cached`, as in a processor that keeps running. Throws on an event that is rejected.
   */
  play(events: object[], options?: PlayOptions): Promise<Played<S>[]>;
}

export function createPlayer<S extends object, E>(flow: Flow<S, E>): Player<S> {
  const states = new Map<string, S>();
  let n = 0;
  const decode = (event: object, at: number) => {
    const entry = { shard: 0, id: `${at}-${n++}`, bytes: utf8.encode(JSON.stringify(event)) };
    const decoded = flow.decode(entry);
    if (decoded.kind !== 'pass') throw new Error(`${decoded.kind}: ${decoded.reason}`);
    const { key, event: read } = decoded.value;
    return {
      shard: 0,
      entryId: entry.id,
      receivedAt: at,
      key,
      event: read,
      state: undefined as S | undefined,
    };
  };
  return {
    states,
    async play(events, { at = NOW, size = 1, cached = false } = {}) {
      const played: Played<S>[] = [];
      for (let i = 0; i < events.length; i += size) {
        const wave = events.slice(i, i + size).map((event) => decode(event, at));
        const wide = flow.shardWideKey && states.get(flow.shardWideKey(0));
        for (const work of wave) Object.assign(work, { state: states.get(work.key), shardWide: wide });
        const outcomes = await flow.run(wave);
        outcomes.forEach((outcome, k) => {
          const { key } = wave[k]!;
          if (outcome.kind === 'pass') {
            const { state } = outcome.value;
            states.set(key, cached ? state : flow.unpack(flow.pack(state)));
          }
          played.push({ key, outcome });
        });
      }
      return played;
    },
  };
}

type To<O, T> = O extends { to: infer K } ? (T extends K ? O : never) : never;

/** Outputs of one kind of everything that passed. */
export const outputsTo = <S, T extends Output['to']>(played: Played<S>[], to: T): To<Output, T>[] =>
  played
    .flatMap(({ outcome }) => (outcome.kind === 'pass' ? outcome.value.outputs : []))
    .filter((output): output is To<Output, T> & Output => output.to === to);

/** What the relay would carry: each parcel with its space, key and event. */
export const parcelsOf = <S>(played: Played<S>[]) =>
  played.flatMap(({ outcome }) =>
    (outcome.kind === 'pass' ? outcome.value.outputs : []).flatMap((output) => {
      if (output.to === 'outbox') return [{ space: output.space, key: output.key, event: output.event }];
      if (output.to !== 'leads') return [];
      const { tenant, leads, event } = output;
      return leads.map((lead) => ({
        ...{ space: 'leads' as const, key: leadKey(tenant, lead), event: { lead, ...event } },
      }));
    }),
  );

/** The insights, as a reader of the stream gets them. */
export const insightsOf = <S>(played: Played<S>[]): WireInsight[] =>
  outputsTo(played, 'insights').map(({ body }) => JSON.parse(JSON.stringify(body)));

/** Full insights from the store, as JSON ready for frames and answers. */
import type { Topic } from '../../schemas/frames.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';
import { SNAPSHOT_LEADS } from '../../schemas/limits.ts';
import type { GatewayStore } from './store.ts';
import { topicKey } from './topics.ts';

/** Decodes a lead's packed state; null for one without an insight (erased). */
export type ReadInsight = (state: Uint8Array) => StreamingInsight | null;

export interface View {
  lead: string;
  seq: number;
  json: string;
}

export interface Snapshot {
  /** The end of a subscribed frame: `"snapshot":[…]}`, or `"alerts":…}`. */
  tail: Uint8Array;
  /** Number of each lead's insight in it. */
  seqs: ReadonlyMap<string, number>;
}

/** What there is now on a topic; read after the call. */
export type ReadSnapshot = (tenant: string, topic: Topic) => Promise<Snapshot>;

/** The leads of a topic of insights. */
export type LeadsTopic = Exclude<Topic, { kind: 'alerts' }>;

export interface Views {
  /** In order; null for a lead without an insight. */
  views(tenant: string, leads: string[]): Promise<(View | null)[]>;
  /** The leads of a tenant or agent that deserve attention first. */
  top(tenant: string, agent: string | undefined, limit: number): Promise<View[]>;
  /** Calls that come while one is being read share the next. */
  snapshot(tenant: string, topic: LeadsTopic): Promise<Snapshot>;
}

export function createViews(store: GatewayStore, readInsight: ReadInsight): Views {
  const views = async (tenant: string, leads: string[]) => {
    const states = await store.states(tenant, leads);
    return states.map((state, i) => {
      const insight = state && readInsight(state);
      return insight && { lead: leads[i]!, seq: insight.seq, json: JSON.stringify(insight) };
    });
  };
  const top = async (tenant: string, agent: string | undefined, limit: number) => {
    const leads = await store.roster(tenant, agent, limit);
    return present(
      await views(
        tenant,
        leads.map(({ lead }) => lead),
      ),
    );
  };
  const read = async (tenant: string, topic: LeadsTopic): Promise<Snapshot> => {
    const found =
      topic.kind === 'lead'
        ? present(await views(tenant, [topic.lead]))
        : await top(tenant, topic.kind === 'agent' ? topic.agent : undefined, SNAPSHOT_LEADS);
    return {
      tail: Buffer.from(`"snapshot":[${found.map(({ json }) => json).join(',')}]}`),
      seqs: new Map(found.map(({ lead, seq }) => [lead, seq])),
    };
  };
  const share = createShare<Snapshot>();
  return {
    views,
    top,
    snapshot: (tenant, topic) => share(topicKey(tenant, topic), () => read(tenant, topic)),
  };
}

const present = (views: (View | null)[]): View[] => views.filter((view) => view !== null);

/**
 * One reading of a key at a time. Who asks while one is under way shares the next: a result never is older than
 * the question, and a thousand clients that come back at once cost two readings.
 */
export function createShare<T>(): (key: string, read: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Promise<unknown>>();
  const next = new Map<string, Promise<T>>();
  const start = (key: string, read: () => Promise<T>): Promise<T> => {
    const reading = read().finally(() => running.get(key) === reading && running.delete(key));
    running.set(key, reading);
    return reading;
  };
  return (key, read) => {
    const current = running.get(key);
    if (!current) return start(key, read);
    let shared = next.get(key);
    if (!shared) {
      shared = current
        .catch(() => {})
        .then(() => {
          next.delete(key);
          return start(key, read);
        });
      next.set(key, shared);
    }
    return shared;
  };
}

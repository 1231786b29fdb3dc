/** Every lead the console knows: its view in packed form, and the head of its latest insight. */
import { foldInsight, type PackedView, packedView } from '../../../../schemas/apply-delta.ts';
import type { StreamingInsight } from '../../../../schemas/insight.ts';
import type { WireInsight } from '../../../../schemas/insight-wire.ts';

export interface LastWords {
  from: string | undefined;
  text: string;
  intents: WireInsight['intents'];
}

/** Replaced, never changed, so that what did not change can be told by identity. */
export interface LeadRecord {
  lead: string;
  head: WireInsight;
  view: PackedView;
  /** The latest message seen; what happened after it may be no message. */
  words: LastWords | undefined;
  /** Came as an update rather than in a snapshot. */
  live: boolean;
}

export interface Leads {
  get(lead: string): LeadRecord | undefined;
  all(): Iterable<LeadRecord>;
  /** A new snapshot of the whole: forgets the rest, but for the lead that `keep` names. */
  replace(insights: StreamingInsight[], keep: string | undefined): void;
  put(insight: StreamingInsight): void;
  apply(wire: WireInsight): void;
  /** Fetches a lead that is not known here. */
  want(lead: string): void;
  /** Calls back with the head of each insight of the lead that is applied. */
  follow(lead: string, listener: (head: WireInsight) => void): () => void;
}

/** A tab may stay open for weeks: beyond this, the leads that deserve attention least are forgotten. */
const MOST_LEADS = 2000;
const FETCHES_AT_ONCE = 4;

/**
 * @param fetchLead the full latest insight, for a lead whose earlier deltas were not seen
 * @param changed called after every change
 */
export function createLeads(
  fetchLead: (lead: string) => Promise<StreamingInsight | null>,
  changed: () => void,
): Leads {
  const records = new Map<string, LeadRecord>();
  const followers = new Map<string, Set<(head: WireInsight) => void>>();
  /** Deltas that wait for the full form of their lead. */
  const waiting = new Map<string, WireInsight[]>();
  const queue: string[] = [];
  let fetching = 0;

  function set(head: WireInsight, view: PackedView, live: boolean) {
    const words = wordsOf(head) ?? records.get(head.lead)?.words;
    records.set(head.lead, { lead: head.lead, head, view, words, live });
    for (const listener of followers.get(head.lead) ?? []) listener(head);
    if (records.size > MOST_LEADS + MOST_LEADS / 10) forgetLeast();
    changed();
  }

  /** Erased: nothing of it stays on screen. */
  function forget(lead: string) {
    if (records.delete(lead)) changed();
  }

  function forgetLeast() {
    const byAttention = [...records.values()].sort((a, b) => a.view.attention - b.view.attention);
    for (const { lead } of byAttention.slice(0, records.size - MOST_LEADS)) {
      if (!followers.has(lead) && !needsPerson(records.get(lead)!)) records.delete(lead);
    }
  }

  const put = (insight: StreamingInsight, live = false) => set(headOf(insight), packedView(insight), live);

  function apply(wire: WireInsight) {
    const known = records.get(wire.lead);
    if (known && wire.seq <= known.head.seq) return;
    const held = waiting.get(wire.lead);
    if (held) held.push(wire);
    else if (wire.seq === 1 || known?.head.seq === wire.seq - 1) {
      const view = foldInsight(known?.view, wire);
      if (view) set(wire, view, true);
      else forget(wire.lead);
    } else {
      enqueue(wire.lead, [wire]);
    }
  }

  function enqueue(lead: string, held: WireInsight[]) {
    waiting.set(lead, held);
    queue.push(lead);
    fetchNext();
  }

  function fetchNext() {
    while (fetching < FETCHES_AT_ONCE && queue.length > 0) {
      fetching++;
      void catchUp(queue.shift()!).finally(() => {
        fetching--;
        fetchNext();
      });
    }
  }

  /** When the fetch fails the held deltas are let go: the lead's next delta asks again. */
  async function catchUp(lead: string) {
    const insight = await fetchLead(lead).catch(() => undefined);
    const held = waiting.get(lead) ?? [];
    waiting.delete(lead);
    if (insight === undefined) return;
    if (insight === null) return forget(lead);
    put(insight, true);
    for (const wire of held) apply(wire);
  }

  return {
    get: (lead) => records.get(lead),
    all: () => records.values(),
    replace(insights, keep) {
      for (const lead of records.keys()) if (lead !== keep) records.delete(lead);
      for (const insight of insights) put(insight);
      changed();
    },
    put: (insight) => put(insight),
    apply,
    want(lead) {
      if (!records.has(lead) && !waiting.has(lead)) enqueue(lead, []);
    },
    follow(lead, listener) {
      const set = followers.get(lead) ?? new Set();
      followers.set(lead, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0) followers.delete(lead);
      };
    },
  };
}

/** Whatever attention it deserves, somebody has to decide. */
const needsPerson = ({ view: { nurture, competition } }: LeadRecord): boolean =>
  competition?.alert !== undefined ||
  nurture?.escalation !== undefined ||
  nurture?.plan?.status === 'awaiting_approval';

const wordsOf = ({ happening, intents }: WireInsight): LastWords | undefined =>
  happening.type === 'message' && happening.text !== undefined
    ? { from: happening.from, text: happening.text, intents }
    : undefined;

function headOf(insight: StreamingInsight): WireInsight {
  const { tenant, lead, seq, event, cause, at, happening, intents, entities } = insight;
  const { processingTimeMs, stages } = insight;
  return {
    ...{ v: 1, tenant, lead, seq, event, cause, at, happening, intents, entities },
    ...{ processingTimeMs, stages, insightDelta: {} },
  };
}

/**
 * Leads as a subscription tells them: snapshots, deltas and states folded into each lead's view, and what cannot be
 * folded fetched. Whatever order they come in, a view is the server's once all have come.
 */
import { foldInsight, fullInsight, type PackedView, packedView } from '../../../schemas/apply-delta.ts';
import type { StreamingInsight } from '../../../schemas/insight.ts';
import type { WireInsight } from '../../../schemas/insight-wire.ts';
import { backoff, pause } from '../../run.ts';

/** Replaced, never changed, so that what did not change can be told by identity. */
export interface LeadView {
  lead: string;
  /** The head of its latest insight. */
  head: WireInsight;
  view: PackedView;
}

export interface LeadViewsOptions {
  /** The full latest insight, for a lead whose earlier deltas were not heard; null where there is no such lead. */
  fetchLead(lead: string): Promise<StreamingInsight | null>;
  /** `live`: by an update rather than in a snapshot. */
  onChange(view: LeadView, live: boolean): void;
  /** Erased, not in a new snapshot, or more than are kept. */
  onForget(lead: string): void;
  /** Whether a lead may be forgotten when there are more than are kept; any may, unless told otherwise. */
  mayForget?(view: LeadView): boolean;
}

export interface LeadViews {
  get(lead: string): LeadView | undefined;
  all(): Iterable<LeadView>;
  /** A new snapshot of the whole: forgets the rest, but for the lead that `keep` names. */
  replace(insights: readonly StreamingInsight[], keep?: string): void;
  /** The latest state of one lead. */
  put(insight: StreamingInsight): void;
  apply(wire: WireInsight): void;
  /** Fetches a lead that is not known here. */
  want(lead: string): void;
  /** Fetches nothing any more. */
  close(): void;
}

/** A client may run for weeks: beyond this, the leads that deserve attention least are forgotten. */
const MOST_LEADS = 2000;
const FETCHES_AT_ONCE = 4;

export function createLeadViews({ fetchLead, onChange, onForget, mayForget }: LeadViewsOptions): LeadViews {
  const views = new Map<string, LeadView>();
  /** Deltas that wait for the full form of their lead. */
  const waiting = new Map<string, WireInsight[]>();
  const closed = new AbortController();
  let queue: string[] = [];
  let fetching = 0;
  /** Raised by every new snapshot: what was asked for before may be of another history. */
  let era = 0;

  function set(head: WireInsight, view: PackedView, live: boolean) {
    const next = { lead: head.lead, head, view };
    views.set(head.lead, next);
    onChange(next, live);
    if (views.size > MOST_LEADS + MOST_LEADS / 10) forgetLeast();
  }

  function forget(lead: string) {
    if (views.delete(lead)) onForget(lead);
  }

  function forgetLeast() {
    const byAttention = [...views.values()].sort((a, b) => a.view.attention - b.view.attention);
    for (const view of byAttention.slice(0, views.size - MOST_LEADS)) {
      if (mayForget?.(view) ?? true) forget(view.lead);
    }
  }

  const put = (insight: StreamingInsight, live: boolean) => set(headOf(insight), packedView(insight), live);

  function apply(wire: WireInsight) {
    const known = views.get(wire.lead);
    if (known && wire.seq <= known.head.seq) return;
    const held = waiting.get(wire.lead);
    if (held) held.push(wire);
    else if (wire.cause.kind === 'erase') forget(wire.lead);
    else if (wire.seq === 1 || known?.head.seq === wire.seq - 1) {
      set(wire, foldInsight(known?.view, wire)!, true);
    } else enqueue(wire.lead, [wire]);
  }

  function enqueue(lead: string, held: WireInsight[]) {
    waiting.set(lead, held);
    queue.push(lead);
    fetchNext();
  }

  function fetchNext() {
    while (fetching < FETCHES_AT_ONCE && queue.length > 0 && !closed.signal.aborted) {
      fetching++;
      void catchUp(queue.shift()!).finally(() => {
        fetching--;
        fetchNext();
      });
    }
  }

  /** Asks until there is an answer, or nobody needs it any more. */
  async function catchUp(lead: string) {
    const asked = era;
    for (let attempt = 1; ; attempt++) {
      const insight = await fetchLead(lead).catch(() => undefined);
      if (asked !== era || closed.signal.aborted) return;
      if (insight !== undefined) return caughtUp(lead, insight);
      await pause(backoff(attempt, 400, 15_000), closed.signal);
      if (asked !== era) return;
    }
  }

  function caughtUp(lead: string, insight: StreamingInsight | null) {
    const held = waiting.get(lead) ?? [];
    waiting.delete(lead);
    if (insight === null) {
      forget(lead);
      // Erased after the first of these: what came before the erasure is gone, what came after begins a new view.
      const erased = held.findLastIndex(({ cause }) => cause.kind === 'erase');
      for (const wire of erased < 0 ? [] : held.slice(erased + 1)) apply(wire);
      return;
    }
    const known = views.get(lead);
    if (!known || known.head.seq < insight.seq) put(insight, true);
    for (const wire of held) apply(wire);
  }

  return {
    get: (lead) => views.get(lead),
    all: () => views.values(),
    replace(insights, keep) {
      era++;
      const kept = keep === undefined ? undefined : waiting.get(keep);
      waiting.clear();
      queue = [];
      const told = new Set(insights.map(({ lead }) => lead));
      for (const lead of views.keys()) if (lead !== keep && !told.has(lead)) forget(lead);
      for (const insight of insights) put(insight, false);
      if (kept && keep !== undefined && !told.has(keep)) enqueue(keep, kept);
    },
    put(insight) {
      put(insight, true);
      const held = waiting.get(insight.lead);
      if (held)
        waiting.set(
          insight.lead,
          held.filter(({ seq }) => seq > insight.seq),
        );
    },
    apply,
    want(lead) {
      if (!views.has(lead) && !waiting.has(lead)) enqueue(lead, []);
    },
    close: () => closed.abort(),
  };
}

/** A view in full, as `GET /v1/leads/:lead` gives it. */
export const insightOf = ({ view, head }: LeadView): StreamingInsight => fullInsight(view, head);

function headOf(insight: StreamingInsight): WireInsight {
  const { tenant, lead, seq, event, cause, at, happening, intents, optOut, entities } = insight;
  const { processingTimeMs, stages, insightDelta } = insight;
  return {
    ...{ v: 1, tenant, lead, seq, event, cause, at, happening, intents, entities },
    ...(optOut && { optOut }),
    ...{ processingTimeMs, stages, insightDelta: insightDelta as WireInsight['insightDelta'] },
  };
}

/** Every lead the console knows, as the client library folds it, with what the pages want besides. */
import type { StreamingInsight } from '../../../../schemas/insight.ts';
import type { WireInsight } from '../../../../schemas/insight-wire.ts';
import { createLeadViews, type LeadView, type LeadViews } from '../../client/lead-views.ts';

export interface LastWords {
  from: string | undefined;
  text: string;
  intents: WireInsight['intents'];
}

/** Replaced, never changed, so that what did not change can be told by identity. */
export interface LeadRecord extends LeadView {
  /** The latest message seen; what happened after it may be no message. */
  words: LastWords | undefined;
  /** Came as an update rather than in a snapshot. */
  live: boolean;
}

export interface Leads extends Omit<LeadViews, 'get' | 'all' | 'close'> {
  get(lead: string): LeadRecord | undefined;
  all(): Iterable<LeadRecord>;
  /** Calls back with the head of each insight of the lead that is applied. */
  follow(lead: string, listener: (head: WireInsight) => void): () => void;
}

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
  const views = createLeadViews({
    fetchLead,
    onChange(view, live) {
      const words = wordsOf(view.head) ?? records.get(view.lead)?.words;
      records.set(view.lead, { ...view, words, live });
      for (const listener of followers.get(view.lead) ?? []) listener(view.head);
      changed();
    },
    onForget(lead) {
      records.delete(lead);
      changed();
    },
    mayForget: (view) => !followers.has(view.lead) && !needsPerson(view),
  });

  return {
    ...{ replace: views.replace, put: views.put, apply: views.apply, want: views.want },
    get: (lead) => records.get(lead),
    all: () => records.values(),
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
const needsPerson = ({ view: { nurture, competition } }: LeadView): boolean =>
  competition?.alert !== undefined ||
  nurture?.escalation !== undefined ||
  nurture?.plan?.status === 'awaiting_approval';

const wordsOf = ({ happening, intents }: WireInsight): LastWords | undefined =>
  happening.type === 'message' && happening.text !== undefined
    ? { from: happening.from, text: happening.text, intents }
    : undefined;

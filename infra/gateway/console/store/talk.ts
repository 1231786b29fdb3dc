/** One lead's conversation: what the gateway remembers, and what is heard since. */
import type { WireInsight } from '../../../../schemas/insight-wire.ts';
import type { TalkEntry } from '../api.ts';

export interface Talk {
  /** Oldest first; undefined until it is loaded. Replaced, never changed. */
  entries(): readonly TalkEntry[] | undefined;
  load(): Promise<void>;
  hear(head: WireInsight): void;
}

/** A page may stay open for days. */
const MOST_ENTRIES = 500;

export function createTalk(fetchTalk: () => Promise<TalkEntry[]>, changed: () => void): Talk {
  let entries: readonly TalkEntry[] | undefined;
  /** Heard while a load is under way, whose answer may be older. */
  let heard: TalkEntry[] | undefined;

  async function load() {
    heard = [];
    const meanwhile = heard;
    const loaded = await fetchTalk().catch(() => entries ?? []);
    const last = loaded.at(-1)?.seq ?? 0;
    entries = [...loaded, ...meanwhile.filter(({ seq }) => seq > last)];
    if (heard === meanwhile) heard = undefined;
    changed();
  }

  return {
    entries: () => entries,
    load,
    hear(head) {
      const { seq, at, happening, intents } = head;
      const entry: TalkEntry = { ...happening, seq, at, intents };
      heard?.push(entry);
      if (!entries) return;
      const last = entries.at(-1)?.seq ?? 0;
      if (seq <= last) return;
      // Updates may be conflated for a slow page; the gateway has what was left out.
      if (last && seq > last + 1) void load();
      entries = [...entries, entry].slice(-MOST_ENTRIES);
      changed();
    },
  };
}

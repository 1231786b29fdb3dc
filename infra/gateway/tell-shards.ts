/** Brings what a brokerage decided onto every shard's log, and finishes what others began to tell. */
import { pause, type Run } from '../run.ts';
import { StoreAway } from './store.ts';

/** How soon what did not reach every shard is told again. */
const RETELL_MS = 2000;

export interface Telling<K> {
  /** What is in force; null where nothing is. */
  kept(tenant: string): Promise<K | null>;
  versionOf(kept: K): number;
  /** Resolves when every shard has it on its log. Told again it has the effect of once. */
  tell(tenant: string, kept: K): Promise<void>;
  untold(): Promise<{ tenant: string; version: number }[]>;
  told(tenant: string, version: number): Promise<void>;
}

/**
 * Tells every shard what is in force. What changes meanwhile is told too; a version may reach a log late, after later
 * ones, and then changes nothing.
 *
 * @param version that was to be told
 */
export async function tellShards<K>(telling: Telling<K>, tenant: string, version: number): Promise<void> {
  const { kept: keptOf, versionOf } = telling;
  for (let least = version; ; ) {
    const kept = await keptOf(tenant);
    // Announced and then not kept: whoever was first has the same version to tell.
    if (!kept || versionOf(kept) < least) return;
    await telling.tell(tenant, kept);
    const after = versionOf((await keptOf(tenant))!);
    if (after === versionOf(kept)) return telling.told(tenant, version);
    least = after;
  }
}

/** Until aborted: tells what others began to tell and did not finish. */
export const createTeller =
  <K>(telling: Telling<K>, onError: (error: unknown) => void): Run =>
  async (signal) => {
    while (!signal.aborted) {
      try {
        for (const { tenant, version } of await telling.untold()) await tellShards(telling, tenant, version);
      } catch (error) {
        // An outage ends by itself; what was to be told still is.
        if (!(error instanceof StoreAway)) onError(error);
      }
      await pause(RETELL_MS, signal);
    }
  };

/** What people's side of nurturing asks of the store. `infra/redis/nurture-store.ts` is the real one. */
import type { NurtureSettings } from '../../schemas/nurture-settings.ts';

/** What waits for a person: lists of leads by when their time is up. */
export type WaitingList = 'approvals' | 'escalations' | 'alerts';

/** Settings as a brokerage left them, and who did. */
export interface KeptSettings {
  settings: NurtureSettings;
  by: string;
  /** Epoch ms. */
  at: number;
}

/** How many shards refuse to send: for this tenant, for all tenants, and for either. */
export interface Halted {
  tenant: number;
  all: number;
  either: number;
  shards: number;
}

/** Every tenant, where sending is stopped. */
export const ALL_TENANTS = '*';

/** All calls reject with `StoreAway` when the store does not answer in time; repeating any of them is harmless. */
export interface NurtureStore {
  /** Leads of a tenant or an agent that wait, those first whose time is up soonest (epoch ms); and how many do. */
  waiting(
    list: WaitingList,
    tenant: string,
    agent: string | undefined,
    limit: number,
  ): Promise<{ leads: { lead: string; until: number }[]; total: number }>;
  /** Puts an event on the log of every shard. */
  appendToAll(event: string): Promise<void>;
  /** JSON of a lead's records of nurturing, newest first, of the latest `most` entries of its shard. */
  records(tenant: string, lead: string, most: number): Promise<{ records: string[]; complete: boolean }>;
  /** Null where the brokerage has said nothing. */
  settings(tenant: string): Promise<KeptSettings | null>;
  /** Replaces settings of the version before; false where another is in force. They are to be told from then on. */
  change(tenant: string, kept: KeptSettings): Promise<boolean>;
  /** Settings that may not be on every shard yet. */
  untold(): Promise<{ tenant: string; version: number }[]>;
  told(tenant: string, version: number): Promise<void>;
  /** Stops or allows sending on every shard. @param tenant or {@link ALL_TENANTS} */
  halt(tenant: string, stopped: boolean): Promise<void>;
  halted(tenant: string): Promise<Halted>;
  /** JSON of an Effect; null before anything was measured. */
  effect(tenant: string): Promise<string | null>;
}

/** What people's side of competition asks of the store. `infra/redis/competition-store.ts` is the real one. */
import type { CompetitorRegistry } from '../../schemas/competition.ts';
import type { AlertContact } from '../../schemas/competition-acts.ts';
import type { AlertContacts } from '../../schemas/competition-answers.ts';
import type { PresenceBoard } from './presence.ts';

/** A registry as a brokerage left it, and who did. */
export interface KeptRegistry {
  registry: CompetitorRegistry;
  by: string;
  /** Epoch ms. */
  at: number;
}

/** In force where a brokerage has said nothing. */
export const NO_REGISTRY: CompetitorRegistry = { version: 1, competitors: [], ignored: [] };

/** All calls reject with `StoreAway` when the store does not answer in time; repeating any of them is harmless. */
export interface CompetitionStore extends PresenceBoard {
  /** Null where the brokerage has said nothing. */
  registry(tenant: string): Promise<KeptRegistry | null>;
  /** Replaces the registry of the version before; false where another is in force. It is to be told from then on. */
  change(tenant: string, kept: KeptRegistry): Promise<boolean>;
  /** Registries that may not be on every shard yet. */
  untold(): Promise<{ tenant: string; version: number }[]>;
  told(tenant: string, version: number): Promise<void>;
  /** Names that leads used and nobody knew, latest first; `lastAt` in epoch ms. */
  proposed(tenant: string, most: number): Promise<{ name: string; lastAt: number }[]>;
  /** Somebody has decided on this name. */
  decided(tenant: string, name: string): Promise<void>;
  contacts(tenant: string): Promise<AlertContacts>;
  /** @param agent null: who answers for the brokerage @param contact null: takes it away */
  setContact(tenant: string, agent: string | null, contact: AlertContact | null): Promise<void>;
}

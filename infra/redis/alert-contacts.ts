/** Addresses of a brokerage's own people for critical alerts. Read at the moment of sending, so that a change counts at once. */
import type { AlertContact } from '../../schemas/competition-acts.ts';
import type { AlertContacts } from '../../schemas/competition-answers.ts';
import type { RedisClient } from './connect.ts';

/** Hash: agent → JSON. No agent's id is empty: under that is who answers for the brokerage. */
const contactsKey = (tenant: string): string => `ds:alert-contacts:${tenant}`;
const FALLBACK = '';

export interface AlertContactBook {
  all(tenant: string): Promise<AlertContacts>;
  /** @param agent null: who answers for the brokerage */
  of(tenant: string, agent: string | null): Promise<AlertContact | null>;
  /** @param contact null: takes it away */
  set(tenant: string, agent: string | null, contact: AlertContact | null): Promise<void>;
}

export function createAlertContacts(client: RedisClient): AlertContactBook {
  return {
    async all(tenant) {
      const { [FALLBACK]: fallback, ...agents } = await client.hgetall(contactsKey(tenant));
      const read = (text: string) => JSON.parse(text) as AlertContact;
      return {
        fallback: fallback === undefined ? null : read(fallback),
        agents: Object.fromEntries(Object.entries(agents).map(([agent, text]) => [agent, read(text)])),
      };
    },
    async of(tenant, agent) {
      const text = await client.hget(contactsKey(tenant), agent ?? FALLBACK);
      return text === null ? null : (JSON.parse(text) as AlertContact);
    },
    async set(tenant, agent, contact) {
      const key = contactsKey(tenant);
      if (contact) await client.hset(key, agent ?? FALLBACK, JSON.stringify(contact));
      else await client.hdel(key, agent ?? FALLBACK);
    },
  };
}

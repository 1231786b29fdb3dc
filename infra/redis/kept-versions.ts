/** What a brokerage decided and every shard is to hear of: kept by version, and noted as untold until all have it. */
import type { RedisClient } from './connect.ts';
import { script } from './scripts.ts';

const changeScript = script('nurture-change');

/** A version as it is kept. */
export interface KeptVersion<T> {
  value: T;
  by: string;
  /** Epoch ms. */
  at: number;
}

export interface KeptVersions<T extends { version: number }> {
  get(tenant: string): Promise<KeptVersion<T> | null>;
  /** Replaces the version before; false where another is in force. */
  change(tenant: string, next: KeptVersion<T>): Promise<boolean>;
  untold(): Promise<{ tenant: string; version: number }[]>;
  told(tenant: string, version: number): Promise<void>;
}

/**
 * @param prefix of the keys: a hash a tenant (version, settings as JSON, by, at), and the set of what is untold as
 *   `tenant version`; a tenant's slug never begins with a dash
 * @param firstVersion that is in force where nobody has said anything
 */
export function createKeptVersions<T extends { version: number }>(
  client: RedisClient,
  prefix: string,
  firstVersion: number,
): KeptVersions<T> {
  const untoldKey = `${prefix}:-untold`;
  const keyOf = (tenant: string) => `${prefix}:${tenant}`;
  return {
    async get(tenant) {
      const { settings, by, at } = await client.hgetall(keyOf(tenant));
      return settings === undefined ? null : { value: JSON.parse(settings) as T, by: by!, at: Number(at) };
    },
    /** A crash after the script leaves the entry of the set: somebody tells them. */
    async change(tenant, { value, by, at }) {
      await client.sadd(untoldKey, `${tenant} ${value.version}`);
      const args = [value.version, firstVersion, JSON.stringify(value), by, at];
      return (await changeScript(client, [keyOf(tenant)], args)) === 1;
    },
    untold: async () => (await client.smembers(untoldKey)).map(untoldOf),
    async told(tenant, version) {
      await client.srem(untoldKey, `${tenant} ${version}`);
    },
  };
}

function untoldOf(entry: string): { tenant: string; version: number } {
  const [tenant, version] = entry.split(' ') as [string, string];
  return { tenant, version: Number(version) };
}

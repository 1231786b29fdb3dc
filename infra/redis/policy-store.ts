/** What the learning role keeps of nurturing: the policy in force and the effect measured, a tenant each. */
import type { Effect } from '../../schemas/effect.ts';
import type { PolicyWeights } from '../../schemas/policy.ts';
import type { RedisConnection } from './connect.ts';
import { script } from './scripts.ts';

/** Weights in force, or on their way to the shards. */
export interface KeptPolicy {
  weights: PolicyWeights;
  /** When they were decided on, epoch ms: also the time of their event. */
  since: number;
  why: string;
  /** What they were learned from. */
  rewards: { count: number; newest: number };
  /** Whether every shard's log has them. */
  told: boolean;
}

export interface PolicyStore {
  /** True for one member at a time; nobody else gets a turn within `ms`. */
  takeTurn(member: string, ms: number): Promise<boolean>;
  policy(tenant: string): Promise<KeptPolicy | null>;
  /** Keeps it in the place of version `before` (null: of none); false where another is there by now. */
  keepPolicy(tenant: string, before: string | null, policy: KeptPolicy): Promise<boolean>;
  keepEffect(tenant: string, effect: Effect): Promise<void>;
}

const TURN = 'ds:policy-turn';
/** Hash: version, kept (JSON). */
const policyKey = (tenant: string): string => `ds:policy:${tenant}`;
/** JSON, read by the gateway. */
export const effectKey = (tenant: string): string => `ds:effect:${tenant}`;

const keepScript = script('policy-keep');

export function createPolicyStore({ client }: RedisConnection): PolicyStore {
  return {
    takeTurn: async (member, ms) => (await client.set(TURN, member, 'PX', ms, 'NX')) === 'OK',
    async policy(tenant) {
      const kept = await client.hget(policyKey(tenant), 'kept');
      return kept ? (JSON.parse(kept) as KeptPolicy) : null;
    },
    async keepPolicy(tenant, before, policy) {
      const args = [before ?? '', policy.weights.version, JSON.stringify(policy)];
      return (await keepScript(client, [policyKey(tenant)], args)) === 1;
    },
    async keepEffect(tenant, effect) {
      await client.set(effectKey(tenant), JSON.stringify(effect));
    },
  };
}

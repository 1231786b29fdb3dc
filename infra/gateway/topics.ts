/** Topics as the hub indexes them. The tenant is the token's, never the client's to name. */
import type { Offset, Topic } from '../../schemas/frames.ts';
import { leadKey, shardName, shardOf } from '../../schemas/shards.ts';
import type { TailEntry } from './store.ts';

/** A tenant slug has no slash, so keys of two tenants never meet. */
export function topicKey(tenant: string, topic: Topic): string {
  switch (topic.kind) {
    case 'lead':
      return `lead/${tenant}/${topic.lead}`;
    case 'agent':
      return `agent/${tenant}/${topic.agent}`;
    case 'tenant':
      return `tenant/${tenant}`;
  }
}

/** The keys of all topics an entry belongs to. */
export function keysOfEntry({ tenant, lead, agent }: TailEntry): string[] {
  const keys = [`lead/${tenant}/${lead}`, `tenant/${tenant}`];
  if (agent) keys.push(`agent/${tenant}/${agent}`);
  return keys;
}

/** Shards whose entries may belong to a topic. */
export function shardsOfTopic(tenant: string, topic: Topic, shards: number): number[] {
  if (topic.kind === 'lead') return [shardOf(leadKey(tenant, topic.lead), shards)];
  return Array.from({ length: shards }, (_, shard) => shard);
}

export const offsetOf = (shards: number[], positions: string[]): Offset =>
  Object.fromEntries(shards.map((shard) => [shardName(shard), positions[shard]!]));

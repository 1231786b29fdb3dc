/** Topics as the hub indexes them. The tenant is the token's, never the client's to name. */
import type { Offset, Topic } from '../../schemas/frames.ts';
import { leadKey, shardName, shardOf } from '../../schemas/shards.ts';
import type { Feed, TailEntry } from './store.ts';

/** A tenant slug has no slash, so keys of two tenants never meet. */
export function topicKey(tenant: string, topic: Topic): string {
  switch (topic.kind) {
    case 'lead':
      return `lead/${tenant}/${topic.lead}`;
    case 'agent':
      return `agent/${tenant}/${topic.agent}`;
    case 'tenant':
      return `tenant/${tenant}`;
    case 'alerts':
      return topic.agent === undefined ? `alerts/${tenant}` : `alerts/${tenant}/${topic.agent}`;
  }
}

/** The feed that a topic follows. */
export const feedOf = ({ kind }: Topic): Feed => (kind === 'alerts' ? 'alerts' : 'insights');

/** The keys of all topics that an entry of the feed belongs to. */
export function keysOfEntry(feed: Feed, { tenant, lead, agent }: TailEntry): string[] {
  if (feed === 'alerts') return [`alerts/${tenant}`, ...(agent ? [`alerts/${tenant}/${agent}`] : [])];
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

/** What is heard of a send after dispatch was done with it: from the provider, or from a person who looked it up. */
import { leadKey, sendMember, shardKeys, shardOf } from '../../schemas/shards.ts';
import type { DeliveryEvent } from '../../schemas/system-event.ts';
import type { RedisClient } from './connect.ts';

/** A send nobody knows the outcome of. */
export interface UncertainSend {
  tenant: string;
  lead: string;
  order: string;
  /** When it was claimed. */
  at: string;
}

export interface DeliveryLog {
  /** Resolves when it is on the lead's log; what was uncertain no longer is. */
  append(delivery: DeliveryEvent): Promise<void>;
  /** Oldest first. */
  uncertain(): Promise<UncertainSend[]>;
  countUncertain(): Promise<number>;
}

/** @param shards lead shards */
export function createDeliveryLog(client: RedisClient, shards: number): DeliveryLog {
  const keys = Array.from({ length: shards }, (_, shard) => shardKeys('leads', shard));
  return {
    async append(delivery) {
      const { tenant, lead, action } = delivery;
      const k = keys[shardOf(leadKey(tenant, lead), shards)]!;
      await client.xadd(k.events, '*', 'event', JSON.stringify(delivery));
      await client.zrem(k.uncertain, sendMember(tenant, lead, action));
    },
    async uncertain() {
      const found = await Promise.all(keys.map((k) => client.zrange(k.uncertain, '0', '-1', 'WITHSCORES')));
      return found.flatMap(sendsOf).sort((a, b) => (a.at < b.at ? -1 : 1));
    },
    async countUncertain() {
      const counts = await Promise.all(keys.map((k) => client.zcard(k.uncertain)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

function sendsOf(members: string[]): UncertainSend[] {
  return Array.from({ length: members.length / 2 }, (_, i) => {
    const [member, at] = [members[2 * i]!, Number(members[2 * i + 1])];
    return { ...partsOf(member), at: new Date(at).toISOString() };
  });
}

/** Tenants and ids of orders hold no slash; a lead's id may. */
function partsOf(member: string): Omit<UncertainSend, 'at'> {
  const [first, last] = [member.indexOf('/'), member.lastIndexOf('/')];
  return {
    tenant: member.slice(0, first),
    lead: member.slice(first + 1, last),
    order: member.slice(last + 1),
  };
}

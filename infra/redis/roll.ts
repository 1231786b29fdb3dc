/** The roll of a group's members in Redis, and the channel on which they hand shards over. */
import type { Roll } from '../runtime/membership.ts';
import type { Report } from '../runtime/plan.ts';
import type { RedisClient, RedisConnection } from './connect.ts';
import { script } from './scripts.ts';

const heartbeatScript = script('heartbeat');

const membersKey = (group: string): string => `ds:members:${group}`;

/** @param group consumer group and space, e.g. `leads` */
export function createRedisRoll(connection: RedisConnection, group: string): Roll {
  const { client } = connection;
  const members = membersKey(group);
  const channel = `ds:handover:${group}`;
  return {
    async heartbeat(member, report, goneAfterMs) {
      const args = [member, JSON.stringify(report), goneAfterMs];
      const alive = (await heartbeatScript(client, [members], args)) as string[];
      const found = new Map<string, Report>();
      for (let i = 0; i < alive.length; i += 2) found.set(alive[i]!, JSON.parse(alive[i + 1]!));
      return found;
    },
    async handOver(shards, to) {
      await client.publish(channel, JSON.stringify({ shards, to }));
    },
    onHandOver(listener) {
      const subscriber = connection.another();
      void subscriber.subscribe(channel).catch(() => {}); // without it, free shards are found at the next heartbeat
      subscriber.on('message', (_channel, message) => {
        const { shards, to } = JSON.parse(message);
        listener(shards, to);
      });
    },
    async leave(member) {
      await client.hdel(members, member);
    },
  };
}

/** What the members said last, without joining them; also of those that have died since. */
export async function readReports(client: RedisClient, group: string): Promise<Map<string, Report>> {
  const said = await client.hgetall(membersKey(group));
  // `<ms> <report>`, see heartbeat.lua.
  const reports = Object.entries(said).map(
    ([member, text]) => [member, JSON.parse(text.slice(text.indexOf(' ') + 1)) as Report] as const,
  );
  return new Map(reports);
}

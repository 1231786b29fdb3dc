/** Agents with an open socket for their alerts, in Redis: each gateway says so under its own name. */
import type { PresenceBoard, Seat } from '../gateway/presence.ts';
import type { RedisClient } from './connect.ts';
import { script } from './scripts.ts';

const presentScript = script('presence');

const presentKey = ({ tenant, agent }: Seat): string => `ds:present:${tenant}/${agent}`;

/** @param gateway unique to this process */
export function createPresenceBoard(client: RedisClient, gateway: string): PresenceBoard {
  return {
    async present(seats, ttlMs) {
      await Promise.all(seats.map((seat) => presentScript(client, [presentKey(seat)], [gateway, ttlMs])));
    },
    async absent(seat) {
      await client.zrem(presentKey(seat), gateway);
    },
  };
}

/** When a gateway last said that the agent is there, epoch ms of Redis; null for one that is away. */
export async function lastPresent(client: RedisClient, seat: Seat): Promise<number | null> {
  const [, at] = await client.zrevrange(presentKey(seat), 0, 0, 'WITHSCORES');
  return at === undefined ? null : Number(at);
}

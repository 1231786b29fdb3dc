/** Whether an agent hears of an alert at a socket. */
import type { Seat } from '../gateway/presence.ts';
import type { RedisClient } from '../redis/connect.ts';
import { lastPresent } from '../redis/presence.ts';
import { pause } from '../run.ts';

const LOOK_MS = 100;

/**
 * A socket counts when a gateway said that it is open after the alert was on the stream: one that closed in between, and
 * one of a gateway that died, do not. Waits for the word of a gateway that was alive before, which is soon in coming or
 * runs out.
 *
 * @param since when the alert was put on the stream, epoch ms
 * @returns false for an agent that is away; null when the signal aborted first
 */
export async function awaitSeat(
  client: RedisClient,
  seat: Seat,
  since: number,
  signal: AbortSignal,
): Promise<boolean | null> {
  for (;;) {
    const last = await lastPresent(client, seat);
    if (last === null) return false;
    if (last > since) return true;
    await pause(LOOK_MS, signal);
    if (signal.aborted) return null;
  }
}

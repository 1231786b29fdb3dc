/**
 * Leaving without a gap: before a gateway stops, every socket is told to move, each after a time of its own, so that
 * the others are not stormed. It is served until it left; clients recover at another gateway by epoch and offset.
 */
import { setMaxListeners } from 'node:events';
import { pause } from '../run.ts';
import type { Session } from './session.ts';

const LOOK_MS = 10;

/**
 * Resolves when every socket has left, and at `withinMs` at the latest. Clients move in the first half of it; who does
 * not know how is closed in the second.
 * @param sessions those that are open, changing meanwhile
 */
export async function drainSessions(sessions: ReadonlySet<Session>, withinMs: number): Promise<void> {
  const half = withinMs / 2;
  const over = new AbortController();
  setMaxListeners(0, over.signal); // as many listen as there are sockets: no leak
  const closing: Promise<void>[] = [];
  for (const session of sessions) {
    const moveIn = Math.round(Math.random() * half);
    session.move(moveIn);
    closing.push(
      pause(half + moveIn, over.signal)
        .then(() => !over.signal.aborted && session.restart())
        .then(() => {}),
    );
  }
  for (const end = performance.now() + withinMs; sessions.size > 0 && performance.now() < end; )
    await pause(LOOK_MS);
  over.abort();
  await Promise.all(closing);
}

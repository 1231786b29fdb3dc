/** Commands that answer soon, or say that Redis is away. */
import { StoreAway, StoreFull } from '../gateway/store.ts';
import type { RedisClient } from './connect.ts';

/** A command to a Redis that is away waits in the client for its return; the one who asked does not. */
export async function inTime<T>(client: RedisClient, waitMs: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    // A process that was itself held up finds timers due before it reads its sockets: the answer may be there already.
    timer = setTimeout(() => setImmediate(resolve, 'late'), waitMs);
  });
  try {
    // Who gave up before the connection was back must not fill its queue.
    const connected = client.status === 'ready' || (await Promise.race([backAgain(client), late]));
    const answer =
      connected === 'late' ? 'late' : await Promise.race([work().then((value) => ({ value })), late]);
    if (answer === 'late') throw new StoreAway(`Redis did not answer within ${waitMs} ms`);
    return answer.value;
  } catch (error) {
    if ((error as Error).message.startsWith('OOM ')) throw new StoreFull((error as Error).message);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** One listener, however many wait. */
const returns = new WeakMap<RedisClient, Promise<void>>();

function backAgain(client: RedisClient): Promise<void> {
  const known = returns.get(client);
  if (known) return known;
  const back = new Promise<void>((resolve) => {
    client.once('ready', () => {
      returns.delete(client);
      resolve();
    });
  });
  returns.set(client, back);
  return back;
}

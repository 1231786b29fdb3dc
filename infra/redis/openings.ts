/**
 * Leads that somebody opened, told to the member that owns their shard, and what it holds of them. Beside the log: what
 * is lost here costs the lead's next event a read, and changes nothing.
 */
import type { Warmth, WarmUp } from '../runtime/warm-state.ts';
import type { RedisConnection } from './connect.ts';

/** Reads ahead that a member has under way at most; it works events in the first place. */
const MOST_AT_ONCE = 64;

interface Opening {
  n: number;
  /** Where the answer goes. */
  to: string;
  shard: number;
  key: string;
}
interface Answer {
  n: number;
  warmth: Warmth | null;
}

const openings = (member: string): string => `ds:opened:${member}`;
const answers = (gateway: string): string => `ds:warmed:${gateway}`;

export interface Openings {
  /** Null where the owner does not say within `waitMs`; it may still be at it. Never rejects. */
  tell(member: string, shard: number, key: string, waitMs: number): Promise<Warmth | null>;
}

/** The gateway's side. @param gateway unique to this process */
export function createOpenings(connection: RedisConnection, gateway: string): Openings {
  const waiting = new Map<number, (warmth: Warmth | null) => void>();
  let count = 0;
  const subscriber = connection.another();
  subscriber.on('message', (_channel: string, text: string) => {
    const { n, warmth } = JSON.parse(text) as Answer;
    waiting.get(n)?.(warmth);
  });
  // It subscribes again by itself after Redis was away; without it no answer is in time.
  void subscriber.subscribe(answers(gateway)).catch(() => {});
  return {
    tell: (member, shard, key, waitMs) =>
      new Promise((resolve) => {
        const n = ++count;
        const done = (warmth: Warmth | null) => {
          clearTimeout(timer);
          waiting.delete(n);
          resolve(warmth);
        };
        const timer = setTimeout(done, waitMs, null);
        waiting.set(n, done);
        const opening: Opening = { n, to: gateway, shard, key };
        connection.client.publish(openings(member), JSON.stringify(opening)).catch(() => done(null));
      }),
  };
}

/** The owner's side: warms what is opened until the signal aborts. */
export async function hearOpenings(
  connection: RedisConnection,
  member: string,
  warm: WarmUp,
  signal: AbortSignal,
): Promise<void> {
  const subscriber = connection.another();
  let underWay = 0;
  const answer = async ({ n, to, shard, key }: Opening) => {
    if (underWay >= MOST_AT_ONCE) return;
    underWay++;
    try {
      const answered: Answer = { n, warmth: await warm(shard, key) };
      await connection.client.publish(answers(to), JSON.stringify(answered));
    } catch {
      // The store is away, or the state cannot be read: the lead's next event meets that, and says so.
    } finally {
      underWay--;
    }
  };
  subscriber.on('message', (_channel: string, text: string) => void answer(JSON.parse(text)));
  void subscriber.subscribe(openings(member)).catch(() => {});
  await new Promise<void>((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
  subscriber.disconnect();
}

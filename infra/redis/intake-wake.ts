/** Tells the intake of a tenant, wherever it runs, that there is something new. Unheard, it is found at the next look. */
import type { RedisConnection } from './connect.ts';
import { inTime } from './in-time.ts';

export interface Wake {
  /** Highest number that was announced. */
  sequence: number;
  /** Label of the feed, where the producer gave one. */
  source?: string;
}

const WAIT_MS = 2000;
const channelOf = (tenant: string): string => `ds:intake:wake:${tenant}`;

/** Rejects with StoreAway when Redis does not answer in time. */
export async function sendWake({ client }: RedisConnection, tenant: string, wake: Wake): Promise<void> {
  await inTime(client, WAIT_MS, () => client.publish(channelOf(tenant), JSON.stringify(wake)));
}

/** Hears until the signal aborts. */
export async function hearWakes(
  redis: RedisConnection,
  tenant: string,
  heard: (wake: Wake) => void,
  signal: AbortSignal,
): Promise<void> {
  const subscriber = redis.another();
  subscriber.on('message', (_channel: string, text: string) => heard(JSON.parse(text)));
  // It subscribes again by itself after Redis was away.
  await subscriber.subscribe(channelOf(tenant));
  await new Promise<void>((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
  subscriber.disconnect();
}

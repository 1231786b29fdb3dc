/** Connections to Redis, one server or a Cluster, with one behaviour when it goes away and comes back. */
import { Cluster, Redis } from 'ioredis';

export type RedisClient = Redis | Cluster;

export interface RedisConnection {
  /** Shared by all commands; resends what was unanswered when Redis comes back, so scripts answer repeats. */
  client: RedisClient;
  cluster: boolean;
  /** A connection of its own for blocking reads; its pending read fails when Redis goes away. */
  dedicated(): RedisClient;
  /** Another connection like `client`: for subscriber mode, or for a library that wants its own. */
  another(): RedisClient;
  close(): void;
}

/**
 * RESP2: replies have one shape whether typed or called by name. A Redis that loads its data guesses when it will be
 * ready, and guesses badly: half a second became ten. It is asked again soon.
 */
const common = { protocol: 2, enableReadyCheck: true, maxLoadingRetryTime: 100 } as const;
const retryStrategy = (attempt: number) => Math.min(20 * attempt, 250);
const shared = { ...common, maxRetriesPerRequest: null };
// ioredis #2193: without the 0, a read pending at the disconnect would never settle.
const reader = { ...common, autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0 };

/** @param url one URL, or several comma-separated ones of a Cluster's nodes. Connects in the background. */
export function connectRedis(url: string): RedisConnection {
  const urls = url.split(',').map((part) => part.trim());
  const cluster = urls.length > 1;
  const open = (options: typeof shared | typeof reader): RedisClient => {
    const client = cluster
      ? new Cluster(urls, { redisOptions: options, clusterRetryStrategy: () => 100 })
      : new Redis(urls[0]!, { ...options, retryStrategy });
    client.on('error', () => {}); // every command reports its own failure
    return client;
  };
  const opened: RedisClient[] = [open(shared)];
  const openAnother = (options: typeof shared | typeof reader) => {
    const client = open(options);
    opened.push(client);
    return client;
  };
  return {
    client: opened[0]!,
    cluster,
    dedicated: () => openAnother(reader),
    another: () => openAnother(shared),
    close() {
      for (const client of opened) client.disconnect();
    },
  };
}

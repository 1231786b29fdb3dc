/** A server that others depend on (Redis, ClickHouse), started again on the same data whenever it ends. */
import type { Log } from '../log.ts';
import { backoff, pause } from '../run.ts';

export interface Server {
  /** Settles when the process ends, whoever ended it. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export interface KeptServer<S extends Server> {
  /** As it first started; one that takes its place has the same address. */
  first: S;
  stop(): Promise<void>;
}

/**
 * Starts the server and watches it until `stop`.
 * Throws when the first start fails; later failures are retried with back-off and logged.
 */
export async function keepServer<S extends Server>(
  name: string,
  start: () => Promise<S>,
  log: Log,
): Promise<KeptServer<S>> {
  const stopping = new AbortController();
  const first = await start();
  let server = first;
  const watched = watch();
  return {
    first,
    async stop() {
      stopping.abort();
      await server.stop();
      await watched;
    },
  };

  async function watch(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await server.ended;
      if (stopping.signal.aborted) return;
      log.warn({ server: name, attempt }, 'a server ended; it will be started again');
      await pause(backoff(attempt, 100, 5000), stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        server = await start();
        attempt = 0;
      } catch (error) {
        log.error({ server: name, err: error }, 'it does not start');
        continue;
      }
      if (stopping.signal.aborted) return void (await server.stop());
    }
  }
}

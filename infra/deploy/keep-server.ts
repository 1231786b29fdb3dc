/** A server that others depend on (Redis, ClickHouse), started again on the same data whenever it ends. */
import type { Log } from '../log.ts';
import { backoff, pause } from '../run.ts';

export interface Server {
  url: string;
  /** Settles when the process ends, whoever ended it. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export interface KeptServer {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts the server and watches it until `stop`. `start` must give the same address each time.
 * Throws when the first start fails; later failures are retried with back-off and logged.
 */
export async function keepServer(name: string, start: () => Promise<Server>, log: Log): Promise<KeptServer> {
  const stopping = new AbortController();
  let server = await start();
  const { url } = server;
  const watched = watch();
  return {
    url,
    async stop() {
      stopping.abort();
      await server.stop();
      await watched;
    },
  };

  async function watch(): Promise<void> {
    for (;;) {
      await server.ended;
      for (let attempt = 1; !stopping.signal.aborted; attempt++) {
        log.warn({ server: name, attempt }, 'a server ended; it will be started again');
        await pause(backoff(attempt, 100, 5000), stopping.signal);
        if (stopping.signal.aborted) return;
        const next = await start().catch((error) => log.error({ server: name, error }, 'start failed'));
        if (next) {
          server = next;
          break;
        }
      }
      if (stopping.signal.aborted) return void (await server.stop());
    }
  }
}

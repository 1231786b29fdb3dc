/** The one way to ClickHouse, embedded or anybody's server: `@clickhouse/client` over HTTP. */
import { type ClickHouseClient, createClient } from '@clickhouse/client';

export type Clickhouse = ClickHouseClient;

export interface ClickhouseAddress {
  url: string;
  user: string;
  password: string;
}

/** @param address connects on first use; the caller closes the client before its server */
export function connectClickhouse({ url, user, password }: ClickhouseAddress): Clickhouse {
  return createClient({
    url,
    username: user,
    password,
    application: 'doorstep',
    request_timeout: 60_000,
    keep_alive: { enabled: true, idle_socket_ttl: 2000 },
    log: { level: 127 }, // off: every failure is thrown, and its log would show the rows
    clickhouse_settings: {
      // Server-side buffering would merge batches and void their deduplication tokens.
      async_insert: 0,
      date_time_input_format: 'basic',
    },
  });
}

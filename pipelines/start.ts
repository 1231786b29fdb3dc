/**
 * Everything on this machine: a Redis and a ClickHouse of its own unless the settings name others, then every role
 * as a supervised process. Ends in the order that loses nothing: roles first, then the stores they write to.
 */
import { join } from 'node:path';
import { analystCredentials } from '../infra/clickhouse/credentials.ts';
import { type ClickhouseServer, startClickhouseServer } from '../infra/clickhouse/server.ts';
import { type Config, childEnv } from '../infra/config.ts';
import { claimFolder } from '../infra/deploy/data-folder.ts';
import { type KeptServer, keepServer } from '../infra/deploy/keep-server.ts';
import { supervise } from '../infra/deploy/supervise.ts';
import type { Log } from '../infra/log.ts';
import { nextFreePort } from '../infra/next-free-port.ts';
import { type RedisServer, startRedisServer } from '../infra/redis/server.ts';
import type { Run } from '../infra/run.ts';
import { runTogether } from '../infra/run-together.ts';
import { type RoleProcess, roleProcesses } from './roles.ts';

export interface StartOptions {
  /** Settings; an empty `redisUrl` or `clickhouseUrl` asks for a private one. */
  config: Config;
  log: Log;
  /** Where the output of the roles goes. */
  output: 'inherit' | number;
  /** Runs beside the roles, told where everything is. */
  beside(config: Config): Run;
}

const REDIS_PORT = 6390;
/** How long a role may take to end, sockets apart. */
const GRACE_MS = 8000;

export function createStart({ config, log, output, beside }: StartOptions): Run {
  return async function start(signal) {
    const claim = await claimFolder(config.dataDir);
    const stops: (() => Promise<void>)[] = [claim.release];
    try {
      const placed = { ...config };
      if (!config.redisUrl) {
        const redis = await keepRedis(config, log);
        stops.push(redis.stop);
        placed.redisUrl = redis.first.url;
      }
      if (!config.clickhouseUrl) {
        const { first, stop } = await keepClickhouse(config, log);
        stops.push(stop);
        Object.assign(placed, { clickhouseUrl: first.url, clickhouseUser: first.user });
        placed.clickhousePassword = first.password;
      }
      const { redisUrl, clickhouseUrl } = placed;
      await claim.announce({ redisUrl, clickhouseUrl, gatewayUrl: gatewayUrl(placed) });
      const roles = roleProcesses(placed).map((process) => superviseRole(process, log, output));
      await runTogether(...roles, beside(placed))(signal);
    } finally {
      for (const stop of stops.reverse()) await stop();
    }
  };
}

export const gatewayUrl = ({ host, port }: Config): string =>
  `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`;

async function keepRedis({ dataDir, durability }: Config, log: Log): Promise<KeptServer<RedisServer>> {
  const port = await nextFreePort(REDIS_PORT);
  return keepServer('redis', () => startRedisServer({ dir: join(dataDir, 'redis'), port, durability }), log);
}

async function keepClickhouse(config: Config, log: Log): Promise<KeptServer<ClickhouseServer>> {
  const dir = clickhouseFolder(config);
  const analysts = await analystCredentials(dir, config.analystTenants);
  const options = { dir, port: config.clickhousePort, analysts, log };
  return keepServer('clickhouse', () => startClickhouseServer(options), log);
}

/** Data, log and passwords of the embedded ClickHouse. */
export const clickhouseFolder = ({ dataDir }: Config): string => join(dataDir, 'clickhouse');

function superviseRole({ name, role, config }: RoleProcess, log: Log, output: 'inherit' | number): Run {
  // The entry of this very build: main.ts under tsx, main.js in dist/.
  const module = new URL(import.meta.url.endsWith('.ts') ? './main.ts' : './main.js', import.meta.url)
    .pathname;
  const graceMs = GRACE_MS + (role === 'gateway' ? config.drainMs : 0);
  return supervise(
    { name, module, args: ['start', '--role', role], env: childEnv(config), output, graceMs },
    log,
  );
}

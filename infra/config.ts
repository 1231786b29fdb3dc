/** Every setting, declared once: name, default, doc, parser. Nothing else reads the environment. */

import { readFileSync } from 'node:fs';
import { SENDING_SETTINGS, sendingProblems } from './channels/settings.ts';
import { GENERATOR_SETTINGS, generatorProblems } from './generator/settings.ts';
import { RESO_SETTINGS, resoProblems } from './reso/settings.ts';
import { choice, list, type Setting, secret, text, whole } from './setting.ts';

export const SETTINGS = {
  redisUrl: text(
    'REDIS_URL',
    '',
    'Redis ≥ 7; several comma-separated URLs mean Redis Cluster; empty: `doorstep start` runs one of its own',
  ),
  durability: choice(
    'DURABILITY',
    'everysec',
    ['everysec', 'always'] as const,
    'AOF policy of a Redis that Doorstep starts: what a power loss may cost',
  ),
  shards: whole('SHARDS', 16, 1, 99, 'Lead shards; fixed at first start'),
  marketShards: whole('MARKET_SHARDS', 4, 1, 99, 'Market shards; fixed at first start'),
  leaseMs: whole('LEASE_MS', 1200, 200, 60_000, 'How long a silent processor keeps its shards'),
  nodeName: text('NODE_NAME', '', 'Name of this machine as clients are told it; empty: the host’s name'),
  nodeLocality: text('NODE_LOCALITY', '', 'Where this machine is, e.g. a zone, as clients are told it'),
  processors: whole('PROCESSORS', 1, 1, 64, 'Leads processors that `doorstep start` runs'),
  gateways: whole('GATEWAYS', 1, 1, 64, 'Gateways that `doorstep start` runs, on consecutive ports'),
  readCount: whole('READ_COUNT', 32, 1, 1000, 'Entries a micro-batch takes from a shard at most'),
  attempts: whole('ATTEMPTS', 3, 1, 20, 'Tries before an event whose step throws goes to the dead letters'),
  retainEntries: whole(
    'RETAIN_ENTRIES',
    100_000,
    100,
    100_000_000,
    'Entries each stream keeps for recovery and record, once every group has read them',
  ),
  maxLag: whole(
    'MAX_LAG',
    200_000,
    10,
    100_000_000,
    'Unread events of a shard from which intake answers 429',
  ),
  maxMemoryPercent: whole(
    'MAX_MEMORY_PERCENT',
    85,
    10,
    99,
    'Redis memory (of maxmemory) from which intake answers 429',
  ),
  clickhouseUrl: text('CLICKHOUSE_URL', '', 'Analytics server; empty: the embedded one'),
  clickhousePort: whole('CLICKHOUSE_PORT', 8123, 0, 65_535, 'HTTP port of the embedded ClickHouse'),
  clickhouseUser: text('CLICKHOUSE_USER', 'default', 'User for migrations and inserts'),
  clickhousePassword: secret('CLICKHOUSE_PASSWORD', 'Its password'),
  analystTenants: list('ANALYST_TENANTS', 'main', 'Tenants that get an analyst user (`analyst_<tenant>`)'),
  spoolEntries: whole(
    'SPOOL_ENTRIES',
    50_000,
    100,
    100_000_000,
    'Unsunk entries of a shard from which the sink spools to disk',
  ),
  host: text('HOST', '127.0.0.1', 'Address the gateway binds to'),
  port: whole('PORT', 8787, 0, 65_535, 'Port of the gateway'),
  transport: choice(
    'TRANSPORT',
    'uws',
    ['uws', 'ws'] as const,
    'Socket library; ws where uWebSockets.js has no binary',
  ),
  jwtSecret: secret(
    'JWT_SECRET',
    'HS256 key of access tokens, at least 32 characters; empty: made and kept in the data folder',
  ),
  allowedOrigins: list(
    'ALLOWED_ORIGINS',
    '',
    'Browser origins allowed on the socket besides the gateway’s own',
  ),
  maxConnections: whole('MAX_CONNECTIONS', 5000, 1, 1_000_000, 'Sockets of a tenant on one gateway'),
  slowClientBytes: whole(
    'SLOW_CLIENT_BYTES',
    262_144,
    65_536,
    100_000_000,
    'Unsent bytes from which a client gets conflated state',
  ),
  challenger: text(
    'CHALLENGER',
    '',
    'Folder of a second forecast (as `train --out` writes it) that runs in shadow and can be promoted',
  ),
  ...SENDING_SETTINGS,
  ...GENERATOR_SETTINGS,
  ...RESO_SETTINGS,
  dataDir: text('DATA_DIR', '.data', 'Folder of the private Redis, the embedded ClickHouse, spool and keys'),
  logLevel: choice(
    'LOG_LEVEL',
    'info',
    ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const,
    'pino level',
  ),
} satisfies Record<string, Setting<unknown>>;

export type Config = { -readonly [K in keyof typeof SETTINGS]: ReturnType<(typeof SETTINGS)[K]['parse']> };

/** A setting that cannot be used; its message lists every problem with its fix. */
export class ConfigError extends Error {}

/** Reads and checks every setting. Throws {@link ConfigError} naming all that are wrong at once. */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(SETTINGS) as [string, Setting<unknown>][]) {
    let raw: string | undefined;
    try {
      raw = rawText(setting, env);
      config[name] = setting.parse(raw === undefined || raw === '' ? setting.fallback : raw);
    } catch (error) {
      problems.push(`${setting.env}=${setting.secret ? '…' : raw}: ${(error as Error).message}`);
    }
  }
  const key = config.jwtSecret as string;
  if (key && key.length < 32) problems.push('JWT_SECRET: must have at least 32 characters');
  if (!problems.length)
    problems.push(
      ...sendingProblems(config as Config),
      ...generatorProblems(config as Config),
      ...resoProblems(config as Config),
    );
  if (problems.length) throw new ConfigError(`Settings that cannot be used:\n  ${problems.join('\n  ')}`);
  return config as Config;
}

/** Of a secret also from the file that `<name>_FILE` names: orchestrators hand secrets over as files. */
function rawText({ env: name, secret }: Setting<unknown>, env: Record<string, string | undefined>) {
  const file = env[`${name}_FILE`];
  if (!secret || env[name] || !file) return env[name];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new Error(`${name}_FILE cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

export interface SettingRow {
  env: string;
  value: string;
  fallback: string;
  doc: string;
}

/** The table `doorstep doctor` prints: setting, value in force (secrets hidden), default, doc. */
export function configTable(config: Config): SettingRow[] {
  return (Object.entries(SETTINGS) as [keyof Config, Setting<unknown>][]).map(([name, setting]) => ({
    env: setting.env,
    value: setting.secret ? (String(config[name]) ? '(set)' : '') : withoutPassword(String(config[name])),
    fallback: setting.fallback,
    doc: setting.doc,
  }));
}

/** URLs may carry a user and a password. */
const withoutPassword = (value: string): string => value.replace(/\/\/[^/@]*@/g, '//…@');

/** The environment of a child process: this one's, with this very config. */
export function childEnv(config: Config): NodeJS.ProcessEnv {
  const settings = (Object.entries(SETTINGS) as [keyof Config, Setting<unknown>][]).map(([name, s]) => [
    s.env,
    String(config[name]),
  ]);
  return { ...process.env, ...Object.fromEntries(settings) };
}

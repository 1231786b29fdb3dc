/** What `doorstep doctor` looks at: is what Doorstep needs on this machine, and how to get what is not. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Config } from '../config.ts';
import { connectRedis, type RedisClient } from '../redis/connect.ts';
import { type Check, missing, ok, warning } from './check.ts';
import { checkFeed } from './check-feed.ts';

const execute = promisify(execFile);
const REDIS_WAIT_MS = 3000;
const DISK_GB = 2;

/**
 * All checks, in the order to mend them. Never rejects: what cannot be looked at is a finding.
 *
 * @param running the Redis of what runs here, empty where nothing does
 */
export async function checkMachine(config: Config, running: string): Promise<Check[]> {
  const checks = await Promise.all([
    checkNode(process.versions.node),
    config.redisUrl ? checkRedisServer(config.redisUrl) : checkRedisProgram(),
    config.clickhouseUrl ? checkClickhouse(config.clickhouseUrl) : checkChdb(),
    checkTransport(config.transport),
    checkChromium(),
    checkDisk(config.dataDir),
    checkFeed({ ...config, redisUrl: running }),
  ]);
  return [...checks.flat(), ok('compute', 'CPU; this version has no use for a GPU')];
}

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return ok('Node.js', version);
  return missing('Node.js', version, 'Install Node.js 20 LTS, at least 20.19');
}

async function checkRedisProgram(): Promise<Check> {
  const version = await programVersion('redis-server', /v=(\d+)\.(\d+\.\d+)/);
  const get = 'apt-get install redis-server (version 7 or newer), or set REDIS_URL';
  if (!version) return missing('redis-server', 'not installed', get);
  if (Number(version[1]) < 7) return missing('redis-server', `${version[1]}.${version[2]} is too old`, get);
  return ok('redis-server', `${version[1]}.${version[2]}`);
}

/** @param url REDIS_URL, one or several */
async function checkRedisServer(url: string): Promise<Check[]> {
  const connection = connectRedis(url);
  try {
    return await Promise.race([inspectRedis(connection.client), silentRedis()]);
  } catch (error) {
    return [missing('Redis at REDIS_URL', (error as Error).message, 'Check REDIS_URL and its password')];
  } finally {
    connection.close();
  }
}

async function silentRedis(): Promise<Check[]> {
  await new Promise((done) => setTimeout(done, REDIS_WAIT_MS).unref());
  return [
    missing('Redis at REDIS_URL', 'does not answer', 'Start it, or unset REDIS_URL to run a private one'),
  ];
}

async function inspectRedis(client: RedisClient): Promise<Check[]> {
  const info = await client.info('server');
  const version = /redis_version:(\d+)(\S*)/.exec(info);
  const setting = async (name: string) =>
    ((await client.call('CONFIG', 'GET', name).catch(() => [])) as string[])[1] ?? 'not readable';
  const policy = await setting('maxmemory-policy');
  const aof = await setting('appendonly');
  return [
    Number(version?.[1]) >= 7
      ? ok('Redis at REDIS_URL', `${version![1]}${version![2]}`)
      : missing('Redis at REDIS_URL', version?.[0] ?? 'unknown version', 'Use Redis 7 or newer'),
    policy === 'noeviction'
      ? ok('maxmemory-policy', policy)
      : missing(
          'maxmemory-policy',
          policy,
          'CONFIG SET maxmemory-policy noeviction: an evicted key is a lost lead',
        ),
    aof === 'yes'
      ? ok('appendonly', aof)
      : warning('appendonly', aof, 'CONFIG SET appendonly yes: without it a crash of Redis loses messages'),
  ];
}

async function checkClickhouse(url: string): Promise<Check> {
  const name = 'ClickHouse at CLICKHOUSE_URL';
  try {
    const answer = await fetch(new URL('/ping', url), { signal: AbortSignal.timeout(REDIS_WAIT_MS) });
    if (answer.ok) return ok(name, 'answers');
    return missing(name, `HTTP ${answer.status}`, 'Check CLICKHOUSE_URL');
  } catch (error) {
    const fix = 'Start it, or unset CLICKHOUSE_URL to run the embedded one';
    return missing(name, (error as Error).message, fix);
  }
}

/** In a process of its own: a library that does not fit this machine may take its process down. */
async function checkChdb(): Promise<Check> {
  const program = `const { libchdbPath } = require('chdb/libchdb');
    require('ffi-rs').open({ library: 'chdb', path: libchdbPath() }); process.exit(0)`;
  try {
    await execute(process.execPath, ['-e', program], { cwd: import.meta.dirname });
    return ok('embedded ClickHouse', 'chdb loads');
  } catch (error) {
    const reason = (error as Error).message.split('\n').at(-2) ?? 'chdb does not load';
    return missing(
      'embedded ClickHouse',
      reason,
      'Run npm ci on Linux or macOS (glibc), or set CLICKHOUSE_URL',
    );
  }
}

async function checkTransport(transport: Config['transport']): Promise<Check> {
  try {
    await import('uWebSockets.js');
    return ok('uWebSockets.js', 'loads');
  } catch (error) {
    if (transport === 'ws') return ok('uWebSockets.js', 'does not load, and TRANSPORT=ws does not need it');
    return missing('uWebSockets.js', (error as Error).message.split('\n')[0]!, 'Set TRANSPORT=ws');
  }
}

async function checkChromium(): Promise<Check> {
  const version = await programVersion('chromium', /Chromium (\S+)/);
  if (version) return ok('chromium', version[1]!);
  return warning('chromium', 'not installed; only the browser tests need it', 'apt-get install chromium');
}

async function checkDisk(dataDir: string): Promise<Check> {
  let folder = resolve(dataDir);
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  const gb = (bavail * bsize) / 2 ** 30;
  const found = `${gb.toFixed(1)} GB free for ${dataDir}`;
  if (gb >= DISK_GB) return ok('disk', found);
  return warning('disk', found, `Free some, or set DATA_DIR to a disk with ${DISK_GB} GB`);
}

async function programVersion(program: string, pattern: RegExp): Promise<RegExpExecArray | null> {
  try {
    return pattern.exec((await execute(program, ['--version'])).stdout);
  } catch {
    return null;
  }
}

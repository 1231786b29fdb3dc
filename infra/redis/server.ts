/** A private Redis as a child process: the demo's, the tests', and that of `doorstep start` on one machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { guardProcess } from '../guard-process.ts';
import { pause } from '../run.ts';

export interface RedisServer {
  url: string;
  port: number;
  pid: number;
  /** Settles when the process ends, whoever ended it. */
  ended: Promise<void>;
  /** Ends it as a power cut would end the process: no last write. */
  kill(): Promise<void>;
  /** Ends it cleanly. */
  stop(): Promise<void>;
}

export interface RedisServerOptions {
  /** Where AOF and snapshots live; made if missing. The same folder again continues the same data. */
  dir: string;
  port: number;
  durability?: 'everysec' | 'always';
  cluster?: boolean;
  /** Further `redis-server` arguments, e.g. `['--maxmemory', '64mb']`. */
  args?: string[];
}

/** Starts redis-server and waits until it answers. Throws when it is not installed, or does not come up in a minute. */
export async function startRedisServer(options: RedisServerOptions): Promise<RedisServer> {
  await mkdir(options.dir, { recursive: true });
  const child = spawn('redis-server', serverArgs(options), {
    // Detached: Ctrl-C in a terminal must not end Redis before those who still write to it.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await started(child);
  void ended.then(guardProcess(child.pid!));
  await answering(options.port, child).catch((error) => {
    child.kill('SIGKILL'); // or it would hold the port against the next try
    throw error;
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${options.port}`,
    port: options.port,
    pid: child.pid!,
    ended,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

function serverArgs({
  dir,
  port,
  durability = 'everysec',
  cluster,
  args = [],
}: RedisServerOptions): string[] {
  return [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--logfile', 'redis.log'],
    ...['--appendonly', 'yes', '--appendfsync', durability, '--aof-load-truncated', 'yes', '--save', ''],
    // A rewrite takes a core for half a second; from 64 MB on it came every ten seconds at 500 events/s.
    ...['--auto-aof-rewrite-min-size', '512mb'],
    // BullMQ needs it, and losing an acknowledged message to eviction is never right.
    ...['--maxmemory-policy', 'noeviction'],
    ...(cluster ? ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'] : []),
    ...args,
  ];
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(
        new Error(`redis-server does not start (${error.message}). Install it: apt-get install redis-server`),
      ),
    );
  });
}

/** Loading a few GB takes this long; a server that cannot start ends, and is noticed at once. */
const ANSWER_MS = 60_000;

async function answering(port: number, child: ChildProcess): Promise<void> {
  const client = new Redis({
    ...{ port, host: '127.0.0.1', maxRetriesPerRequest: null },
    ...{ retryStrategy: () => 20, maxLoadingRetryTime: 20 },
  });
  client.on('error', () => {});
  try {
    for (const start = Date.now(); Date.now() - start < ANSWER_MS; await pause(20)) {
      if (child.exitCode !== null) throw new Error(`redis-server ended at once; see redis.log in its folder`);
      if (client.status === 'ready') return; // ioredis is ready only after the data is loaded
    }
    throw new Error(`redis-server does not answer on port ${port}`);
  } finally {
    client.disconnect();
  }
}

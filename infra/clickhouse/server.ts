/** The embedded ClickHouse as a child process: the demo's, the tests', and that of `doorstep start` on one machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { get, type Server } from 'node:http';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.ts';
import type { Log } from '../log.ts';
import { pause } from '../run.ts';
import { type Analyst, INGEST_USER, ingestPassword } from './credentials.ts';
import { startGate } from './gate.ts';
import { serverConfig, usersConfig } from './server-config.ts';

export interface ClickhouseServer {
  /** HTTP endpoint for the ingest user and analysts alike. */
  url: string;
  port: number;
  /** Where the engine itself listens; it answers only the gate. */
  enginePort: number;
  /** Process of the engine. */
  pid: number;
  user: string;
  password: string;
  /** Settles when the engine ends, whoever ended it. */
  ended: Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Ends it cleanly. */
  stop(): Promise<void>;
}

export interface ClickhouseServerOptions {
  /** Data, config, log and passwords; made if missing. The same folder again continues the same data. */
  dir: string;
  port: number;
  /** See `analystCredentials`. */
  analysts: readonly Analyst[];
  log: Log;
}

const CHILD = fileURLToPath(new URL('./server-child.cjs', import.meta.url));
const GRACE_MS = 8000;

/** Starts the engine and its gate, and waits until they answer. Throws when that takes more than 20 s. */
export async function startClickhouseServer(options: ClickhouseServerOptions): Promise<ClickhouseServer> {
  const dir = resolve(options.dir);
  await mkdir(dir, { recursive: true });
  await chmod(dir, 0o700); // the engine writes rows and log for all to read
  const password = await ingestPassword(dir);
  const secret = randomBytes(24).toString('hex');
  await writeFile(join(dir, 'config.xml'), serverConfig(dir, secret), { mode: 0o600 });
  await writeFile(join(dir, 'users.xml'), usersConfig(options.analysts), { mode: 0o600 });
  const enginePort = await freePort();
  const engine = startEngine(dir, enginePort);
  try {
    await answering(engine, enginePort);
    const gate = await startGate({ ...options, enginePort, secret, password });
    options.log.info({ port: options.port, pid: engine.child.pid }, 'ClickHouse answers');
    return running(options.port, engine, enginePort, gate, password);
  } catch (error) {
    engine.child.kill('SIGKILL');
    throw error;
  }
}

interface Engine {
  child: ChildProcess;
  exited: Promise<void>;
  /** The end of what it wrote on stderr. */
  lastWords(): string;
}

/** Its stdin is the leash: the pipe closes when this process ends, however it ends, and the engine stops. */
function startEngine(dir: string, port: number): Engine {
  const args = [CHILD, String(port), join(dir, 'config.xml'), join(dir, 'data')];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin!.on('error', () => {}); // it may end before us
  let words = '';
  child.stderr!.on('data', (chunk) => {
    words = (words + chunk).slice(-2000);
  });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  return { child, exited, lastWords: () => words };
}

function running(
  port: number,
  { child, exited }: Engine,
  enginePort: number,
  gate: Server,
  password: string,
): ClickhouseServer {
  const ended = exited.then(() => closeGate(gate));
  return {
    url: `http://127.0.0.1:${port}`,
    ...{ port, enginePort, pid: child.pid!, user: INGEST_USER, password, ended },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      await closeGate(gate);
      child.stdin!.end();
      const impatient = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await ended;
      clearTimeout(impatient);
    },
  };
}

function closeGate(gate: Server): Promise<void> {
  return new Promise((done) => {
    gate.close(() => done());
    gate.closeAllConnections();
  });
}

async function answering({ child, lastWords }: Engine, port: number): Promise<void> {
  for (const start = Date.now(); Date.now() - start < 20_000; await pause(20)) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`ClickHouse ended at once: ${lastWords()}`);
    if (await pings(port)) return;
  }
  throw new Error(`ClickHouse does not answer on port ${port}: ${lastWords()}`);
}

const pings = (port: number): Promise<boolean> =>
  new Promise((done) => {
    get({ host: '127.0.0.1', port, path: '/ping', agent: false }, (reply) => {
      reply.resume();
      done(reply.statusCode === 200);
    }).once('error', () => done(false));
  });

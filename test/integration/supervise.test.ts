/** Child processes: started again when they end, ended in order, and never left behind. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimFolder, FolderTakenError, readRunning } from '../../infra/deploy/data-folder.ts';
import { keepServer, type Server } from '../../infra/deploy/keep-server.ts';
import { supervise } from '../../infra/deploy/supervise.ts';
import { createLog } from '../../infra/log.ts';
import { pause } from '../../infra/run.ts';

const log = createLog('silent', 'test');
const CHILD = join(import.meta.dirname, 'children/obedient.mjs');

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'doorstep-supervise-'));
  file = join(dir, 'notes');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const child = (mode: string) => ({
  ...{
    name: 'child',
    module: CHILD,
    args: [file, mode],
    env: process.env,
    output: 'inherit' as const,
    graceMs: 8000,
  },
});
const notes = async () =>
  (await readFile(file, 'utf8').catch(() => ''))
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' '));

/** Waits for something that another process does. */
async function until<T>(look: () => Promise<T | undefined | false>, what: string): Promise<T> {
  for (const start = Date.now(); Date.now() - start < 10_000; await pause(20)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`waited in vain until ${what}`);
}
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const noted = (what: string, times = 1) =>
  until(async () => {
    const found = (await notes()).filter(([word]) => word === what);
    return found.length >= times && found.map(([, pid]) => Number(pid));
  }, `${what} ${times}`);

describe('supervise', () => {
  it('starts a child again when it is killed, and ends it with SIGTERM', async () => {
    const stopping = new AbortController();
    const running = supervise(child('stay'), log)(stopping.signal);
    const [first] = await noted('started');
    process.kill(first!, 'SIGKILL');
    const [, second] = await noted('started', 2);
    expect(second).not.toBe(first);
    stopping.abort();
    await running;
    expect(await noted('terminated')).toEqual([second]);
    expect(isAlive(second!)).toBe(false);
  });

  it('waits before it starts a crashing child again', async () => {
    const stopping = new AbortController();
    const begun = performance.now();
    const running = supervise(child('crash'), log)(stopping.signal);
    await noted('started', 3);
    expect(performance.now() - begun).toBeGreaterThan(200);
    stopping.abort();
    await running;
  });

  it('gives up where the child says that its settings are wrong', async () => {
    await expect(supervise(child('usage'), log)(new AbortController().signal)).rejects.toThrow(
      'child cannot run with these settings',
    );
    expect((await notes()).length).toBe(1);
  });

  it('leaves nothing behind when it is killed itself', async () => {
    const parent = fork(join(import.meta.dirname, 'children/parent.ts'), [CHILD, file], {
      execArgv: ['--import', 'tsx'],
    });
    const [guarded] = (await once(parent, 'message')) as [number];
    const [supervised] = await noted('started');
    expect([isAlive(guarded), isAlive(supervised!)]).toEqual([true, true]);
    parent.kill('SIGKILL');
    await noted('orphaned');
    await until(async () => !isAlive(guarded) && !isAlive(supervised!), 'both are gone');
  });
});

describe('keepServer', () => {
  it('starts the server again when it ends, and only then', async () => {
    const started: { end(): void }[] = [];
    const start = async (): Promise<Server> => {
      const { promise, resolve } = deferred();
      started.push({ end: resolve });
      if (started.length === 2) throw new Error('not this time');
      return { ended: promise, stop: async () => resolve() };
    };
    const kept = await keepServer('test', start, log);
    started[0]!.end();
    await until(async () => started.length === 3, 'it is started again after a failed try');
    await kept.stop();
    expect(started.length).toBe(3);
  });

  it('fails where the first start fails', async () => {
    const start = () => Promise.reject(new Error('not installed'));
    await expect(keepServer('test', start, log)).rejects.toThrow('not installed');
  });
});

function deferred() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('a data folder', () => {
  it('belongs to one process at a time, and says where it is', async () => {
    const claim = await claimFolder(dir);
    await claim.announce({ redisUrl: 'redis://127.0.0.1:1' });
    await expect(claimFolder(dir)).rejects.toThrow(FolderTakenError);
    expect(await readRunning(dir)).toEqual({ pid: process.pid, redisUrl: 'redis://127.0.0.1:1' });
    await claim.release();
    expect(await readRunning(dir)).toBeUndefined();
    await (await claimFolder(dir)).release();
  });

  it('is free again when its holder died without a word', async () => {
    const dead = fork(CHILD, [file, 'crash']);
    await once(dead, 'exit');
    await writeFile(join(dir, 'running.json'), JSON.stringify({ pid: dead.pid }));
    expect(await readRunning(dir)).toBeUndefined();
    await (await claimFolder(dir)).release();
  });
});

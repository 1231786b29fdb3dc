/** `doorstep demo` as its user meets it: insights by themselves, a message of one's own, and a clean end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../infra/free-port.ts';
import { pause } from '../../infra/run.ts';

const root = join(import.meta.dirname, '../..');
let dir: string;
let demo: Demo | undefined;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'doorstep-demo-'));
});
afterAll(async () => {
  demo?.process.kill('SIGKILL');
  await rm(dir, { recursive: true, force: true });
});

interface Demo {
  process: ChildProcess;
  url: string;
  token: string;
  output(): string;
}

/** Starts it, and waits until it has shown its first insight. */
async function startDemo(): Promise<Demo> {
  const [port, clickhousePort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'pipelines/main.ts'), 'demo'], {
    cwd: root,
    env: {
      ...process.env,
      DATA_DIR: dir,
      REDIS_URL: '',
      PORT: `${port}`,
      CLICKHOUSE_PORT: `${clickhousePort}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const running = { process: child, output: () => output, url: '', token: '' };
  demo = running;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`the demo ended: ${output}`);
    return /First insight/.test(output);
  }, 60_000);
  const [, url, token] = /Console +(\S+)\/console\/#token=(\S+)/.exec(output)!;
  return Object.assign(running, { url, token });
}

async function until(look: () => Promise<boolean>, ms: number): Promise<void> {
  for (const start = Date.now(); !(await look()); await pause(50)) {
    if (Date.now() - start > ms) throw new Error(`waited ${ms} ms in vain; the demo said: ${demo?.output()}`);
  }
}

const get = ({ url, token }: Demo, path: string) =>
  fetch(new URL(path, url), { headers: { authorization: `Bearer ${token}` } });

/** The process and all below it, by parent in /proc. */
async function processTree(pid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')));
  const parents = stats.flatMap((stat) => {
    const [, id, parent] = /^(\d+) \(.*\) \S (\d+)/s.exec(stat) ?? [];
    return id ? [[Number(id), Number(parent)] as const] : [];
  });
  const below = (id: number): number[] => [
    id,
    ...parents.flatMap(([child, parent]) => (parent === id ? below(child) : [])),
  ];
  return below(pid);
}
const isAlive = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/^\d+ \(.*\) Z/s.test(stat);
};
async function allGone(pids: number[], ms: number): Promise<void> {
  await until(async () => !(await Promise.all(pids.map(isAlive))).includes(true), ms);
}

const mine = () => ({
  ...{ id: 'mine-1', lead: 'you and me', at: Date.now(), type: 'message', from: 'lead', channel: 'sms' },
  text: 'Could we see the bungalow on Saturday?',
});

describe('doorstep demo', () => {
  it('shows leads by itself, takes a message of ours, and ends cleanly at Ctrl-C', async () => {
    const running = await startDemo();
    const leads = (await (await get(running, '/v1/leads?limit=50')).json()) as { lead: string }[];
    expect(leads.length).toBeGreaterThan(0);
    const headers = { authorization: `Bearer ${running.token}`, 'content-type': 'application/json' };
    const posted = await fetch(new URL('/v1/events', running.url), {
      ...{ method: 'POST', headers },
      body: JSON.stringify(mine()),
    });
    expect(posted.status).toBe(202);
    await until(async () => (await get(running, '/v1/leads/you%20and%20me')).status === 200, 10_000);

    const pids = await processTree(running.process.pid!);
    expect(pids.length).toBeGreaterThanOrEqual(7);
    running.process.kill('SIGINT');
    const [code] = await once(running.process, 'exit');
    expect(code).toBe(0);
    await allGone(pids, 1000);
    expect(running.output()).toMatch(/Stopped\.\n$/);
  }, 120_000);

  it('continues where it was, and leaves no process behind when it is killed', async () => {
    const running = await startDemo();
    const lead = (await (await get(running, '/v1/leads/you%20and%20me')).json()) as { messages: number };
    expect(lead.messages).toBe(1);
    const talk = (await (await get(running, '/v1/leads/you%20and%20me/talk')).json()) as { text: string }[];
    expect(talk.map(({ text }) => text)).toEqual([mine().text]);
    const pids = await processTree(running.process.pid!);
    running.process.kill('SIGKILL');
    await allGone(pids, 15_000);
  }, 120_000);
});

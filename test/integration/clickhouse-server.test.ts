/** The embedded server: its data, its end, and its locks. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectClickhouse } from '../../infra/clickhouse/connect.ts';
import { analystCredentials, ingestPassword } from '../../infra/clickhouse/credentials.ts';
import { freePort } from '../../infra/free-port.ts';
import { startTestClickhouse, stopTestClickhouse, type TestClickhouse } from '../clickhouse.ts';

let server: TestClickhouse;
beforeEach(async () => {
  server = await startTestClickhouse();
});
afterEach(() => stopTestClickhouse(server));

async function withClient<T>(use: (client: ReturnType<typeof connectClickhouse>) => Promise<T>): Promise<T> {
  const client = connectClickhouse(server);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the embedded server', () => {
  it('stops at once, and the same folder continues its data', async () => {
    await withClient(async (client) => {
      await client.command({ query: 'CREATE DATABASE analytics ENGINE = Atomic' });
      await client.command({ query: 'CREATE TABLE analytics.kept (a Int8) ENGINE = MergeTree ORDER BY a' });
      await client.insert({ table: 'analytics.kept', values: [{ a: 7 }], format: 'JSONEachRow' });
    });
    const start = Date.now();
    await server.stop();
    expect(Date.now() - start).toBeLessThan(3000);
    expect(alive(server.pid)).toBe(false);
    const again = await startTestClickhouse(server);
    server = again;
    const kept = await withClient(async (client) =>
      (await client.query({ query: 'SELECT a FROM analytics.kept', format: 'JSONEachRow' })).json(),
    );
    expect(kept).toEqual([{ a: 7 }]);
  });

  it('ends when its parent is killed', async () => {
    const port = await freePort();
    const script = fileURLToPath(new URL('./children/clickhouse-parent.ts', import.meta.url));
    const parent: ChildProcess = fork(script, [join(server.dir, 'other'), String(port)], {
      execArgv: ['--import', 'tsx'],
    });
    const [pid] = (await once(parent, 'message')) as [number];
    expect(alive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => alive(pid), { timeout: 10_000 }).toBe(false);
  });

  it('answers its engine’s port only to the gate', async () => {
    const config = await readFile(join(server.dir, 'config.xml'), 'utf8');
    expect((await stat(join(server.dir, 'config.xml'))).mode & 0o777).toBe(0o600);
    const secret = /regex:\/([0-9a-f]+)/.exec(config)![1]!;
    const engine = `http://127.0.0.1:${server.enginePort}`;
    const direct = await fetch(`${engine}/?user=default&query=SELECT+1`);
    expect(direct.status).toBe(404);
    expect((await fetch(`${engine}/?user=doorstep&query=SELECT+1`)).status).toBe(404);
    expect((await fetch(`${engine}/${'0'.repeat(secret.length)}?query=SELECT+1`)).status).toBe(404);
    expect(await (await fetch(`${server.url}/ping`)).text()).toBe('Ok.\n');
  });

  it('says what is wrong when its port is taken', async () => {
    await expect(startTestClickhouse({ port: server.port })).rejects.toThrow('EADDRINUSE');
  });
});

describe('passwords', () => {
  it('are made once, and kept for their owner only', async () => {
    const [main, other] = await analystCredentials(server.dir, ['main', 'other']);
    expect(main).toEqual(server.analysts[0]);
    expect(other!.password).toHaveLength(24);
    expect((await analystCredentials(server.dir, ['other']))[0]).toEqual(other);
    expect(await ingestPassword(server.dir)).toBe(server.password);
    expect((await stat(join(server.dir, 'clickhouse-passwords.json'))).mode & 0o777).toBe(0o600);
  });
});

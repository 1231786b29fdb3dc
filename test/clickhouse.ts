/** A real embedded ClickHouse for tests, on a free port in a temp folder, ended with the test file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Analyst, analystCredentials } from '../infra/clickhouse/credentials.ts';
import { type ClickhouseServer, startClickhouseServer } from '../infra/clickhouse/server.ts';
import { freePort } from '../infra/free-port.ts';
import { createLog } from '../infra/log.ts';

export interface TestClickhouse extends ClickhouseServer {
  dir: string;
  analysts: Analyst[];
}

/** Stop it with {@link stopTestClickhouse}, which also removes the folder. */
export async function startTestClickhouse(
  options: { dir?: string; port?: number; tenants?: string[] } = {},
): Promise<TestClickhouse> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'doorstep-clickhouse-')));
  const analysts = await analystCredentials(dir, options.tenants ?? ['main']);
  const port = options.port ?? (await freePort());
  try {
    const server = await startClickhouseServer({ dir, port, analysts, log: createLog('silent', 'test') });
    return { ...server, dir, analysts };
  } catch (error) {
    if (!options.dir) await rm(dir, { recursive: true, force: true });
    throw error;
  }
}

export async function stopTestClickhouse(server: TestClickhouse): Promise<void> {
  await server.kill();
  await rm(server.dir, { recursive: true, force: true });
}

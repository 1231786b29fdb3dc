/** The console as production has it, built into a folder of the test's own: always of the present sources. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface BuiltConsole {
  /** What `/console/` serves. */
  dir: string;
  remove(): Promise<void>;
}

/** Takes about a second. Rejects with the builder's words when the console does not build. */
export async function buildConsole(): Promise<BuiltConsole> {
  const dir = await mkdtemp(join(tmpdir(), 'doorstep-built-console-'));
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const args = ['build', 'infra/gateway/console', '--outDir', dir, '--logLevel', 'warn'];
  // The test runner sets NODE_ENV, and with it the builder would make another console.
  await promisify(execFile)(process.execPath, [vite, ...args], {
    cwd: ROOT,
    env: { NODE_ENV: 'production' },
  });
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

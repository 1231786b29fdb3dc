/** The built console: built here when it is missing or older than what it is made of. */
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CONSOLE = join(ROOT, 'infra/gateway/console');

/** @returns the folder that `/console/` serves */
export async function builtConsole(): Promise<string> {
  const dist = join(ROOT, 'dist/console');
  const page = join(dist, 'index.html');
  const sources = await Promise.all([newest(CONSOLE), newest(join(ROOT, 'schemas'))]);
  if (!existsSync(page) || (await stat(page)).mtimeMs < Math.max(...sources)) {
    await build({ root: CONSOLE, logLevel: 'warn' });
  }
  return dist;
}

async function newest(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const times = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).mtimeMs),
  );
  return Math.max(...times);
}

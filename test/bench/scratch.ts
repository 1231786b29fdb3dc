/** Temp folders that are gone when this process is, also after Ctrl-C. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();

const remove = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });

export function scratchDir(): string {
  if (!folders.size) process.once('exit', () => folders.forEach(remove));
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-bench-'));
  folders.add(folder);
  return folder;
}

export function dropScratch(folder: string): void {
  remove(folder);
  folders.delete(folder);
}

/** A data folder belongs to one running Doorstep, and tells others on this machine where that one is. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What runs from a data folder; `doorstep dead`, `token` and others find it here. */
export interface Running {
  pid: number;
  redisUrl?: string;
  gatewayUrl?: string;
  clickhouseUrl?: string;
}

export interface Claim {
  announce(running: Omit<Running, 'pid'>): Promise<void>;
  release(): Promise<void>;
}

/** The folder is in use: two Redis over the same files would ruin them. */
export class FolderTakenError extends Error {}

const fileOf = (dir: string) => join(dir, 'running.json');

/** Throws {@link FolderTakenError} while another living process holds the folder. */
export async function claimFolder(dir: string): Promise<Claim> {
  await mkdir(dir, { recursive: true });
  const file = fileOf(dir);
  const holder = await readRunning(dir);
  if (holder) throw new FolderTakenError(`${dir} is in use by process ${holder.pid}`);
  await rm(file, { force: true });
  const own = { pid: process.pid };
  await writeFile(file, JSON.stringify(own), { flag: 'wx' });
  return {
    announce: (running) => writeFile(file, JSON.stringify({ ...own, ...running }, null, 2)),
    release: () => rm(file, { force: true }),
  };
}

/** What runs from the folder now; undefined where nothing does, or it died without a word. */
export async function readRunning(dir: string): Promise<Running | undefined> {
  try {
    const running: Running = JSON.parse(await readFile(fileOf(dir), 'utf8'));
    process.kill(running.pid, 0);
    return running;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ESRCH' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Batches kept on disk while ClickHouse is away: one file each, written whole or not at all, named by the batch.
 * A file lives from before its cursors move until after its insert; a repeat of either is harmless.
 */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pack, unpack } from 'msgpackr';
import type { Space } from '../../schemas/shards.ts';
import type { SinkBatch } from '../redis/sink-log.ts';

export interface Spool {
  /** Resolves when the batch is safe on disk. */
  put(batch: SinkBatch): Promise<void>;
  /** Oldest first. */
  list(): Promise<SpoolFile[]>;
  /** Null where another process of this machine has dropped it. */
  read(file: SpoolFile): Promise<SinkBatch | null>;
  drop(file: SpoolFile): Promise<void>;
}

export interface SpoolFile {
  name: string;
  entries: number;
}

/** @param dir made on first use; each space has its own files in it */
export function createSpool(dir: string, space: Space): Spool {
  const path = (name: string) => join(dir, name);
  return {
    async put(batch) {
      await mkdir(dir, { recursive: true });
      const newest = Math.max(...batch.ranges.map(({ to }) => Number.parseInt(to, 10)));
      const name = `${space}-${newest}-${batch.entries.length}-${batch.id}.batch`;
      await writeDurably(path(`${name}.part`), pack(batch));
      await rename(path(`${name}.part`), path(name));
      await syncFolder(dir);
    },
    async list() {
      const names = await readdir(dir).catch(unlessMissing<string[]>([]));
      return names.flatMap((name) => fileOf(space, name)).sort((a, b) => a.newest - b.newest);
    },
    async read({ name }) {
      const bytes = await readFile(path(name)).catch(unlessMissing(null));
      return bytes && (unpack(bytes) as SinkBatch);
    },
    drop: ({ name }) => rm(path(name), { force: true }),
  };
}

const unlessMissing =
  <T>(fallback: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return fallback;
    throw error;
  };

function fileOf(space: Space, name: string): (SpoolFile & { newest: number })[] {
  const [of, newest, entries] = name.split('-');
  if (of !== space || !name.endsWith('.batch')) return [];
  return [{ name, newest: Number(newest), entries: Number(entries) }];
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename is durable once its folder is. */
async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

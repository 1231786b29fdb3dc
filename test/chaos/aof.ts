/** What a power cut does to an append-only file: its tail, not yet on the disk, is gone. */
import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

/** The file that Redis appends to now. */
async function aofFile(redisDir: string): Promise<string> {
  const folder = join(redisDir, 'appendonlydir');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.incr.aof'));
  const number = (name: string) => Number(name.split('.').at(-3));
  return join(folder, files.sort((a, b) => number(a) - number(b)).at(-1)!);
}

/** Bytes written so far; the file and its length, to be cut back to. */
export async function aofPosition(redisDir: string): Promise<{ file: string; bytes: number }> {
  const file = await aofFile(redisDir);
  return { file, bytes: (await stat(file)).size };
}

/** Cuts back to an earlier position. Redis must be down. Throws when the file was rewritten since. */
export async function cutAofTo(
  redisDir: string,
  { file, bytes }: { file: string; bytes: number },
): Promise<void> {
  if ((await aofFile(redisDir)) !== file) throw new Error('the append-only file was rewritten meanwhile');
  await truncate(file, bytes);
}

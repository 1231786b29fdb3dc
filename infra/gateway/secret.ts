/** The key of access tokens: from the settings, or made once and kept in the data folder. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Several processes may start at once: the first to link the file wins, all read the same key. */
export async function loadSecret(config: { jwtSecret: string; dataDir: string }): Promise<string> {
  if (config.jwtSecret) return config.jwtSecret;
  const file = join(config.dataDir, 'jwt.key');
  const kept = await readFile(file, 'utf8').catch(missing);
  if (kept !== undefined) return kept.trim();
  await mkdir(config.dataDir, { recursive: true });
  const own = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(own, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(own, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(own);
  }
  return (await readFile(file, 'utf8')).trim();
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

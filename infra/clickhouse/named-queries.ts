/** The queries analysts start from, one file each in `queries/`; the first line says what it answers. */
import { readdir, readFile } from 'node:fs/promises';

export interface NamedQuery {
  name: string;
  question: string;
  sql: string;
}

const FOLDER = new URL('./queries/', import.meta.url);

/** All of them, by name. */
export async function namedQueries(): Promise<NamedQuery[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(new URL(file, FOLDER), 'utf8');
      return { name: file.slice(0, -4), question: /^-- (.+)$/m.exec(sql)?.[1] ?? '', sql };
    }),
  );
}

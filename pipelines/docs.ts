/** Writes the API documents beside the schemas they are made from. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAsyncApi, createOpenApi } from '../schemas/documents.ts';

/** The documents by file name, as text. */
export const documentFiles = (): Record<string, string> => ({
  'openapi.json': `${JSON.stringify(createOpenApi(), null, 2)}\n`,
  'asyncapi.json': `${JSON.stringify(createAsyncApi(), null, 2)}\n`,
});

/** @returns the files written */
export async function writeDocuments(dir: string): Promise<string[]> {
  await mkdir(dir, { recursive: true });
  const files = Object.entries(documentFiles());
  await Promise.all(files.map(([name, text]) => writeFile(join(dir, name), text)));
  return files.map(([name]) => join(dir, name));
}

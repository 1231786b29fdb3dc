/** Lines to a file or to stdout, waiting where the reader is slower. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** @param out a path; stdout when undefined. Rejects when the file cannot be written. */
export async function writeLines(out: string | undefined, lines: Iterable<string> | AsyncIterable<string>) {
  const text = Readable.from(withNewlines(lines));
  if (out !== undefined) return pipeline(text, createWriteStream(out));
  await pipeline(text, process.stdout, { end: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

async function* withNewlines(lines: Iterable<string> | AsyncIterable<string>) {
  for await (const line of lines) yield `${line}\n`;
}

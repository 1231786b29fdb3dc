/** JSON Lines from a file, streamed, with the line number that an error needs. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';

export interface Line {
  number: number;
  text: string;
  /** Bytes read up to and with this line, for progress. */
  offset: number;
}

/** Every line with something on it. Rejects when the file cannot be read. */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let number = 0;
  let offset = 0;
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const text of lines) {
    number++;
    offset += Buffer.byteLength(text) + 1;
    if (text.trim()) yield { number, text, offset };
  }
}

/** JSON, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const fileSize = async (path: string): Promise<number> => (await stat(path)).size;

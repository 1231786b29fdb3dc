/** Every text a lead has read, in seven characters each: enough to know one again. */
import { crc32 } from '../../schemas/crc32.ts';
import { TEXTS } from './nurture-state.ts';

const CHARACTERS = 7;

const keyOf = (body: string): string => crc32(body).toString(36).padStart(CHARACTERS, '0');

/** Whether it was read, or has the key of one that was: then another is written, and nothing is lost. */
export function wasRead(texts: string, body: string): boolean {
  const key = keyOf(body);
  for (let i = 0; i < texts.length; i += CHARACTERS) if (texts.startsWith(key, i)) return true;
  return false;
}

export const withText = (texts: string, body: string): string =>
  (texts + keyOf(body)).slice(-CHARACTERS * TEXTS);

/** Reads a text once for every judge: tokens, hashed n-grams, entities, language. */
import type { TextReading } from '../judges.ts';
import { readEntities } from './entities/read-entities.ts';
import { readGrams } from './grams.ts';
import { readHints } from './lexicon.ts';
import { readable, tokenise } from './tokens.ts';

/** Implements `ReadText`. What is beyond the first 4,096 characters is not read. */
export function readText(text: string, at: number, timezone: string | undefined): TextReading {
  const head = readable(text);
  const tokens = tokenise(head);
  const { bits, language } = readHints(tokens);
  return {
    tokens,
    ...readGrams(tokens),
    entities: readEntities(head, bits, at, timezone),
    language,
    characters: text.length,
  };
}

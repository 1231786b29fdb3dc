/** A message as the mention model works on it: tokens with their places in the text, hashes and classes. */
import { readable } from '../features/tokens.ts';
import type { Entity } from '../../schemas/insight.ts';
import type { TextReading } from '../judges.ts';
import { classesOf } from './words.ts';

export interface Message {
  /** As it was written, as far as it is read. */
  text: string;
  tokens: readonly string[];
  /** Where each token begins in `text`. */
  starts: Int32Array;
  /** FNV-1a of each token, its digits alike. */
  hashes: Int32Array;
  /** Bits of each token's classes. */
  classes: Int32Array;
  entities: readonly Entity[];
}

const PRIME = 16777619;
const BASIS = 0x811c9dc5 | 0;

/** Digits count as one sign, so that "4.5" and "3.2" are alike. */
export function hashToken(token: string): number {
  let hash = BASIS;
  for (let i = 0; i < token.length; i++) {
    const code = token.charCodeAt(i);
    hash = Math.imul(hash ^ (code >= 48 && code <= 57 ? 48 : code), PRIME);
  }
  return hash;
}

/** Tokens of `reading` are those of `text`; where they are not (another text) they have no place and are not read on. */
export function readMessage({ tokens, entities }: TextReading, text: string): Message {
  const head = readable(text);
  const lower = head.toLowerCase();
  const count = tokens.length;
  const starts = new Int32Array(count);
  const hashes = new Int32Array(count);
  const classes = new Int32Array(count);
  let from = 0;
  for (let i = 0; i < count; i++) {
    const token = tokens[i]!;
    const at = lower.indexOf(token, from);
    starts[i] = at < 0 ? from : at;
    if (at >= 0) from = at + token.length;
    hashes[i] = hashToken(token);
    classes[i] = classesOf(token);
  }
  return { text: lower.length === head.length ? head : lower, tokens, starts, hashes, classes, entities };
}

/** The text of tokens `from` to `to` (exclusive), as written. */
export const written = ({ text, starts, tokens }: Message, from: number, to: number): string =>
  text.slice(starts[from]!, starts[to - 1]! + tokens[to - 1]!.length);

/** Whether a token is written with a capital. */
export function isCapital({ text, starts }: Message, i: number): boolean {
  const code = text.charCodeAt(starts[i]!);
  if (code < 128) return code >= 65 && code <= 90;
  const letter = text[starts[i]!]!;
  return letter !== letter.toLowerCase();
}

/** Whether a sentence begins with this token. */
export function beginsSentence({ tokens }: Message, i: number): boolean {
  if (i === 0) return true;
  const before = tokens[i - 1]!;
  return before.length === 1 && '.!?;:"“(-–—•'.includes(before);
}

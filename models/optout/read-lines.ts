/** The lines that opting out is learned from: `dev.jsonl` (given, measured on) and `more.jsonl` (training only). */
import { readFileSync } from 'node:fs';

export interface OptOutLine {
  text: string;
  label: 'opt_out' | 'not_opt_out';
  scope: 'all' | 'channel' | 'topic' | 'none';
  lang?: string;
  note?: string;
}

const read = (name: string): OptOutLine[] =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as OptOutLine);

export const readOptOutLines = () => ({ dev: read('dev.jsonl'), more: read('more.jsonl') });

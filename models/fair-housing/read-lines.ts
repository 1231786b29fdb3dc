/** The drafts that fair housing is learned from: `dev.jsonl` (given, measured on) and `more-*.jsonl` (training only). */
import { readdirSync, readFileSync } from 'node:fs';
import type { ProtectedClass } from '../judges.ts';

export interface FairHousingLine {
  text: string;
  label: 'block' | 'allow';
  class: ProtectedClass | 'none';
  /** What the line exemplifies. */
  note?: string;
}

const FOLDER = new URL('./', import.meta.url);

const read = (name: string): FairHousingLine[] =>
  readFileSync(new URL(name, FOLDER), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FairHousingLine);

export const readFairHousingLines = () => ({
  dev: read('dev.jsonl'),
  more: readdirSync(FOLDER)
    .filter((name) => /^more-\d+\.jsonl$/.test(name))
    .sort()
    .flatMap(read),
});

/**
 * The labelled messages: `examples-*.jsonl` (of the corpus; learned from, and measured out of fold), `written*.jsonl`
 * (written for what the corpus lacks), `patterns.jsonl` (made of phrases and names put together; both are learned from only)
 * and `heldout.jsonl` (of other leads of the corpus, labelled when
 * the first model was done; nothing is learned from it or tuned on it). `GUIDE.md` says how they are labelled.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { CompetitorKind, Stance } from '../../schemas/competition.ts';

export interface LabelledMention {
  /** As everybody or the registry has it, else as written; '' where nobody is named. */
  name: string;
  kind: CompetitorKind;
  /** Id in `known.json`. */
  competitor?: string;
  stance: Stance;
  switching: 0 | 1;
  /** Where it is said. */
  words: string;
}

export interface MentionLine {
  text: string;
  /** Of the corpus; a single message is a lead of its own. */
  lead: string;
  mentions: LabelledMention[];
}

export interface MentionLines {
  measured: MentionLine[];
  written: MentionLine[];
  patterns: MentionLine[];
  heldOut: MentionLine[];
}

const folder = new URL('./', import.meta.url);

const read = (name: string): MentionLine[] =>
  readFileSync(new URL(name, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as MentionLine);

const readAll = (names: RegExp): MentionLine[] =>
  readdirSync(folder)
    .filter((name) => names.test(name))
    .sort()
    .flatMap(read);

/** All lines, in file order. */
export const readMentionLines = (): MentionLines => ({
  measured: readAll(/^examples-\d+\.jsonl$/),
  written: readAll(/^written(-\d+)?\.jsonl$/),
  patterns: read('patterns.jsonl'),
  heldOut: read('heldout.jsonl'),
});

/**
 * The labelled messages: `examples-*.jsonl` (of the corpus; learned from, and measured out of fold), `written.jsonl`
 * (written for what the corpus lacks; learned from only) and `heldout.jsonl` (of other leads of the corpus, labelled when
 * the model was done; nothing is learned from it or tuned on it). `GUIDE.md` says how they are labelled.
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
  heldOut: MentionLine[];
}

const folder = new URL('./', import.meta.url);

const read = (name: string): MentionLine[] =>
  readFileSync(new URL(name, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as MentionLine);

/** All lines, in file order. */
export const readMentionLines = (): MentionLines => ({
  measured: readdirSync(folder)
    .filter((name) => /^examples-\d+\.jsonl$/.test(name))
    .sort()
    .flatMap(read),
  written: read('written.jsonl'),
  heldOut: read('heldout.jsonl'),
});

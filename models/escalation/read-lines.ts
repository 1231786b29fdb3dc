/**
 * The lines written for escalation: `planted-*.jsonl` (learned from, and measured out of fold) and `heldout.jsonl`, by a
 * writer who had seen none of them, for one final figure: nothing is learned from it or tuned on it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { SaidReason } from '../../schemas/escalation.ts';

export interface EscalationLine {
  text: string;
  label: 'person' | 'routine';
  /** Of a line that needs a person. */
  reason?: SaidReason;
}

export interface EscalationLines {
  planted: EscalationLine[];
  heldOut: EscalationLine[];
}

const folder = new URL('./', import.meta.url);

const read = (name: string): EscalationLine[] =>
  readFileSync(new URL(name, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as EscalationLine);

/** All lines, in file order. */
export const readEscalationLines = (): EscalationLines => ({
  planted: readdirSync(folder)
    .filter((name) => /^planted-\d+\.jsonl$/.test(name))
    .sort()
    .flatMap(read),
  heldOut: read('heldout.jsonl'),
});

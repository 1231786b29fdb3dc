/** Labelled messages as the network learns from them: one example a candidate. */
import { STANCES } from '../../schemas/competition.ts';
import { DIMENSIONS, loadWordPool } from '../word-vectors/word-vectors.ts';
import { kindExamples, type PreparedLine, standsFor } from './label-lines.ts';
import { eachFlag, eachWord, FLAGS, OUTPUTS, SLOTS, STANCE_FROM, SWITCHING_AT, wordRows } from './network.ts';

export interface NetworkExample {
  /** SLOTS vectors. */
  words: Float32Array;
  flags: Float32Array;
  /** Wanted of OUTPUTS. */
  wanted: Float32Array;
  weight: number;
  /** What stance and switching count: 0 where it is no mention. */
  mentionWeight: number;
}

export function networkExamples(
  prepared: PreparedLine,
  weight: number,
  besideWeight: number,
): NetworkExample[] {
  const pool = loadWordPool();
  const rows = wordRows(prepared.message);
  return kindExamples(prepared, weight, besideWeight).map(({ target, weight: counted = 1 }, i) => {
    const candidate = prepared.candidates[i]!;
    const words = new Float32Array(SLOTS * DIMENSIONS);
    eachWord(rows, candidate, (slot, row, share) => pool.addVector(row, share, words, slot * DIMENSIONS));
    const flags = new Float32Array(FLAGS);
    eachFlag(prepared.message, candidate, prepared.candidates, (flag) => {
      flags[flag] = 1;
    });
    const wanted = new Float32Array(OUTPUTS);
    wanted[target[0]![0]] = 1;
    const mention = standsFor(prepared, candidate);
    if (mention !== undefined) {
      wanted[STANCE_FROM + STANCES.indexOf(mention.stance)] = 1;
      wanted[SWITCHING_AT] = mention.switching;
    }
    return { words, flags, wanted, weight: counted, mentionWeight: mention === undefined ? 0 : counted };
  });
}

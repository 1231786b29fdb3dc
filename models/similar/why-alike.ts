/** Why two leads are alike, in a few words: the blocks that hold most of their agreement. */
import { agreement, BLOCK_NAMES, BLOCKS, type LeadVector } from './lead-vector.ts';

const MOST_WORDS = 3;
/** Agreement from which a block is worth a word. */
const AGREES = 0.8;

export function whyAlike(a: LeadVector, b: LeadVector): string[] {
  const agreed = agreement(a, b);
  return BLOCK_NAMES.filter((name) => agreed[name] >= AGREES)
    .sort((x, y) => BLOCKS[y].weight - BLOCKS[x].weight)
    .slice(0, MOST_WORDS)
    .map((name) => BLOCKS[name].word);
}

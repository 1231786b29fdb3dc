/**
 * Groups of paraphrases: lines that share most of their words, or the note that says what they exemplify, belong
 * together with all that belong to either. Cross-validation leaves out whole groups.
 */
import { crc32 } from '../../schemas/crc32.ts';
import { normalise } from './normalise.ts';

export const OPTOUT_FOLDS = 5;
/** Share of the words of both that are in each (Jaccard) from which two lines are paraphrases. */
const ALIKE = 0.5;

const FILLERS = new Set(
  'please pls plz the a an to of and i you u me my your ur it is im this that thanks thx ok so just now for on in'.split(
    ' ',
  ),
);

function wordsOf(text: string): Set<string> {
  const words = normalise(text)
    .split(' ')
    .filter((word) => word !== '.' && word !== '');
  const telling = words.filter((word) => !FILLERS.has(word));
  return new Set(telling.length > 0 ? telling : words);
}

function alike(a: Set<string>, b: Set<string>): boolean {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  return shared > 0 && shared / (a.size + b.size - shared) >= ALIKE;
}

/** The group of each line, as the index of its first member. */
export function paraphraseGroups(lines: readonly { text: string; note?: string }[]): number[] {
  const group = Array.from(lines.keys());
  const find = (i: number): number => {
    let root = i;
    while (group[root] !== root) root = group[root]!;
    return root;
  };
  const join = (i: number, j: number) => {
    const [a, b] = [find(i), find(j)];
    group[Math.max(a, b)] = Math.min(a, b);
  };
  const words = lines.map(({ text }) => wordsOf(text));
  for (let i = 0; i < lines.length; i++) {
    for (let j = 0; j < i; j++) {
      const note = lines[i]!.note;
      if ((note !== undefined && note === lines[j]!.note) || alike(words[i]!, words[j]!)) join(i, j);
    }
  }
  return group.map((_, i) => find(i));
}

/** The fold of each line: whole groups, dealt out by the hash of their first line. */
export function foldGroups(
  lines: readonly { text: string }[],
  groups: readonly number[],
  folds = OPTOUT_FOLDS,
): number[] {
  const firsts = [...new Set(groups)].map((first) => ({ first, hash: crc32(lines[first]!.text) }));
  firsts.sort((a, b) => a.hash - b.hash || a.first - b.first);
  const fold = new Map(firsts.map(({ first }, rank) => [first, rank % folds]));
  return groups.map((group) => fold.get(group)!);
}

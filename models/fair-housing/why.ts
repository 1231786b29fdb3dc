/** Why a text should not go out, in words an agent can act on. */
import { READ_CHARACTERS } from '../features/tokens.ts';
import type { ProtectedClass } from '../judges.ts';
import { explainAway } from './explain-away.ts';
import { MENTIONS } from './mentions.ts';
import { normalise } from './normalise.ts';
import { PHRASE_PATTERNS } from './phrases.ts';

/** What it may do, and what to say in its place. */
const ADVICE: Record<ProtectedClass, [may: string, instead: string]> = {
  race: [
    'state a preference, or steer someone, by race',
    'describe the home and let them choose the area; for who lives there point to public data',
  ],
  color: [
    'treat people differently by skin color',
    'leave looks and photos out and speak of price and terms',
  ],
  religion: [
    'state a preference, or steer someone, by religion',
    'describe the home; give the distance to a place of worship only if they asked for it',
  ],
  sex: [
    'state a preference or other terms by sex, orientation or gender identity',
    'describe the home and offer the same terms to everyone',
  ],
  disability: [
    'turn away or burden someone by disability',
    'state facts of access, and take a request for an accommodation or assistance animal as one, without a fee',
  ],
  familial_status: [
    'state a preference or limit by children in the household',
    'describe rooms and features, and name an age rule only if the community is lawful 55+ or 62+ housing',
  ],
  national_origin: [
    'state a preference, or steer someone, by national origin or language',
    'describe the home and apply the same criteria to every applicant',
  ],
};

export const ALLOWED = 'It says nothing for or against anyone by a protected class.';

/** Longest quotation, in words. */
const MOST_WORDS = 8;

/** The words of the normalised text that speak most plainly of the class, if the grammar knows any. */
function tellingWords(plain: string, of: ProtectedClass): string | undefined {
  const { left } = explainAway(plain);
  for (const phrase of PHRASE_PATTERNS) {
    const match = phrase.class === of && phrase.pattern.exec(left);
    if (match) return match[0];
  }
  const { pattern } = MENTIONS.find(({ name }) => name === of)!;
  return left.match(pattern)?.[0];
}

/** Normalised words as the agent wrote them; as normalised where they were disguised. */
function asWritten(text: string, words: string): string {
  const shown = words
    .split(' ')
    .filter((word) => word !== '.' && word !== 'quoted' && word !== '~')
    .slice(0, MOST_WORDS);
  const loose = shown.map((word) => [...word].join("['’]?")).join('[^\\p{L}\\p{N}]+');
  return new RegExp(loose, 'iu').exec(text.slice(0, READ_CHARACTERS))?.[0] ?? shown.join(' ');
}

/** One sentence. */
export function whyBlocked(text: string, of: ProtectedClass): string {
  const words = tellingWords(normalise(text), of);
  const [may, instead] = ADVICE[of];
  const what = words === undefined ? 'The wording' : `“${asWritten(text, words)}”`;
  return `${what} may ${may} (42 USC § 3604): ${instead}.`;
}

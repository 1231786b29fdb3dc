/** The words of leads in a nurtured world, with what is true of them: which need a person, and which an answer. */
import { readMessages } from '../../models/corpus/read-corpus.ts';
import { readOptOutLines } from '../../models/optout/read-lines.ts';
import { type BorrowedWords, readBorrowedWords } from '../../models/simulator/borrowed-words.ts';
import { pick, type Random } from '../../models/simulator/draws.ts';
import type { Intent } from '../../schemas/intents.ts';
import type { EscalationReason } from '../../schemas/nurture.ts';

/** What a text is, by its label. */
export interface Meaning {
  /** Why a person should answer it; empty: for no reason. */
  reasons: readonly EscalationReason[];
  /** Whether it waits for an answer at all. */
  asks: boolean;
  /** Planted to be escalated, or to look as if it should be. */
  planted?: EscalationReason | 'routine';
  /** It is to stop all messages. */
  optsOut?: true;
}

export interface Spoken {
  /** Words for the narrator; the meaning of those drawn last is kept until it is taken. */
  words: BorrowedWords;
  /** Of the text drawn last; of a text of the narrator's own, what is said of those. */
  takeMeaning(): Meaning;
  planted(random: Random): { text: string; meaning: Meaning };
  optOut(random: Random): string;
}

/** The intents of the corpus that a person should answer, as escalation learns them. */
const REASONS: Partial<Record<Intent, EscalationReason>> = {
  legal_or_tax_question: 'legal_or_tax',
  complaint: 'complaint',
  human_request: 'human_request',
  offer_intent: 'offer',
  price_negotiation: 'offer',
};
const QUIET: ReadonlySet<Intent> = new Set(['smalltalk', 'not_interested', 'opt_out']);

/** Facts in wordings of the narrator's own need no person. */
const OWN_WORDING: Meaning = { reasons: [], asks: false };

const meaningOf = (intents: readonly Intent[]): Meaning => ({
  reasons: [...new Set(intents.flatMap((intent) => REASONS[intent] ?? []))],
  asks: intents.some((intent) => !QUIET.has(intent)),
});

/** A line to be planted; `reason` where a person should answer it. */
export interface PlantedLine {
  text: string;
  reason?: EscalationReason;
}

/** Reads the corpus once. @param lines to be planted, of both kinds */
export function readSpoken(lines: readonly PlantedLine[]): Spoken {
  const borrowed = readBorrowedWords();
  const labels = new Map(readMessages().map(({ text, intents }) => [text, intents]));
  const persons = lines.filter(({ reason }) => reason !== undefined);
  const routine = lines.filter(({ reason }) => reason === undefined);
  const stops = readOptOutLines().dev.filter(({ scope, lang }) => scope === 'all' && lang === 'en');
  let drawn: Meaning | undefined;
  return {
    words: {
      message(intent, random) {
        const text = borrowed.message(intent, random);
        drawn = {
          ...meaningOf(labels.get(text) ?? [intent]),
          ...(intent === 'opt_out' && { optsOut: true }),
        };
        return text;
      },
      answer: borrowed.answer,
    },
    takeMeaning() {
      const meaning = drawn ?? OWN_WORDING;
      drawn = undefined;
      return meaning;
    },
    planted(random) {
      const { text, reason } = pick(random, random() < 0.5 ? persons : routine);
      const meaning: Meaning = {
        ...{ reasons: reason === undefined ? [] : [reason], asks: true },
        planted: reason ?? 'routine',
      };
      return { text, meaning };
    },
    optOut: (random) => pick(random, stops).text,
  };
}

/**
 * Messages of the corpus by intent, and what agents answered to such. Texts that name a date, a closing or a
 * contract stay out: those facts belong to the world, which says them itself.
 */

import { INTENTS, type Intent } from '../../schemas/intents.ts';
import { readConversations, readMessages } from '../corpus/read-corpus.ts';
import { pick, type Random } from './draws.ts';
import { ANSWER } from './wordings.ts';

const FACTS =
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.? \d|\d{1,2}\/\d{1,2}|clos(?:e|ed|ing)\b|lease|accepted|under contract|pre-?approv|denied|escrow|\bin (?:\d+|two|three|six) (?:days|weeks|months)/i;
/** Answers that could stand in any conversation are short and name nobody and no number. */
const LONGEST_ANSWER = 60;
const NAMES = /[a-z,] [A-Z][a-z]+|^[A-Z][a-z]+[,!]|\d/;

export interface BorrowedWords {
  /** A lead's message with this intent, alone or, for want of those, among others. */
  message(intent: Intent, random: Random): string;
  /** An agent's answer to a message with this intent. */
  answer(intent: Intent, random: Random): string;
}

function readPools(): Map<string, { alone: string[]; among: string[] }> {
  const pools = new Map(
    INTENTS.map((id) => [id as string, { alone: [] as string[], among: [] as string[] }]),
  );
  for (const { text, intents } of readMessages()) {
    if (FACTS.test(text)) continue;
    for (const intent of intents) pools.get(intent)!.among.push(text);
    if (intents.length === 1) pools.get(intents[0]!)!.alone.push(text);
  }
  return pools;
}

function readAnswers(): Map<string, string[]> {
  const answers = new Map(INTENTS.map((id) => [id as string, [...ANSWER]]));
  for (const { events } of readConversations()) {
    for (let i = 1; i < events.length; i++) {
      const [asked, answered] = [events[i - 1]!, events[i]!];
      if (asked.type !== 'message' || asked.from !== 'lead') continue;
      if (answered.type !== 'message' || answered.from !== 'agent') continue;
      const { text } = answered;
      if (text.length > LONGEST_ANSWER || NAMES.test(text) || FACTS.test(text)) continue;
      for (const intent of asked.intents) answers.get(intent)!.push(text);
    }
  }
  return answers;
}

/** Reads the corpus once. Throws if it is missing. */
export function readBorrowedWords(): BorrowedWords {
  const pools = readPools();
  const answers = readAnswers();
  return {
    message(intent, random) {
      const { alone, among } = pools.get(intent)!;
      return pick(random, alone.length > 0 && random() < 0.85 ? alone : among);
    },
    answer: (intent, random) => pick(random, answers.get(intent)!),
  };
}

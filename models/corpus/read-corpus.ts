/** The labelled corpus: conversations written by hand, and single messages. Labels are for training and measuring only. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Intent } from '../../schemas/intents.ts';
import type { Activity } from '../../schemas/lead-event.ts';
import type { Segment } from '../../schemas/segments.ts';
import type { Channel } from '../../schemas/words.ts';

export type CorpusEvent =
  | { at: number; type: 'message'; from: 'lead'; channel: Channel; text: string; intents: Intent[] }
  | { at: number; type: 'message'; from: 'agent'; channel: Channel; text: string }
  | { at: number; type: 'activity'; activity: Activity; ref?: string };

/** One lead from the first word to its outcome; `at` is minutes since `start`, `day` days since `start`. */
export interface Conversation {
  /** Contains the label: never show it to a model or a person. */
  lead: string;
  segment: Segment;
  secondary: Segment[];
  source: string;
  timezone: string;
  start: string;
  events: CorpusEvent[];
  /** `open` means censored on that day: nothing had happened yet. */
  outcome: { result: 'converted' | 'lost' | 'open'; day: number };
}

/** One message outside any conversation. */
export interface LabelledMessage {
  text: string;
  /** Written for training later; models are not measured on it. */
  trainingOnly?: true;
  intents: Intent[];
  channel: Channel;
}

const folder = new URL('./', import.meta.url);

function readLines<T>(prefix: string): T[] {
  const files = readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && name.endsWith('.jsonl'))
    .sort();
  return files.flatMap((name) =>
    readFileSync(new URL(name, folder), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as T),
  );
}

/** The conversations that models are measured on, in file order. Throws if a file is not JSON Lines. */
export const readConversations = (): Conversation[] => readLines('train-');

/** Further conversations, written for training only; their outcomes were not thought through. */
export const readAdded = (): Conversation[] => readLines('added-');

/** All single messages, in file order. */
export const readMessages = (): LabelledMessage[] => readLines('messages-');

export interface Corpus {
  /** Those that models are measured on. */
  conversations: readonly Conversation[];
  messages: readonly LabelledMessage[];
  /** For training only. */
  added: readonly Conversation[];
}

export const readCorpus = (): Corpus => ({
  conversations: readConversations(),
  messages: readMessages(),
  added: readAdded(),
});

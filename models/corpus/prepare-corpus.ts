/** The corpus as models see it: texts read, events as feature events, labels as indexes, each lead in its fold. */
import { INTENT_INDEX } from '../../schemas/intents.ts';
import { SEGMENT_INDEX } from '../../schemas/segments.ts';
import { readText } from '../features/read-text.ts';
import type { FeatureEvent, TextReading } from '../judges.ts';
import { foldConversations, foldMessages } from './folds.ts';
import type { Conversation, CorpusEvent, LabelledMessage } from './read-corpus.ts';

/** One labelled message; those of a conversation are in its lead's fold. */
export interface PreparedMessage {
  reading: TextReading;
  /** Intent indexes. */
  labels: number[];
  fold: number;
  fromConversation: boolean;
  /** Whether models are measured on it; what was added later is for training only. */
  measured: boolean;
}

export interface PreparedEvent {
  event: FeatureEvent;
  /** Index into `PreparedCorpus.messages`, for the lead's messages. */
  message?: number;
  /** What the agent wrote. */
  heard?: TextReading;
}

export interface PreparedLead {
  fold: number;
  /** Whether models are measured on it, and learn from its outcome. */
  measured: boolean;
  segment: number;
  secondary: number[];
  /** In order, the profile first. */
  events: PreparedEvent[];
  /** Epoch ms of the first and of each event are in `events`; `day` counts from `start`. */
  start: number;
  outcome: Conversation['outcome'];
}

export interface PreparedCorpus {
  messages: PreparedMessage[];
  leads: PreparedLead[];
}

const intentIndexes = (ids: readonly string[]): number[] =>
  ids.flatMap((id) => INTENT_INDEX.get(id) ?? []);

/** @param added conversations for training only */
export function prepareCorpus(
  conversations: readonly Conversation[],
  singles: readonly LabelledMessage[],
  added: readonly Conversation[] = [],
): PreparedCorpus {
  const messages: PreparedMessage[] = [];
  const prepare = (all: readonly Conversation[], measured: boolean) => {
    const folds = foldConversations(all);
    return all.map((c, index) => prepareLead(c, folds[index]!, measured, messages));
  };
  const leads = [...prepare(conversations, true), ...prepare(added, false)];
  const singleFolds = foldMessages(singles);
  singles.forEach((m, index) => {
    messages.push({
      reading: readText(m.text, 0, undefined),
      labels: intentIndexes(m.intents),
      fold: singleFolds[index]!,
      fromConversation: false,
      measured: m.trainingOnly !== true,
    });
  });
  return { messages, leads };
}

function prepareLead(
  conversation: Conversation,
  fold: number,
  measured: boolean,
  messages: PreparedMessage[],
): PreparedLead {
  const { source, timezone } = conversation;
  const start = Date.parse(conversation.start);
  const events: PreparedEvent[] = [{ event: { at: start, kind: 'profile', source, timezone } }];
  for (const event of conversation.events) {
    const at = start + event.at * 60_000;
    events.push(prepareEvent(event, at, timezone, { fold, measured }, messages));
  }
  return {
    fold,
    measured,
    segment: SEGMENT_INDEX.get(conversation.segment)!,
    secondary: conversation.secondary.map((id) => SEGMENT_INDEX.get(id)!),
    events,
    start,
    outcome: conversation.outcome,
  };
}

function prepareEvent(
  event: CorpusEvent,
  at: number,
  timezone: string,
  of: Pick<PreparedLead, 'fold' | 'measured'>,
  messages: PreparedMessage[],
): PreparedEvent {
  if (event.type === 'activity') return { event: { at, kind: 'activity', activity: event.activity, timezone } };
  const { from, channel } = event;
  const reading = readText(event.text, at, timezone);
  if (event.from === 'agent')
    return { event: { at, kind: 'message', from, channel, timezone }, heard: reading };
  const labels = intentIndexes(event.intents);
  const message = messages.push({ reading, labels, ...of, fromConversation: true }) - 1;
  return { event: { at, kind: 'message', from, channel, timezone, reading }, message };
}

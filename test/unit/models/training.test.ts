import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openBackend } from '../../../models/backend.ts';
import { foldConversations, foldMessages } from '../../../models/corpus/folds.ts';
import {
  type Conversation,
  type LabelledMessage,
  readAdded,
  readConversations,
  readMessages,
} from '../../../models/corpus/read-corpus.ts';
import type { Card } from '../../../models/evaluation/cards.ts';
import { createTrainings } from '../../../models/evaluation/trainings.ts';

const FOLDERS = ['intents', 'segments', 'forecast-baseline', 'next-event'];
const inModels = (path: string) => new URL(`../../../models/${path}`, import.meta.url);

/** A corner of the corpus: a few conversations and messages. */
const conversations = readConversations().filter((_, i) => i % 40 === 0);
const messages = readMessages().filter((_, i) => i % 80 === 0);
const added = readAdded().filter((_, i) => i % 80 === 0);
await openBackend();

/** The same corner with every label in fold 0 turned into another. */
function spoiled(): [Conversation[], LabelledMessage[]] {
  const folds = foldConversations(conversations);
  const messageFolds = foldMessages(messages);
  const wrong = conversations.map((c, i): Conversation => {
    if (folds[i] !== 0) return c;
    const events = c.events.map((e) =>
      e.type === 'message' && e.from === 'lead' ? { ...e, intents: ['complaint' as const] } : e,
    );
    return {
      ...c,
      events,
      outcome: { result: c.outcome.result === 'lost' ? 'converted' : 'lost', day: c.outcome.day },
    };
  });
  return [
    wrong,
    messages.map((m, i) => (messageFolds[i] === 0 ? { ...m, intents: ['complaint' as const] } : m)),
  ];
}

describe('training', () => {
  const honest = createTrainings(conversations, messages, added);

  test('learns nothing from the folds left out', () => {
    const other = createTrainings(...spoiled(), added);
    expect(other.dataHash).not.toBe(honest.dataHash);
    expect(other.intents.fit([0])).toEqual(honest.intents.fit([0]));
    expect(other.segments.fit([0])).toEqual(honest.segments.fit([0]));
    expect(other.forecast.fit([0])).toEqual(honest.forecast.fit([0]));
    expect(other.nextEvent.fit([0])).toEqual(honest.nextEvent.fit([0]));
    expect(other.intents.fit([1])).not.toEqual(honest.intents.fit([1]));
  });

  test('later models learn from what earlier ones say of messages they have not seen', () => {
    const { corpus, intents } = honest;
    const index = corpus.messages.findIndex((m) => m.fold === 2 && m.labels.length > 0);
    expect(intents.unseen([], index)).not.toEqual(intents.unseen([1], index));
  });

  test('is the same to the bit each time', () => {
    const again = createTrainings(conversations, messages, added);
    expect(again.intents.fit([1])).toEqual(honest.intents.fit([1]));
  });
});

describe('cards', () => {
  const data = JSON.stringify([readConversations(), readMessages(), readAdded()]);
  const hash = createHash('sha256').update(data).digest('hex');

  test.each(FOLDERS)('%s was trained on the corpus that is here, and says what it is worth', (folder) => {
    const card = JSON.parse(readFileSync(inModels(`${folder}/card.json`), 'utf8')) as Card;
    const artefact = JSON.parse(readFileSync(inModels(`${folder}/artefact.json`), 'utf8')) as {
      version: string;
    };
    expect(card.data.sha256, 'run "make train"').toBe(hash);
    expect(card.version).toBe(artefact.version);
    expect(Object.keys(card.figures).length).toBeGreaterThan(0);
    expect(card.limits.length).toBeGreaterThan(0);
  });

  test('all artefacts together stay below 20 MB', () => {
    const all = [...FOLDERS, 'forecast', 'optout', 'word-vectors'];
    const bytes = all.reduce((sum, folder) => sum + statSync(inModels(`${folder}/artefact.bin`)).size, 0);
    expect(bytes).toBeLessThan(20e6);
  });
});

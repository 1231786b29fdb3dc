import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openBackend } from '../../../models/backend.ts';
import { foldConversations, foldMessages } from '../../../models/corpus/folds.ts';
import {
  type Conversation,
  type Corpus,
  readAdded,
  readConversations,
  readCorpus,
  readMessages,
} from '../../../models/corpus/read-corpus.ts';
import { readEscalationLines } from '../../../models/escalation/read-lines.ts';
import type { Card } from '../../../models/evaluation/cards.ts';
import { argmax } from '../../../models/evaluation/classification.ts';
import { evaluateTiming, TIMING_NETWORKS } from '../../../models/evaluation/evaluate-timing.ts';
import { REPORT_STEPS, report } from '../../../models/evaluation/report.ts';
import { corpusData, createTrainings } from '../../../models/evaluation/trainings.ts';
import { createSegmentJudge } from '../../../models/segments/model.ts';

const FOLDERS = ['intents', 'escalation', 'segments', 'forecast-baseline', 'next-event', 'prebake'];
const inModels = (path: string) => new URL(`../../../models/${path}`, import.meta.url);

/** A corner of the corpus: a few conversations and messages. */
const conversations = readConversations().filter((_, i) => i % 40 === 0);
const messages = readMessages().filter((_, i) => i % 80 === 0);
const added = readAdded().filter((_, i) => i % 80 === 0);
const escalation = readEscalationLines();
const lines = {
  planted: escalation.planted.filter((_, i) => i % 25 === 0),
  heldOut: escalation.heldOut.filter((_, i) => i % 10 === 0),
};
await openBackend();

/** The same corner with every label in fold 0 turned into another. */
function spoiled(): Pick<Corpus, 'conversations' | 'messages'> {
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
  return {
    conversations: wrong,
    messages: messages.map((m, i) => (messageFolds[i] === 0 ? { ...m, intents: ['complaint' as const] } : m)),
  };
}

describe('training', () => {
  const honest = createTrainings({ conversations, messages, added }, lines);

  test('learns nothing from the folds left out', () => {
    const other = createTrainings({ ...spoiled(), added }, lines);
    expect(other.data.sha256).not.toBe(honest.data.sha256);
    expect(other.intents.fit([0])).toEqual(honest.intents.fit([0]));
    expect(other.escalation.fit([0])).toEqual(honest.escalation.fit([0]));
    expect(other.segments.fit([0])).toEqual(honest.segments.fit([0]));
    expect(other.forecast.fit([0])).toEqual(honest.forecast.fit([0]));
    expect(other.nextEvent.fit([0])).toEqual(honest.nextEvent.fit([0]));
    expect(other.prebake.fit([0])).toEqual(honest.prebake.fit([0]));
    expect(other.intents.fit([1])).not.toEqual(honest.intents.fit([1]));
  });

  test('later models learn from what earlier ones say of messages they have not seen', () => {
    const { corpus, intents } = honest;
    const index = corpus.messages.findIndex((m) => m.fold === 2 && m.labels.length > 0);
    expect(intents.unseen([], index)).not.toEqual(intents.unseen([1], index));
  });

  test('of timing: every lead measured is asked of each network once', { timeout: 120_000 }, async () => {
    const told: string[] = [];
    const figures = await evaluateTiming(honest, async (view) => {
      told.push(view);
    });
    expect(told.length).toBe(TIMING_NETWORKS);
    const [five, others] = figures.slice(-2);
    expect(five!.leads + others!.leads).toBe(conversations.length + added.length);
    // The view of everything is the model itself.
    const right = five!.leads * five!.all.recall + others!.leads * others!.all.recall;
    const { leads } = honest.whole;
    const known = leads.filter(({ fold, segment }, i) => {
      const { memory, features } = honest.segments.moments([fold], i).at(-1)!;
      const judge = createSegmentJudge(honest.segments.fit([fold]), '');
      return argmax(judge.predict([{ memory, features }])[0]!) === segment;
    });
    expect(Math.round(right)).toBe(known.length);
  });

  test('is reported, step by step', { timeout: 120_000 }, async () => {
    const steps: number[] = [];
    const whole = await report(honest, async (_, done, of) => {
      expect(of).toBe(REPORT_STEPS);
      steps.push(done);
    });
    expect(steps).toEqual([...Array(REPORT_STEPS).keys()]);
    expect(whole.data.conversations).toBe(conversations.length);
    const counts = Object.values(whole.segments.confusion).flatMap((row) => Object.values(row));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(conversations.length);
  });

  test('is the same to the bit each time', () => {
    const again = createTrainings({ conversations, messages, added }, lines);
    expect(again.intents.fit([1])).toEqual(honest.intents.fit([1]));
  });
});

describe('cards', () => {
  const { sha256: hash } = corpusData(readCorpus());

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
    const all = [...FOLDERS, 'forecast', 'optout', 'fair-housing', 'word-vectors'];
    const bytes = all.reduce((sum, folder) => sum + statSync(inModels(`${folder}/artefact.bin`)).size, 0);
    expect(bytes).toBeLessThan(20e6);
  });
});

import { describe, expect, test } from 'vitest';
import { FOLDS, foldConversations, foldMessages } from '../../../models/corpus/folds.ts';
import { prepareCorpus } from '../../../models/corpus/prepare-corpus.ts';
import { readAdded, readConversations, readMessages } from '../../../models/corpus/read-corpus.ts';
import { SEGMENTS } from '../../../schemas/segments.ts';

const conversations = readConversations();
const messages = readMessages();

test('the corpus is whole', () => {
  expect(conversations.length).toBe(672);
  expect(messages.filter((m) => !m.trainingOnly).length).toBe(5769);
  expect(readAdded().length).toBe(3640);
  expect(new Set(conversations.map((c) => c.segment)).size).toBe(SEGMENTS.length);
});

describe('folds', () => {
  const folds = foldConversations(conversations);
  test('every segment is spread over all folds evenly', () => {
    for (const segment of SEGMENTS) {
      const own = folds.filter((_, i) => conversations[i]!.segment === segment);
      const sizes = Array.from({ length: FOLDS }, (_, fold) => own.filter((f) => f === fold).length);
      expect(Math.max(...sizes) - Math.min(...sizes), segment).toBeLessThanOrEqual(1);
    }
  });
  test('do not depend on the order of the corpus', () => {
    const backwards = [...conversations].reverse();
    expect(foldConversations(backwards).reverse()).toEqual(folds);
  });
  test('a repeated message stays in one fold', () => {
    const [a, b] = foldMessages([
      { text: 'Thanks!', intents: [], channel: 'sms' },
      { text: 'thanks!', intents: [], channel: 'email' },
    ]);
    expect(a).toBe(b);
  });
});

test('what models see of a lead holds neither its id nor its label', () => {
  const some = conversations.slice(0, 20);
  const { leads, messages: prepared } = prepareCorpus(some, []);
  expect(prepared.every((m) => m.fromConversation)).toBe(true);
  leads.forEach((lead, i) => {
    const seen = JSON.stringify(lead.events.map(({ event: { reading: _, ...rest } }) => rest));
    expect(seen).not.toContain(some[i]!.lead);
    expect(seen).not.toContain(some[i]!.segment);
    expect(
      prepared
        .filter((m) => lead.events.some((e) => prepared[e.message ?? -1] === m))
        .every((m) => m.fold === lead.fold),
    ).toBe(true);
  });
});

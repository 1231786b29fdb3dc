import { describe, expect, test } from 'vitest';
import {
  evaluateMentions,
  mentionFigures,
  registryOf,
} from '../../../models/evaluation/evaluate-mentions.ts';
import {
  type LabelledMention,
  type MentionLine,
  readMentionLines,
} from '../../../models/mentions/read-lines.ts';
import { trainMentions } from '../../../models/mentions/train.ts';
import { COMPETITOR_KINDS, STANCES } from '../../../schemas/competition.ts';

const lines = readMentionLines();
const all = [...lines.measured, ...lines.written, ...lines.patterns, ...lines.heldOut];

describe('the lines', () => {
  test('name kinds and stances that there are, and words that are in the text; each kind and name once', () => {
    for (const { text, mentions } of all) {
      for (const { kind, stance, words } of mentions) {
        expect(COMPETITOR_KINDS).toContain(kind);
        expect(STANCES).toContain(stance);
        expect(text).toContain(words);
      }
      const keys = mentions.map(({ kind, name }) => `${kind} ${name.toLowerCase()}`);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test('are enough; nothing is held out of a lead that is learned from, no text is there twice', () => {
    const withMention = ({ mentions }: MentionLine) => mentions.length > 0;
    expect(lines.measured.filter(withMention).length).toBeGreaterThanOrEqual(350);
    expect(lines.measured.filter((line) => !withMention(line)).length).toBeGreaterThanOrEqual(350);
    expect(lines.heldOut.filter(withMention).length).toBeGreaterThanOrEqual(100);
    expect(lines.heldOut.filter((line) => !withMention(line)).length).toBeGreaterThanOrEqual(100);
    const leads = new Set(lines.measured.map(({ lead }) => lead));
    expect(lines.heldOut.filter(({ lead }) => leads.has(lead))).toEqual([]);
    const texts = [...lines.measured, ...lines.heldOut].map(({ text }) => text.toLowerCase());
    expect(new Set(texts).size).toBe(texts.length);
  });
});

const mention = (over: Partial<LabelledMention>): LabelledMention => ({
  ...{ name: '', kind: 'agent', stance: 'neutral', switching: 0, words: 'x' },
  ...over,
});
const line = (lead: string, mentions: LabelledMention[]): MentionLine => ({ text: 'x', lead, mentions });

test('figures count a mention right by kind and name, stance of those alone, and false alarms', () => {
  const figures = mentionFigures([
    {
      line: line('a', [
        mention({ name: 'The Dunmore Team', kind: 'brokerage', stance: 'committed', switching: 1 }),
      ]),
      found: [
        mention({ name: "Dunmore Team's", kind: 'brokerage', stance: 'committed', switching: 0.8 as 0 }),
      ],
    },
    { line: line('b', [mention({})]), found: [mention({ kind: 'brokerage' })] },
    { line: line('c', [mention({})]), found: [mention({ stance: 'comparing', switching: 0.1 as 0 })] },
    { line: line('d', []), found: [mention({ kind: 'portal' })] },
    { line: line('d', []), found: [] },
  ]);
  expect(figures.all).toMatchObject({ precision: 0.5, recall: 0.6667, f1: 0.5714, mentions: 3 });
  expect(figures.stance.accuracy).toBe(0.5);
  expect(figures.switching).toMatchObject({ auc: 1, brier: 0.025, rate: 0.5 });
  expect(figures.falsePer100).toBe(50);
  expect(figures.perName.unnamed.mentions).toBe(2);
  const [low, high] = figures.all.f1_95;
  expect(low).toBeLessThanOrEqual(0.5714);
  expect(high).toBeGreaterThanOrEqual(0.5714);
});

test('a registry of unknown names has each of them once, and none that everybody knows', () => {
  const { competitors } = registryOf([
    line('a', [mention({ name: 'Jan' }), mention({ name: 'Zillow', kind: 'portal', competitor: 'zillow' })]),
    line('b', [mention({ name: 'jan' }), mention({})]),
  ]);
  expect(competitors.map(({ name }) => name)).toEqual(['jan']);
});

describe('training', () => {
  const some = {
    measured: lines.measured.filter((_, i) => i % 8 === 0),
    written: lines.written.filter((_, i) => i % 16 === 0),
    patterns: lines.patterns.filter((_, i) => i % 20 === 0),
    routine: [{ text: 'is there a pool for the house', lead: 'r' }],
  };

  test('the same every time; out of fold nobody judges a line it learned from', () => {
    const once = trainMentions(some);
    expect(trainMentions(some).fit([])).toEqual(once.fit([]));
    const fold0 = new Set(once.measured.filter(({ fold }) => fold === 0).map(({ line: one }) => one));
    const spoiled = trainMentions({
      ...some,
      measured: some.measured.map((one) => (fold0.has(one) ? { ...one, mentions: [] } : one)),
    });
    expect(spoiled.fit([0])).toEqual(once.fit([0]));
    expect(spoiled.fit([1])).not.toEqual(once.fit([1]));
  }, 60_000);

  test('figures are of all lines, and beat the lexicon', () => {
    const report = evaluateMentions(trainMentions(some), lines.heldOut);
    expect(report.outOfFold.lines).toBe(some.measured.length);
    expect(report.heldOut.lines).toBe(lines.heldOut.length);
    expect(report.heldOut.all.f1).toBeGreaterThan(report.lexicon.heldOut.f1);
  }, 60_000);
});

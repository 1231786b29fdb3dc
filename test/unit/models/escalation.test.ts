import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../../models/backend.ts';
import { prepareCorpus } from '../../../models/corpus/prepare-corpus.ts';
import { readMessages } from '../../../models/corpus/read-corpus.ts';
import {
  judgeEscalation,
  loadEscalationJudge,
  loadEscalationModel,
} from '../../../models/escalation/model.ts';
import { type EscalationLine, readEscalationLines } from '../../../models/escalation/read-lines.ts';
import { findSigns, plainWords, SIGNS } from '../../../models/escalation/signs.ts';
import { needsPerson, trainEscalation } from '../../../models/escalation/train.ts';
import { evaluateEscalation } from '../../../models/evaluation/evaluate-escalation.ts';
import { readText } from '../../../models/features/read-text.ts';
import { loadIntentJudge } from '../../../models/intents/model.ts';
import { trainIntents } from '../../../models/intents/train.ts';
import { SAID_REASONS } from '../../../schemas/escalation.ts';

const read = (text: string) => readText(text, 0, undefined);
const signsOf = (text: string) => findSigns(plainWords(read(text))).map((sign) => SIGNS[sign]);
const { planted, heldOut } = readEscalationLines();

describe('signs', () => {
  test('accents, apostrophes and case do not matter', () => {
    expect(plainWords(read("¿DÓNDE firmo? I'm in"))).toBe('¿ donde firmo ? im in');
  });

  test.each([
    ['can they legally keep my deposit', 'legallyAsked'],
    ['do I owe capital gains', 'taxAsked'],
    ['is this a bot', 'botAsked'],
    ['put me through to a real person', 'personAskedFor'],
    ['please have someone call me', 'calledFor'],
    ['we want to make an offer', 'offerMade'],
    ['what kind of people live there', 'peopleAsked'],
    ['my mother died on Sunday', 'bereaved'],
    ['they are foreclosing on us', 'homeAtRisk'],
    ['aceptamos, ¿dónde firmo?', 'dealClosed'],
  ])('%j shows %s', (text, sign) => expect(signsOf(text)).toContain(sign));

  test.each([
    ['my lawyer is fine with Tuesday', 'adviserNamed'],
    ['property taxes on Oak?', 'taxCost'],
    ['any offers on it yet?', 'offerElsewhere'],
    ['school district ratings', 'thingColoured'],
    ['dying to see it', 'figureOfSpeech'],
  ])('%j only sounds like it: %s', (text, sign) => expect(signsOf(text)).toContain(sign));
});

describe('the lines', () => {
  const count = (lines: readonly EscalationLine[], reason: string) =>
    lines.filter((line) => line.reason === reason).length;

  test('a person is needed for a reason, and only then; what is held out is there once, and learned from nowhere', () => {
    const lines = [...planted, ...heldOut];
    for (const { label, reason } of lines) {
      expect(label === 'person').toBe(reason !== undefined);
      if (reason !== undefined) expect(SAID_REASONS).toContain(reason);
    }
    // Several writers write "can you call me": of the planted lines that is no fault.
    const learned = new Set(planted.map(({ text }) => text.toLowerCase()));
    expect(heldOut.filter(({ text }) => learned.has(text.toLowerCase()))).toEqual([]);
    expect(new Set(heldOut.map(({ text }) => text)).size).toBe(heldOut.length);
  });

  test.each(SAID_REASONS)('%s has enough of them', (reason) => {
    expect(count(planted, reason)).toBeGreaterThanOrEqual(60);
    expect(count(heldOut, reason)).toBeGreaterThanOrEqual(25);
  });
});

describe('training', () => {
  const lines = { planted: planted.filter((_, i) => i % 8 === 0), heldOut: heldOut.slice(0, 20) };
  const corpus = prepareCorpus(
    [],
    readMessages().filter((_, i) => i % 40 === 0),
  );
  beforeAll(async () => {
    await openBackend();
  });

  test('the same every time; out of fold, nobody judges a line it learned from; figures are of all lines', () => {
    const once = trainEscalation(lines, corpus, trainIntents(corpus));
    const again = trainEscalation(lines, corpus, trainIntents(corpus));
    expect(again.fit([])).toEqual(once.fit([]));
    const wrong = lines.planted.map((line): EscalationLine => {
      const { fold } = once.unseen([]).find(({ example }) => example.line === line)!.example;
      return fold === 0 ? { text: line.text, label: 'person', reason: 'offer' } : line;
    });
    const spoiled = trainEscalation({ ...lines, planted: wrong }, corpus, trainIntents(corpus));
    expect(spoiled.fit([0])).toEqual(once.fit([0]));
    expect(spoiled.fit([1])).not.toEqual(once.fit([1]));
    const report = evaluateEscalation(once);
    expect(report.planted.person + report.planted.routine).toBe(lines.planted.length);
    expect(report.heldOut.person).toBe(lines.heldOut.filter(({ label }) => label === 'person').length);
    const persons = once
      .unseen([])
      .filter(({ example }) => example.line === undefined && needsPerson(example));
    expect(report.corpus.person).toBe(persons.length);
  }, 120_000);
});

describe('the trained model', () => {
  const model = loadEscalationModel();
  const intents = loadIntentJudge();
  const judge = (text: string) => judgeEscalation(model, read(text), intents.predict([read(text)])[0]!);

  test('its card is of the lines that are here', () => {
    const card = JSON.parse(
      readFileSync(new URL('../../../models/escalation/card.json', import.meta.url), 'utf8'),
    );
    const hash = (lines: readonly EscalationLine[]) =>
      createHash('sha256').update(JSON.stringify(lines)).digest('hex');
    expect(card.figures.planted.sha256, 'run "make train"').toBe(hash(planted));
    expect(card.figures.heldOut.sha256, 'run "make train"').toBe(hash(heldOut));
  });

  test.each([
    ['Can they legally keep my earnest money if I back out?', 'legal_or_tax'],
    ['This is the worst service, nobody ever answered me', 'complaint'],
    ['Is this a bot? Let me talk to a real person', 'human_request'],
    ['We want to make an offer of 415, please write it up', 'offer'],
    ['What kind of people live in that neighborhood, is it mostly white?', 'fair_housing'],
    ['My husband died last week, I cannot do this right now', 'distress'],
    ['quiero hablar con una persona por favor', 'human_request'],
  ])('%j needs a person: %s', (text, reason) => {
    expect(judge(text)).toMatchObject({ label: 'person', reason });
  });

  test.each([
    '',
    'is there a pool',
    'Saturday at ten works',
    'cuantos cuartos tiene',
    '👍',
    'how old is the roof',
  ])('%j is routine', (text) => expect(judge(text).label).toBe('routine'));

  test('the judge of the live stream says why and how sure it is, or nothing', () => {
    const { hear } = loadEscalationJudge();
    const asked = (text: string) => hear(read(text), text, intents.predict([read(text)])[0]!);
    expect(asked('call me, I want to speak to an agent')).toEqual({
      reason: 'human_request',
      p: expect.any(Number),
    });
    expect(asked('is there a pool')).toBeUndefined();
  });

  test('hostile text costs milliseconds', () => {
    const words =
      'can they the my not want to make offer who lives people call me lawyer tax died in out of'.split(' ');
    const none = new Float32Array(42);
    const texts = [
      'can the '.repeat(500),
      'offer '.repeat(600),
      'my mom '.repeat(500),
      'what is '.repeat(500),
      '1 '.repeat(2000),
      'pay '.repeat(900),
      ...[1, 2, 7].map((n) =>
        Array.from({ length: 600 }, (_, i) => words[(i * i * n + i) % words.length]).join(' '),
      ),
    ];
    for (const text of texts) {
      const reading = read(text);
      const start = performance.now();
      judgeEscalation(model, reading, none);
      expect(performance.now() - start).toBeLessThan(250);
    }
  });
});

/** What every set of judges must keep, whichever it is: `judgesContract` runs over any of them. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readConversations } from '../../models/corpus/read-corpus.ts';
import {
  type FeatureEvent,
  type ForecastMemory,
  type ForecastQuestion,
  type Judges,
  type SegmentMemory,
  SILENT_DAYS,
  type TextReading,
} from '../../models/judges.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { MENU } from '../../models/prebake/menu.ts';
import { HORIZON_DAYS } from '../../schemas/insight.ts';
import { INTENTS } from '../../schemas/intents.ts';
import { SEGMENTS } from '../../schemas/segments.ts';
import { Channel } from '../../schemas/words.ts';

const LEADS = 24;
const OPT_OUTS = ['STOP', 'please take me off your list', 'no more calls please, text works better'];

/** What the judges are asked along a few conversations. */
interface Asked {
  reading: TextReading;
  intents: Float32Array;
  memory: SegmentMemory;
  features: Float32Array;
  segment: Float32Array;
  question: ForecastQuestion;
}

function askAlong(judges: Judges): Asked[] {
  const step = 28;
  const conversations = readConversations().filter((_, i) => i % step === 0);
  return conversations.slice(0, LEADS).flatMap(({ start, events, timezone }) => {
    const from = Date.parse(start);
    let features = judges.features.initial();
    let memory = judges.segments.initial();
    let recalled = judges.forecast.initial();
    const recall = (event: FeatureEvent) => {
      [recalled] = judges.forecast.observe([{ memory: recalled, event }]) as [ForecastMemory];
    };
    const asked: Asked[] = [];
    for (const event of events) {
      const at = from + event.at * 60_000;
      if (event.type === 'activity') {
        const done: FeatureEvent = { at, kind: 'activity', activity: event.activity };
        features = judges.features.observe(features, done);
        recall(done);
        continue;
      }
      const seen: FeatureEvent = { at, kind: 'message', from: event.from, channel: event.channel, timezone };
      const reading = judges.readText(event.text, at, timezone);
      if (event.from === 'agent') {
        features = judges.features.observe(features, seen);
        memory = judges.segments.observe(memory, reading, 'agent');
        recall({ ...seen, reading });
        continue;
      }
      const [intents] = judges.intents.predict([reading]);
      features = judges.features.observe(features, { ...seen, reading, intents: intents! });
      memory = judges.segments.observe(memory, reading, 'lead');
      recall({ ...seen, reading, intents: intents! });
      const vector = judges.features.vector(features, at);
      const [segment] = judges.segments.predict([{ memory, features: vector }]);
      asked.push({
        reading,
        intents: intents!,
        memory,
        features: vector,
        segment: segment!,
        question: { memory: recalled, features, at },
      });
    }
    return asked;
  });
}

const inRange = (p: ArrayLike<number>): boolean =>
  Array.from(p).every((x) => Number.isFinite(x) && x >= 0 && x <= 1);
const sum = (p: ArrayLike<number>): number => Array.from(p).reduce((a, b) => a + b, 0);

function judgesContract(load: () => Promise<Judges>): void {
  let judges: Judges;
  let asked: Asked[];
  beforeAll(async () => {
    judges = await load();
    asked = askAlong(judges);
    expect(asked.length).toBeGreaterThan(100);
  });

  /** Every judge's answers to a batch. */
  const answers = (batch: Asked[]) => ({
    intents: judges.intents.predict(batch.map((a) => a.reading)),
    segments: judges.segments.predict(batch),
    forecast: judges.forecast.predict(batch.map((a) => a.question)),
    nextEvent: judges.nextEvent.predict(batch),
  });

  test('a result does not depend on the batch it was in, nor on its place there, to the bit', () => {
    const alone = asked.map((a) => answers([a]));
    const batches = fc
      .integer({ min: 2, max: 64 })
      .chain((size) => fc.array(fc.nat(asked.length - 1), { minLength: size, maxLength: size }));
    fc.assert(
      fc.property(batches, (indexes) => {
        const together = answers(indexes.map((i) => asked[i]!));
        for (const name of ['intents', 'segments', 'forecast', 'nextEvent'] as const) {
          expect(together[name]).toEqual(indexes.map((i) => alone[i]![name][0]));
        }
      }),
      { numRuns: 20 },
    );
  });

  test('the same judges loaded again answer the same', async () => {
    const again = askAlong(await load());
    expect(again).toEqual(asked);
  });

  test('inputs stay as they were', () => {
    const before = structuredClone(asked);
    answers(asked);
    for (const a of asked) {
      judges.segments.observe(a.memory, a.reading, 'lead');
      judges.forecast.observe([{ memory: a.question.memory, event: { at: a.question.at, kind: 'tick' } }]);
    }
    expect(asked).toEqual(before);
  });

  test('intents: a probability each, and thresholds between 0 and 1', () => {
    for (const { intents } of asked) {
      expect(intents.length).toBe(INTENTS.length);
      expect(inRange(intents)).toBe(true);
    }
    expect(judges.intents.thresholds.length).toBe(INTENTS.length);
    expect(Array.from(judges.intents.thresholds).every((t) => t > 0 && t < 1)).toBe(true);
  });

  test('opting out: heard in hostile text as in plain, the same every time; a channel is named only of that scope', () => {
    const texts = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom(...OPT_OUTS));
    fc.assert(
      fc.property(texts, fc.constantFrom(...Channel.enum), (text, cameBy) => {
        const heard = judges.optOut.hear(text, cameBy);
        expect(judges.optOut.hear(text, cameBy)).toEqual(heard);
        if (!heard) return;
        expect(inRange([heard.p])).toBe(true);
        expect(heard.scope === 'channel' || heard.channels.length === 0).toBe(true);
      }),
    );
    expect(OPT_OUTS.every((text) => judges.optOut.hear(text, 'sms'))).toBe(true);
  });

  test('segments: probabilities that sum to 1, before the first message too; memory keeps its length', () => {
    const memory = judges.segments.initial();
    const features = judges.features.vector(judges.features.initial(), 0);
    const [unknown] = judges.segments.predict([{ memory, features }]);
    for (const p of [unknown!, ...asked.map((a) => a.segment)]) {
      expect(p.length).toBe(SEGMENTS.length);
      expect(inRange(p)).toBe(true);
      expect(sum(p)).toBeCloseTo(1, 5);
    }
    for (const a of asked) expect(a.memory.length).toBe(memory.length);
  });

  test('forecast: a curve that only rises to pConvert, quantiles in order, reasons largest first', () => {
    for (const f of judges.forecast.predict(asked.map((a) => a.question))) {
      expect(f.curve.length).toBe(HORIZON_DAYS);
      expect(inRange(f.curve)).toBe(true);
      expect(f.curve.every((p, d) => d === 0 || p >= f.curve[d - 1]!)).toBe(true);
      expect(f.curve[HORIZON_DAYS - 1]).toBe(f.pConvert);
      const days = [f.q05, f.q10, f.q25, f.q75, f.q90, f.q95];
      expect(days).toEqual([...days].sort((a, b) => a - b));
      expect(f.q05).toBeGreaterThanOrEqual(0);
      expect(f.q95).toBeLessThanOrEqual(HORIZON_DAYS);
      const { reasons, members } = f.explanation!;
      const weights = reasons.map((reason) => Math.abs(reason.weight));
      expect(weights).toEqual([...weights].sort((a, b) => b - a));
      expect(weights.every(Number.isFinite)).toBe(true);
      for (const member of Object.values(members)) expect(inRange([member.pConvert])).toBe(true);
    }
  });

  test('forecast: silence is what it will say then, if nothing comes', () => {
    const questions = asked.map((a) => a.question);
    judges.forecast.predict(questions).forEach(({ explanation }, i) => {
      const question = questions[i]!;
      const then = SILENT_DAYS.map((days) => ({ ...question, at: question.at + days * 86_400_000 }));
      judges.forecast.predict(then).forEach(({ pConvert }, k) => {
        expect(explanation!.silent[k]).toBeCloseTo(pConvert, 5);
      });
    });
  });

  test('forecast: is explained anew only when the chance moved', () => {
    for (const { question } of asked) {
      const [first] = judges.forecast.predict([question]);
      const again = (before: number) => judges.forecast.predict([{ ...question, before }])[0]!;
      expect(again(first!.pConvert)).toEqual({ ...first, explanation: undefined });
      expect(again(first!.pConvert / 2).explanation).toEqual(first!.explanation);
    }
  });

  test('next event: a probability for each kind', () => {
    for (const p of judges.nextEvent.predict(asked)) {
      expect(p.length).toBe(judges.nextEvent.kinds.length);
      expect(inRange(p)).toBe(true);
    }
    const { features } = asked[0]!;
    expect(inRange(judges.nextEvent.predict([{ features, intents: undefined }])[0]!)).toBe(true);
  });

  test('prepared actions: a probability for each item, whoever was last', () => {
    for (const { features } of asked)
      for (const last of ['lead', 'agent', 'showing_attended', '']) {
        const p = judges.prebake.predict({ features, intents: undefined, last });
        expect(p.length).toBe(MENU.length);
        expect(inRange(p)).toBe(true);
      }
  });

  test('an empty batch is an empty answer; every judge has a version in the list', () => {
    expect(Object.values(answers([])).flat()).toEqual([]);
    for (const judge of [judges.intents, judges.optOut, judges.segments, judges.forecast, judges.nextEvent]) {
      expect(judges.versions[judge.name]).toBe(judge.version);
    }
  });
}

describe('the judges served', () => {
  judgesContract(loadJudges);
});

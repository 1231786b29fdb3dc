/** What every set of judges must keep, whichever it is: `judgesContract` runs over any of them. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readConversations } from '../../models/corpus/read-corpus.ts';
import type { FeatureEvent, Judges, SegmentMemory, TextReading } from '../../models/judges.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { HORIZON_DAYS } from '../../schemas/insight.ts';
import { INTENTS } from '../../schemas/intents.ts';
import { SEGMENTS } from '../../schemas/segments.ts';

const DAY = 86_400_000;
const LEADS = 24;

/** What the judges are asked along a few conversations. */
interface Asked {
  reading: TextReading;
  intents: Float32Array;
  memory: SegmentMemory;
  features: Float32Array;
  ageDays: number;
  segment: Float32Array;
}

function askAlong(judges: Judges): Asked[] {
  const step = 28;
  const conversations = readConversations().filter((_, i) => i % step === 0);
  return conversations.slice(0, LEADS).flatMap(({ start, events, timezone }) => {
    const from = Date.parse(start);
    let features = judges.features.initial();
    let memory = judges.segments.initial();
    const asked: Asked[] = [];
    for (const event of events) {
      const at = from + event.at * 60_000;
      if (event.type === 'activity') {
        features = judges.features.observe(features, { at, kind: 'activity', activity: event.activity });
        continue;
      }
      const seen: FeatureEvent = { at, kind: 'message', from: event.from, channel: event.channel, timezone };
      const reading = judges.readText(event.text, at, timezone);
      if (event.from === 'agent') {
        features = judges.features.observe(features, seen);
        memory = judges.segments.observe(memory, reading, 'agent');
        continue;
      }
      const [intents] = judges.intents.predict([reading]);
      features = judges.features.observe(features, { ...seen, reading, intents: intents! });
      memory = judges.segments.observe(memory, reading, 'lead');
      const vector = judges.features.vector(features, at);
      const [segment] = judges.segments.predict([{ memory, features: vector }]);
      asked.push({
        reading,
        intents: intents!,
        memory,
        features: vector,
        ageDays: (at - from) / DAY,
        segment: segment!,
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
    forecast: judges.forecast.predict(batch),
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
      judges.forecast.silence(a, [0, 5, 30]);
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

  test('forecast: a hazard a day, a share of never, at most six reasons, largest first', () => {
    for (const { hazard, cure, reasons } of judges.forecast.predict(asked)) {
      expect(hazard.length).toBe(HORIZON_DAYS);
      expect(inRange(hazard)).toBe(true);
      expect(inRange([cure])).toBe(true);
      expect(reasons.length).toBeLessThanOrEqual(6);
      const named = reasons.filter((r) => r.id !== 'other').map((r) => Math.abs(r.weight));
      expect(named).toEqual([...named].sort((a, b) => b - a));
      expect(reasons.every((r) => Number.isFinite(r.weight))).toBe(true);
    }
  });

  test('forecast: silence begins where the forecast is and stays a probability', () => {
    const days = [0, 1, 3, 7, 14, 30, 90, 400];
    const forecasts = judges.forecast.predict(asked);
    asked.forEach((input, i) => {
      const { hazard, cure } = forecasts[i]!;
      const curve = judges.forecast.silence(input, days);
      const converts = (1 - cure) * (1 - hazard.reduce((open, h) => open * (1 - h), 1));
      expect(curve[0]).toBeCloseTo(converts, 4);
      expect(curve.length).toBe(days.length);
      expect(inRange(curve)).toBe(true);
    });
  });

  test('next event: a probability for each kind', () => {
    for (const p of judges.nextEvent.predict(asked)) {
      expect(p.length).toBe(judges.nextEvent.kinds.length);
      expect(inRange(p)).toBe(true);
    }
    const { features } = asked[0]!;
    expect(inRange(judges.nextEvent.predict([{ features, intents: undefined }])[0]!)).toBe(true);
  });

  test('an empty batch is an empty answer; every judge has a version in the list', () => {
    expect(Object.values(answers([])).flat()).toEqual([]);
    for (const judge of [judges.intents, judges.segments, judges.forecast, judges.nextEvent]) {
      expect(judges.versions[judge.name]).toBe(judge.version);
    }
  });
}

describe('the judges served', () => {
  judgesContract(loadJudges);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readText } from '../../models/features/read-text.ts';
import { runningFeatures } from '../../models/features/running-features.ts';
import type { FeatureEvent, FeatureState } from '../../models/judges.ts';
import { INTENTS } from '../../schemas/intents.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
);
const anyTime = fc.integer({ min: Date.UTC(2016, 0, 1), max: Date.UTC(2036, 0, 1) });
const anyZone = fc.constantFrom(
  undefined,
  'America/New_York',
  'Pacific/Honolulu',
  'Asia/Kathmandu',
  'Nowhere/Atall',
);
const anyIntents = fc
  .array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: INTENTS.length, maxLength: INTENTS.length })
  .map((p) => Float32Array.from(p));

const anyEvent: fc.Arbitrary<FeatureEvent> = fc.oneof(
  fc.record({ at: anyTime, text: anyText, timezone: anyZone, intents: anyIntents }).map(
    ({ at, text, timezone, intents }): FeatureEvent => ({
      at,
      kind: 'message',
      from: 'lead',
      channel: 'sms',
      reading: readText(text, at, timezone),
      intents,
      ...(timezone === undefined ? {} : { timezone }),
    }),
  ),
  fc.record({
    at: anyTime,
    kind: fc.constant('message' as const),
    from: fc.constantFrom('agent' as const, 'system' as const),
  }),
  fc.record({
    at: anyTime,
    kind: fc.constant('activity' as const),
    activity: fc.constantFrom('listing_view', 'offer_made', 'showing_missed', 'something_new'),
  }),
  fc.record({ at: anyTime, kind: fc.constantFrom('profile' as const, 'outcome' as const, 'tick' as const) }),
  fc.record({
    at: anyTime,
    kind: fc.constant('market' as const),
    market: fc.record({ price: fc.double({ min: -1, max: 1, noNaN: true }) }),
  }),
);

const allFinite = (numbers: Float64Array | Float32Array): boolean => numbers.every(Number.isFinite);

test('any text is read, whatever it holds', () => {
  fc.assert(
    fc.property(anyText, anyTime, anyZone, (text, at, zone) => {
      const reading = readText(text, at, zone);
      expect(reading.grams.length).toBe(reading.weights.length);
      expect(allFinite(reading.weights)).toBe(true);
      for (const { kind, text: words, value } of reading.entities) {
        expect(words.length, kind).toBeGreaterThan(0);
        if (typeof value === 'number') expect(Number.isFinite(value), kind).toBe(true);
        else expect(value, kind).toBeTruthy();
      }
    }),
    { numRuns: 400 },
  );
});

test('any events: the state keeps its length, stays finite, and an event leaves the state before it alone', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
      let state = runningFeatures.initial();
      const length = state.acc.length;
      for (const event of events) {
        const copy: FeatureState = { v: state.v, acc: state.acc.slice() };
        const next = runningFeatures.observe(state, event);
        expect(state).toEqual(copy);
        expect(next.acc.length).toBe(length);
        expect(allFinite(next.acc)).toBe(true);
        state = next;
      }
      const vector = runningFeatures.vector(state, events.at(-1)?.at ?? 0);
      expect(vector.length).toBe(runningFeatures.names.length);
      expect(allFinite(vector)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('an event earlier than the last counts as of the last', () => {
  fc.assert(
    fc.property(anyEvent, anyEvent, (a, b) => {
      const [first, second] = a.at >= b.at ? [a, b] : [b, a];
      const state = runningFeatures.observe(runningFeatures.initial(), first);
      const late = runningFeatures.observe(state, second);
      const clamped = runningFeatures.observe(state, { ...second, at: first.at });
      expect(late).toEqual(clamped);
      expect(runningFeatures.vector(late, second.at)).toEqual(runningFeatures.vector(late, first.at));
    }),
    { numRuns: 200 },
  );
});

test('the same events give the same bits, resumed from a copy of the state or not', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 10 }), (events) => {
      const straight = events.reduce(runningFeatures.observe, runningFeatures.initial());
      let resumed = runningFeatures.initial();
      for (const event of events) {
        const stored = new Uint8Array(resumed.acc.slice().buffer).slice();
        resumed = runningFeatures.observe({ v: resumed.v, acc: new Float64Array(stored.buffer) }, event);
      }
      expect(resumed).toEqual(straight);
    }),
    { numRuns: 50 },
  );
});

test('late in a long conversation an event costs what it did early on: the state is as long', () => {
  const text = readText('can we see it saturday at 4?', 0, undefined);
  let state = runningFeatures.initial();
  for (let n = 0; n < 5000; n++) {
    state = runningFeatures.observe(state, { at: n * 60_000, kind: 'message', from: 'lead', reading: text });
  }
  expect(state.acc.length).toBe(runningFeatures.initial().acc.length);
  expect(allFinite(state.acc)).toBe(true);
});

import { describe, expect, test } from 'vitest';
import { advanceInputs, FEATURE_NAMES } from '../../../models/features/feature-vector.ts';
import { readText } from '../../../models/features/read-text.ts';
import { runningFeatures } from '../../../models/features/running-features.ts';
import type { FeatureEvent, FeatureState } from '../../../models/judges.ts';
import { INTENTS } from '../../../schemas/intents.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** A Wednesday, 23:00 in Chicago. */
const START = Date.UTC(2026, 10, 26, 5);

const lead = (at: number, text = 'hello?', extra: Partial<FeatureEvent> = {}): FeatureEvent => ({
  at,
  kind: 'message',
  from: 'lead',
  channel: 'sms',
  timezone: 'America/Chicago',
  reading: readText(text, at, 'America/Chicago'),
  ...extra,
});
const agent = (at: number): FeatureEvent => ({ at, kind: 'message', from: 'agent', channel: 'sms' });
const activity = (at: number, name: string): FeatureEvent => ({ at, kind: 'activity', activity: name });
const observe = (...events: FeatureEvent[]): FeatureState =>
  events.reduce(runningFeatures.observe, runningFeatures.initial());
const featureOf = (state: FeatureState, at: number, name: string): number => {
  const index = FEATURE_NAMES.indexOf(name);
  expect(index, name).toBeGreaterThanOrEqual(0);
  return runningFeatures.vector(state, at)[index]!;
};

describe('timing', () => {
  const state = observe(lead(START), agent(START + 10 * MINUTE), lead(START + 40 * MINUTE));
  test('gaps and replies are ln(1 + minutes)', () => {
    expect(featureOf(state, START, 'gapLast')).toBeCloseTo(Math.log1p(40), 5);
    expect(featureOf(state, START, 'replyLast')).toBeCloseTo(Math.log1p(30), 5);
    expect(featureOf(state, START, 'agentReplyMean')).toBeCloseTo(Math.log1p(10), 5);
  });
  test('the hour is that of the lead', () => {
    expect(featureOf(state, START, 'perMessage.night')).toBe(1);
    expect(featureOf(state, START, 'dayPart.20h')).toBe(1);
    const utc = observe(lead(START, 'hi', { timezone: 'Etc/UTC' }));
    expect(featureOf(utc, START, 'dayPart.4h')).toBe(1);
  });
  test('who spoke last', () => {
    expect(featureOf(state, START, 'count.leadSinceAgent')).toBeCloseTo(Math.log1p(1), 6);
    expect(featureOf(state, START, 'count.agentSinceLead')).toBe(0);
  });
});

describe('fading', () => {
  test('a count halves with its half-life, by event time', () => {
    const state = observe(lead(START));
    expect(Math.expm1(featureOf(state, START + 7 * DAY, 'fading.lead.7d'))).toBeCloseTo(0.5, 5);
    expect(Math.expm1(featureOf(state, START + 2 * DAY, 'fading.lead.1d'))).toBeCloseTo(0.25, 5);
    const later = observe(lead(START), lead(START + 7 * DAY));
    expect(Math.expm1(featureOf(later, START + 7 * DAY, 'fading.lead.7d'))).toBeCloseTo(1.5, 5);
  });
  test('ticks move the clock and nothing else', () => {
    const quiet = observe(lead(START));
    const ticked = observe(lead(START), { at: START + 3 * DAY, kind: 'tick' });
    const at = START + 5 * DAY;
    const [a, b] = [runningFeatures.vector(quiet, at), runningFeatures.vector(ticked, at)];
    FEATURE_NAMES.forEach((name, i) => {
      if (name !== 'silence') expect(b[i], name).toBeCloseTo(a[i]!, 5);
    });
  });
  test('inputs can be moved ahead and back without the state', () => {
    const state = observe(lead(START, 'under 450k by March 31'), activity(START + DAY, 'showing_booked'));
    const all = FEATURE_NAMES.map((_, i) => i);
    const moved = runningFeatures.vector(state, START + DAY);
    advanceInputs(moved, all, 9);
    const then = runningFeatures.vector(state, START + 10 * DAY);
    FEATURE_NAMES.forEach((name, i) => {
      expect(moved[i], name).toBeCloseTo(then[i]!, 4);
    });
  });
});

describe('content', () => {
  test('intents: mean, most, and a trace that fades', () => {
    const p = new Float32Array(INTENTS.length);
    p[INTENTS.indexOf('offer_intent')] = 0.8;
    const state = observe(
      lead(START, 'x', { intents: p }),
      lead(START, 'y', { intents: new Float32Array(INTENTS.length) }),
    );
    expect(featureOf(state, START, 'intentMean.offer_intent')).toBeCloseTo(0.4, 6);
    expect(featureOf(state, START, 'intentMost.offer_intent')).toBeCloseTo(0.8, 6);
    expect(Math.expm1(featureOf(state, START + 7 * DAY, 'intentTrace.offer_intent'))).toBeCloseTo(0.4, 5);
  });
  test('entities, signs and money', () => {
    const state = observe(lead(START, 'Is $450k too much? Or $500k?!'));
    expect(featureOf(state, START, 'entity.money')).toBe(2);
    expect(featureOf(state, START, 'perMessage.questions')).toBe(2);
    expect(featureOf(state, START, 'mostMoney')).toBeCloseTo(Math.log1p(500), 5);
  });
  test('source and budget of the profile; an unknown source is "other"', () => {
    const state = observe({ at: START, kind: 'profile', source: 'referral', budget: 300_000 });
    expect(featureOf(state, START, 'source.referral')).toBe(1);
    expect(featureOf(state, START, 'budget')).toBeCloseTo(Math.log1p(300), 5);
    const other = observe({ at: START, kind: 'profile', source: 'pigeon' });
    expect(featureOf(other, START, 'source.other')).toBe(1);
  });
  test('market changes add up and fade', () => {
    const change = (at: number): FeatureEvent => ({ at, kind: 'market', market: { price: -0.03 } });
    const state = observe(change(START), change(START + 30 * DAY));
    expect(featureOf(state, START + 30 * DAY, 'market.price')).toBeCloseTo(-0.045, 6);
  });
  test('activities unknown to the code change no count', () => {
    const state = observe(activity(START, 'levitation'));
    expect(featureOf(state, START, 'count.listing_view')).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { attention, pressing } from '../../../processors/attention.ts';
import { INTENT_INDEX, INTENTS, type Intent } from '../../../schemas/intents.ts';
import { NOW } from './play.ts';
import { DAY, stateOf } from './turns.ts';

const intents = (said: Partial<Record<Intent, number>>) => {
  const p = new Float32Array(INTENTS.length);
  for (const [id, value] of Object.entries(said)) p[INTENT_INDEX.get(id)!] = value;
  return p;
};
const waiting = stateOf({ waiting: 1, lastLeadAt: NOW });

describe('what presses', () => {
  it('is the strongest thing said, and never less than any message', () => {
    expect(pressing(intents({}))).toBe(0.4);
    expect(pressing(intents({ smalltalk: 1 }))).toBe(0.4);
    expect(pressing(intents({ scheduling: 0.9, human_request: 0.8 }))).toBe(0.8);
    for (const id of ['opt_out', 'human_request', 'offer_intent'] as const) {
      expect(pressing(intents({ [id]: 1 }))).toBe(1);
    }
  });
});

describe('attention', () => {
  it('stays in [0, 1] at its ends', () => {
    expect(attention(waiting, 1, NOW)).toBe(1);
    expect(attention(stateOf(), 0, NOW)).toBe(0);
  });

  it('puts who waits before who does not, and who presses before who chats', () => {
    const chat = stateOf({ waiting: 0.4, lastLeadAt: NOW });
    const answered = stateOf({ lastLeadAt: NOW });
    const scores = [waiting, chat, answered].map((state) => attention(state, 0.3, NOW));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBe(3);
  });

  it('fades as the lead stays silent', () => {
    expect(attention(waiting, 0, NOW + 3 * DAY)).toBeCloseTo(0.55 / 2 + 0.15 * 2 ** -1.5, 3);
  });

  it('counts the chance of conversion for open leads only', () => {
    expect(attention(stateOf(), 0.5, NOW)).toBe(0.15);
    expect(attention(stateOf({ status: 'lost' }), 0.5, NOW)).toBe(0);
  });

  it('leaves a converted lead what it asks', () => {
    expect(attention({ ...waiting, status: 'converted' }, 1, NOW)).toBe(0.55);
  });
});

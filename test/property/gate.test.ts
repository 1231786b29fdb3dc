/** What the gate promises, over any question: times of 2024 to 2028, changes of clocks, places, consent, sends. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gate } from '../../processors/gate/gate.ts';
import type { GateQuestion } from '../../processors/gate/gate-question.ts';
import { nextOpening, openUntil } from '../../processors/gate/opening.ts';
import { withWord } from '../../processors/keep-consent.ts';
import { newNurture, type Send } from '../../processors/nurture/nurture-state.ts';
import { withSend } from '../../processors/nurture/with-send.ts';
import { CONSENT_OF } from '../../schemas/consent.ts';
import { PURPOSES, type Purpose } from '../../schemas/nurture.ts';
import { Channel } from '../../schemas/words.ts';
import { question, send } from '../unit/processors/gate/questions.ts';
import { anyPlace, anyQuestion, anyTime, DAY, HOUR, isQuiet } from './gate-questions.ts';

const MINUTE = 60_000;
const anyChannel = fc.constantFrom(...Channel.enum);
const isAllowed = (asked: GateQuestion): boolean => gate(asked).allow;

test('nothing is sent in quiet hours, by a second opinion from Intl', () => {
  let allowed = 0;
  fc.assert(
    fc.property(anyPlace, anyChannel, anyTime, (place, channel, at) => {
      const asked = question({
        at,
        contact: place.contact,
        action: { channel, purpose: 'reply', type: 'answer' },
      });
      const verdict = gate({ ...asked, nurture: { ...asked.nurture, heard: { whatsapp: at - 1 } } });
      if (!verdict.allow) return;
      allowed++;
      expect(isQuiet(place, channel, at)).toBe(false);
    }),
    { numRuns: 4000 },
  );
  expect(allowed).toBeGreaterThan(400);
});

test('the next opening is one, and nothing before it is', () => {
  fc.assert(
    fc.property(anyPlace, anyChannel, anyTime, (place, channel, from) => {
      const opening = nextOpening(place.contact, channel, from);
      expect(opening).toBeGreaterThanOrEqual(from);
      if (!Number.isFinite(opening)) return;
      expect(nextOpening(place.contact, channel, opening)).toBe(opening);
      expect(isQuiet(place, channel, opening)).toBe(false);
      const step = Math.max(MINUTE, Math.floor((opening - from) / 300));
      for (let at = from; at < opening; at += step)
        expect(nextOpening(place.contact, channel, at)).toBe(opening);
      if (opening > from) expect(nextOpening(place.contact, channel, opening - 1)).toBe(opening);
    }),
    { numRuns: 1500 },
  );
});

test('what is open is open until it closes, and not then', () => {
  fc.assert(
    fc.property(anyPlace, anyChannel, anyTime, (place, channel, from) => {
      const at = nextOpening(place.contact, channel, from);
      if (!Number.isFinite(at)) return;
      const until = openUntil(place.contact, channel, at);
      expect(until).toBeGreaterThan(at);
      if (!Number.isFinite(until)) return;
      expect(nextOpening(place.contact, channel, until - 1)).toBe(until - 1);
      expect(nextOpening(place.contact, channel, until)).toBeGreaterThan(until);
    }),
    { numRuns: 1500 },
  );
});

test('every minute before the opening is quiet, by Intl, where no holiday closes', () => {
  const open = anyPlace.filter(({ states }) => !states.some((state) => /AL|LA|MS|NE|PA|RI|UT/.test(state)));
  fc.assert(
    fc.property(open, fc.constantFrom('sms', 'email', 'call'), anyTime, (place, channel, from) => {
      if (place.contact.phone === undefined && place.contact.timezone === undefined) return;
      const opening = nextOpening(place.contact, channel, from);
      for (let at = from; at < Math.min(opening, from + 3 * DAY); at += MINUTE)
        if (!isQuiet(place, channel, at)) throw new Error(`open already at ${new Date(at).toISOString()}`);
    }),
    { numRuns: 60 },
  );
});

test('what is allowed has its grounds', () => {
  let allowed = 0;
  fc.assert(
    fc.property(anyQuestion, (asked) => {
      if (!isAllowed(asked)) return;
      allowed++;
      const { action, consent, nurture } = asked;
      expect(asked.status).toBe('open');
      expect(nurture.person).toBe('');
      expect(nurture.suppressed).toEqual({ phone: 0, email: 0 });
      const word = consent[action.channel] ?? consent.all;
      expect(word?.given).not.toBe(false);
      if (action.purpose === 'marketing') {
        expect(asked.holdout).toBe(false);
        expect(word).toMatchObject({ given: true, source: 'form' });
      }
      if (asked.phase === 'sending') expect(asked.autonomy).not.toBe('suggest');
      if (asked.phase === 'sending' && asked.autonomy === 'approve') expect(action.approvedBy).toBe('lena');
    }),
    { numRuns: 5000 },
  );
  expect(allowed).toBeGreaterThan(100);
});

test('an opt-out never opens anything, and ends what it is about', () => {
  const anyEnd = fc.record({
    of: fc.constantFrom(...CONSENT_OF),
    ago: fc.integer({ min: 0, max: 500 * DAY }),
  });
  fc.assert(
    fc.property(anyQuestion, anyEnd, (asked, { of, ago }) => {
      const word = { given: false, at: asked.at - ago, source: 'message' };
      const after = { ...asked, consent: withWord(asked.consent, of, word) };
      if (!isAllowed(asked)) expect(isAllowed(after)).toBe(false);
      const now = { ...asked, consent: withWord(asked.consent, of, { ...word, at: asked.at }) };
      if (of === 'all' || of === asked.action.channel) expect(isAllowed(now)).toBe(false);
    }),
    { numRuns: 3000 },
  );
});

test('at its `until` a refusal is over, and a moment before it is not', () => {
  let timed = 0;
  fc.assert(
    fc.property(anyQuestion, (asked) => {
      const verdict = gate(asked);
      if (verdict.allow || verdict.refusal.until === undefined) return;
      timed++;
      const { until } = verdict.refusal;
      expect(until).toBeGreaterThan(asked.at);
      expect(isAllowed({ ...asked, at: until })).toBe(true);
      expect(isAllowed({ ...asked, at: until - 1 })).toBe(false);
    }),
    { numRuns: 5000 },
  );
  expect(timed).toBeGreaterThan(100);
});

const WINDOWS = { perDay: DAY, perWeek: 7 * DAY, marketingPerWeek: 7 * DAY, marketingPerMonth: 30 * DAY };
const anyCaps = fc.record({
  perDay: fc.integer({ min: 0, max: 5 }),
  perWeek: fc.integer({ min: 1, max: 20 }),
  marketingPerWeek: fc.integer({ min: 0, max: 6 }),
  marketingPerMonth: fc.integer({ min: 0, max: 20 }),
  minHoursBetween: fc.constantFrom(0, 1, 4),
});
const anyTry = fc.record({
  after: fc.integer({ min: 1, max: 30 * HOUR }),
  purpose: fc.constantFrom<Purpose>(...PURPOSES),
  asks: fc.boolean(),
  fails: fc.constantFrom(false, false, false, true),
});

test('no sequence of sends passes a cap, however long, in the bounded memory of it', () => {
  let most = 0;
  fc.assert(
    fc.property(anyCaps, fc.array(anyTry, { minLength: 40, maxLength: 120 }), (caps, tries) => {
      let at = Date.UTC(2026, 0, 5);
      let nurture = { ...newNurture(at), transactionAt: at };
      const arrived: Send[] = [];
      for (const { after, purpose, asks, fails } of tries) {
        at += after;
        if (asks) nurture = { ...nurture, heard: { webchat: at - 1 } };
        const asked = question({ at, nurture, action: { channel: 'webchat', purpose }, settings: { caps } });
        if (!isAllowed(asked)) continue;
        const made = send(at, { purpose, channel: 'webchat', status: fails ? 'failed' : 'sent' });
        nurture = withSend(nurture, made);
        if (!fails) arrived.push(made);
      }
      most = Math.max(most, arrived.length);
      for (const [name, window] of Object.entries(WINDOWS) as [keyof typeof WINDOWS, number][]) {
        const counted = arrived.filter((one) => !name.startsWith('marketing') || one.purpose === 'marketing');
        for (const one of counted) {
          const within = counted.filter((other) => other.at <= one.at && other.at > one.at - window);
          expect(within.length, name).toBeLessThanOrEqual(caps[name]);
        }
      }
    }),
    // A hundred tries shrink for minutes, to no shorter a story.
    { numRuns: 300, endOnFailure: true },
  );
  expect(most).toBeGreaterThan(20);
});

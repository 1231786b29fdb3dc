/** Deltas and curves: whatever the values, applying what was sent gives what was meant. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { packedViewOf, readInsight } from '../../processors/read-insight.ts';
import {
  diffPatch,
  foldInsight,
  mergePatch,
  type PackedView,
  packCurve,
  packedView,
  unpackCurve,
} from '../../schemas/apply-delta.ts';
import { StreamingInsight } from '../../schemas/insight.ts';
import { checker } from '../../schemas/words.ts';
import { fakeJudges } from '../unit/processors/fake-judges.ts';
import { createPlayer, insightsOf, NOW } from '../unit/processors/play.ts';

const STREAMING_INSIGHT = checker(StreamingInsight);

/** JSON without null members, as views are. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(
    fc.string({ maxLength: 3 }).filter((key) => key !== '__proto__'),
    tie('value'),
    { noNullPrototype: true, maxKeys: 5 },
  ),
}));

const overTheWire = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

describe('a delta', () => {
  it('turns the value before into the value after, through JSON', () => {
    fc.assert(
      fc.property(json.object, json.object, (before, after) => {
        const patch = overTheWire(diffPatch(before, after));
        expect(mergePatch(before, patch ?? {})).toEqual(overTheWire(after));
      }),
    );
  });

  it('is absent exactly where nothing changed', () => {
    fc.assert(
      fc.property(json.object, (value) => {
        expect(diffPatch(value, structuredClone(value))).toBeUndefined();
      }),
    );
  });

  it('takes an undefined member for an absent one', () => {
    expect(diffPatch({ a: 1, b: 2 }, { a: 1, b: undefined })).toEqual({ b: null });
    expect(diffPatch({ a: 1, b: undefined }, { a: 1 })).toBeUndefined();
  });

  it('leaves the value before as it was', () => {
    const before = Object.freeze({ a: Object.freeze({ b: 1 }), c: 2 });
    expect(mergePatch(before, { a: { b: 3, d: 4 }, c: null })).toEqual({ a: { b: 3, d: 4 } });
  });
});

describe('a packed curve', () => {
  const probability = fc.double({ min: 0, max: 1, noNaN: true });

  it('comes back to four decimals, and packs again to the same', () => {
    fc.assert(
      fc.property(fc.array(probability, { maxLength: 200 }), (curve) => {
        const packed = packCurve(curve);
        const back = unpackCurve(packed);
        expect(back).toHaveLength(curve.length);
        back.forEach((p, i) => {
          expect(Math.abs(p - curve[i]!)).toBeLessThanOrEqual(0.00005 + 1e-12);
        });
        expect(packCurve(back)).toBe(packed);
      }),
    );
  });

  it('takes about a byte a day', () => {
    const curve = Array.from({ length: 180 }, (_, day) => 0.7 * (1 - 0.985 ** (day + 1)));
    expect(packCurve(curve).length).toBeLessThan(300);
  });
});

describe('the insights of a lead', () => {
  const flow = createLeadsFlow(fakeJudges, { shards: 1 });
  const words = fc.constantFrom(
    'hello',
    'human_request',
    'impulse_buyer',
    'price_negotiator',
    'in Clintonvale',
    'end_all',
    'end_channel',
    '🏡',
  );
  const happening = fc.oneof(
    { weight: 5, arbitrary: words.map((text) => ({ type: 'message', from: 'lead', channel: 'sms', text })) },
    words.map((text) => ({ type: 'message', from: 'agent', channel: 'email', text, agent: 'lena' })),
    fc.constantFrom('L1', 'L2').map((ref) => ({ type: 'activity', activity: 'listing_view', ref })),
    fc.record(
      {
        type: fc.constant('profile'),
        name: fc.string({ maxLength: 9, unit: 'grapheme' }),
        agent: fc.constantFrom('lena', 'omar'),
        consent: fc.constantFrom(
          { sms: { given: true } },
          { all: { given: true, at: 5 }, topics: { given: false } },
        ),
        area: fc.constantFrom('Clintonvale', 'Old Town'),
        timezone: fc.constantFrom('America/New_York', 'Asia/Kolkata'),
        budget: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
      },
      { requiredKeys: ['type'] },
    ),
    fc
      .constantFrom('converted', 'lost', 'opted_out', 'reopened')
      .map((result) => ({ type: 'outcome', result })),
    fc.constant({ tenant: 'main', type: 'delivery', action: 'a', status: 'sent' }),
    fc.constant({ tenant: 'main', type: 'erase', requestedBy: 'dpo' }),
    fc.integer({ min: 1, max: 900_000 }).map((price) => ({
      ...{ tenant: 'main', type: 'market' },
      facts: {
        source: 's',
        area: 'Old Town',
        listing: { listing: 'L1', change: 'price', price, previousPrice: 500_000 },
      },
    })),
  );
  const events = fc.array(fc.tuple(happening, fc.integer({ min: -3000, max: 20_000 })), { maxLength: 30 });

  it('add up to the view, whatever happens: gapless, through bytes, and back from the full form', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (list) => {
        const player = createPlayer(flow);
        let at = NOW;
        let view: PackedView | undefined;
        let seq = 0;
        for (const [i, [fields, minutes]] of list.entries()) {
          at += minutes * 60_000;
          const played = await player.play([{ id: `e${i}`, lead: 'ana', at, ...fields }], { at });
          for (const insight of insightsOf(played)) {
            expect(insight.seq).toBe(++seq);
            view = foldInsight(view, insight);
            const state = player.states.get('main/ana')!;
            expect(packedViewOf(state)).toEqual(view);
            const full = readInsight(flow.pack(state));
            expect(full === null).toBe(view === undefined);
            if (!full || !view) continue;
            expect(packedView(full)).toEqual(view);
            expect(full.insightDelta).toEqual(insight.insightDelta);
            expect(STREAMING_INSIGHT.check(full)).toBeNull();
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

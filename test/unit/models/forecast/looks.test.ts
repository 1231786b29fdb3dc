import { describe, expect, test } from 'vitest';
import { readText } from '../../../../models/features/read-text.ts';
import { fitFusion, memberWeights, mixCurves } from '../../../../models/forecast/fusion.ts';
import { KIND } from '../../../../models/forecast/hazard-head.ts';
import { HORIZON } from '../../../../models/forecast/horizon.ts';
import { NOW_INPUTS, NOW_WIDTH } from '../../../../models/forecast/now-vector.ts';
import { replayHistory } from '../../../../models/forecast/replay-history.ts';
import {
  type LabelledLook,
  labelLooks,
  trainingMoments,
} from '../../../../models/forecast/training-looks.ts';
import { parseHistory } from '../../../../models/history/history.ts';
import { INTENTS } from '../../../../schemas/intents.ts';
import { madeUpHistory } from './made-up-history.ts';

const DAY = 86_400_000;
const readers = {
  readText,
  intents: { predict: (batch: unknown[]) => batch.map(() => new Float32Array(INTENTS.length)) },
};

describe('training looks', () => {
  test('are chosen by what has happened alone: a longer life changes none of the earlier ones', () => {
    const lines = Array.from({ length: 60 }, (_, n) => ({
      id: `${n}`,
      lead: 'a',
      at: n * 5 * DAY,
      type: 'activity',
      activity: 'listing_view',
      ref: 'x',
    }));
    const cut = 30 * 5 * DAY;
    let later = 0;
    for (let seed = 1; seed < 20; seed++) {
      const whole = trainingMoments(parseHistory(lines, []), seed);
      const early = trainingMoments(parseHistory(lines.slice(0, 31), []), seed);
      expect(early).toEqual(whole.filter(({ at }) => at < cut));
      later += whole.length - early.length;
    }
    expect(later).toBeGreaterThan(10);
  });

  test('see nothing later than themselves', () => {
    const history = madeUpHistory(50, 21);
    const moments = trainingMoments(history, 4);
    const { looks } = replayHistory(history, readers, moments);
    const middle = moments[Math.floor(moments.length / 2)]!;
    const before = {
      ...history,
      events: history.events.filter(({ at }) => at <= middle.at),
      market: history.market.filter(({ at }) => at <= middle.at),
    };
    const [alone] = replayHistory(before, readers, [middle]).looks;
    expect(alone).toEqual(looks[Math.floor(moments.length / 2)]);
  });

  test('are answered in whole days of the lead’s calendar', () => {
    const history = madeUpHistory(80, 22);
    const looks = labelLooks(replayHistory(history, readers, trainingMoments(history, 4)).looks, history);
    expect(looks.length).toBeGreaterThan(100);
    for (const { ending, days, fate, dayShare } of looks) {
      expect(days).toBeGreaterThan(0);
      if (days > HORIZON + 1) expect(ending).toEqual({ kind: KIND.open, day: HORIZON });
      else if (fate === 'converted')
        expect(ending).toEqual({ kind: KIND.converted, day: Math.floor(dayShare + days) });
      else if (fate === 'open') expect(ending.day).toBeLessThanOrEqual(days);
    }
  });

  test('name each input once', () => {
    expect(new Set(NOW_INPUTS).size).toBe(NOW_WIDTH);
  });
});

describe('fusion', () => {
  const looks = Array.from({ length: 400 }, (_, i) => ({ stage: i % 2 })) as LabelledLook[];
  const all = Int32Array.from(looks.keys());

  test('trusts at each stage whom the looks there bear out, and keeps a little for the others', () => {
    const better = Float64Array.from(looks, ({ stage }) => (stage === 0 ? 0.5 : 0.1));
    const other = Float64Array.from(looks, ({ stage }) => (stage === 0 ? 0.1 : 0.5));
    const fusion = fitFusion(looks, [better, other], all);
    const [first, second, unseen] = [0, 1, 4].map((stage) => [...memberWeights(fusion, stage)]);
    expect(first![0]).toBeGreaterThan(0.95);
    expect(second![1]).toBeGreaterThan(0.95);
    expect(first![1]).toBeGreaterThan(0);
    expect(first![0]! + first![1]!).toBeCloseTo(1, 6);
    expect(unseen).toEqual([0.5, 0.5]);
  });

  test('hedges where one is right of some and the other of the rest', () => {
    const a = Float64Array.from(looks, (_, i) => (i % 4 < 2 ? 0.9 : 0.01));
    const b = Float64Array.from(looks, (_, i) => (i % 4 < 2 ? 0.01 : 0.9));
    const [weight] = memberWeights(fitFusion(looks, [a, b], all), 0);
    expect(weight!).toBeCloseTo(0.5, 2);
    expect([...mixCurves(Float32Array.of(0.5, 0.5), [Float64Array.of(0, 1), Float64Array.of(1, 1)])]).toEqual(
      [0.5, 1],
    );
  });
});

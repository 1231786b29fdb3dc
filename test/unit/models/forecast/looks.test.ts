import { describe, expect, test } from 'vitest';
import { readText } from '../../../../models/features/read-text.ts';
import type { Case } from '../../../../models/forecast/calibration.ts';
import { BASIS, DAYS } from '../../../../models/forecast/day-basis.ts';
import { fitFusion, fuse, memberWeights } from '../../../../models/forecast/fusion.ts';
import { CURE, HEAD_WIDTH, headIncidence, KIND } from '../../../../models/forecast/hazard-head.ts';
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
  const clocks = { today: 20_000, inStage: 0, toClosing: undefined, toTarget: undefined };
  const looks = Array.from({ length: 600 }, (_, i) => ({
    ...{ stage: i % 2, clocks, weight: 1 },
    // Half convert, each on a day of its own kind.
    ending: i % 4 < 2 ? { kind: KIND.converted, day: 1 + (i % 8) } : { kind: KIND.lost, day: 30 },
  })) as LabelledLook[];
  const cases = looks.map(
    ({ ending }): Case => ({
      ...{ group: 0, days: ending.day, seen: 400, weight: 1 },
      fate: ending.kind === KIND.converted ? 'converted' : 'lost',
    }),
  );
  const all = Int32Array.from(looks.keys());
  /** A member that knows at some stage who converts, and elsewhere is mistaken. */
  const knows = (stage: number): Float32Array => {
    const outputs = new Float32Array(looks.length * HEAD_WIDTH);
    looks.forEach((look, i) => {
      outputs[i * HEAD_WIDTH + BASIS.level] = -2;
      const never = look.ending.kind === KIND.lost ? 4 : -4;
      outputs[i * HEAD_WIDTH + CURE] = look.stage === stage ? never : -never / 4;
      outputs[i * HEAD_WIDTH + CURE + 1] = -4;
    });
    return outputs;
  };

  test('trusts a member more at the stage where the looks bear it out', () => {
    const fusion = fitFusion(looks, cases, [knows(0), knows(1)], all);
    const [first, second, unseen] = [0, 1, 4].map((stage) => [...memberWeights(fusion, stage)]);
    expect(first![0]).toBeGreaterThan(second![0]! + 0.05);
    expect(second![1]).toBeGreaterThan(first![1]! + 0.05);
    // Where nothing was seen, what holds for all.
    expect(unseen![0]).toBeCloseTo(unseen![1]!, 1);
  });

  test('is nearer to what comes than any member alone', () => {
    const outputs = [knows(0), knows(1)];
    /** Mean square error of converting within three weeks. */
    const errorOf = (own: Float32Array | Float64Array): number => {
      const curve = new Float64Array(DAYS);
      return looks.reduce((sum, { ending }, i) => {
        headIncidence(own, i * HEAD_WIDTH, clocks, curve);
        return sum + (curve[21]! - (ending.kind === KIND.converted ? 1 : 0)) ** 2 / looks.length;
      }, 0);
    };
    const fusion = fitFusion(looks, cases, outputs, all);
    const fused = errorOf(fuse(() => fusion, looks, outputs));
    for (const own of outputs) expect(fused).toBeLessThan(errorOf(own));
  });
});

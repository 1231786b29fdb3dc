import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findChanges } from '../../../../models/learning/adaptive-window.ts';
import { calibrate, calibrateCurve, logitOf } from '../../../../models/learning/calibration.ts';
import { findDrift } from '../../../../models/learning/find-drift.ts';
import { calibrationCases, fitLine } from '../../../../models/learning/fit-calibration.ts';
import {
  countBy,
  stabilityOf,
  tenthEdges,
  tenthOf,
} from '../../../../models/learning/population-stability.ts';
import { proposeCalibration } from '../../../../models/learning/propose-calibration.ts';
import { readReference, referenceOf } from '../../../../models/learning/training-reference.ts';
import { seededRandom } from '../../../../models/linear/random.ts';
import type { JudgedForecast } from '../../../../schemas/judged-forecast.ts';
import { DAY, fact, history, judged, T0 } from './made-up-facts.ts';

describe('an adaptive window', () => {
  it('finds a step soon after it, with the means of both sides', () => {
    const random = seededRandom(3);
    const values = Array.from({ length: 1000 }, (_, i) => (random() < (i < 600 ? 0.1 : 0.4) ? 1 : 0));
    const [first, ...others] = findChanges(values, 0.002);
    expect(first!.index).toBeGreaterThan(600);
    expect(first!.index).toBeLessThan(750);
    expect(first!.after).toBeGreaterThan(first!.before);
    expect(others.every(({ index }) => index < 800)).toBe(true);
  });

  it('is silent where nothing changes', () => {
    const random = seededRandom(4);
    const runs = Array.from(
      { length: 50 },
      () => findChanges(Array.from({ length: 500 }, random), 0.002).length,
    );
    expect(runs.filter((found) => found > 0).length).toBeLessThanOrEqual(2);
  });
});

describe('population stability', () => {
  it('is what a hand gives, half a count added to each group', () => {
    const then = new Map([
      ['a', 99.5],
      ['b', 99.5],
    ]);
    const now = new Map([
      ['a', 49.5],
      ['b', 149.5],
    ]);
    const { index, byChance, shifted } = stabilityOf(then, now);
    expect(index).toBeCloseTo(-0.25 * Math.log(0.5) + 0.25 * Math.log(1.5), 12);
    expect(byChance).toBeCloseTo(2 / 199, 12);
    expect(shifted).toBe(true);
  });

  it('is nothing where nothing moved, and groups by the tenths of then', () => {
    const values = Array.from({ length: 100 }, (_, i) => i);
    const counts = countBy(values, tenthOf(tenthEdges(values)));
    expect([...counts.values()]).toEqual(new Array(10).fill(10));
    expect(stabilityOf(counts, counts).index).toBe(0);
  });
});

describe('a calibration', () => {
  it('moves the end of a curve and keeps its shape', () => {
    const line = { slope: 2, offset: -1 };
    const curve = calibrateCurve(Float64Array.of(0.1, 0.3, 0.4), line);
    expect(curve[2]).toBeCloseTo(calibrate(0.4, line), 12);
    expect(curve[0]! / curve[2]!).toBeCloseTo(0.25, 12);
    expect(calibrate(0.4, { slope: 1, offset: 0 })).toBeCloseTo(0.4, 12);
    expect(calibrate(0.5, { slope: 3, offset: Math.log(3) })).toBeCloseTo(0.75, 12);
  });
});

describe('calibrating on outcomes', () => {
  it('finds the line that made them, though half of the horizons are not over', () => {
    const now = T0 + 220 * DAY;
    const cases = calibrationCases(history(6000, 0.7, -0.8, 1), now);
    const unfinished = cases.filter(({ converted, due }) => !converted && due < 1);
    expect(unfinished.length).toBeGreaterThan(1000);
    const line = fitLine(cases);
    expect(line.slope).toBeCloseTo(0.7, 1);
    expect(line.offset).toBeCloseTo(-0.8, 1);
  });

  it('stays near what is in force where outcomes are few', () => {
    const { slope, offset } = fitLine(calibrationCases(history(10, 1, 3, 2), T0 + 500 * DAY));
    expect(Math.abs(offset)).toBeLessThan(0.6);
    expect(slope).toBeCloseTo(1, 0);
  });

  it('counts a loss in full and an open lead by what was due', () => {
    const seen = (fields: Partial<JudgedForecast>) => calibrationCases([judged(fields)], T0 + 62 * DAY)[0]!;
    expect(seen({ result: 'lost', days: 5 })).toMatchObject({ converted: false, due: 1 });
    expect(seen({ result: 'open', days: 60 }).due).toBeCloseTo(0.2 / 0.4, 12);
    expect(seen({ result: 'converted', days: 5 })).toMatchObject({ converted: true, logit: logitOf(0.4) });
  });

  it('shares a lead’s weight among its forecasts', () => {
    const both = calibrationCases([judged({ days: 30 }), judged({ days: 30, seq: 2 })], T0 + 40 * DAY);
    expect(both.map(({ weight }) => weight)).toEqual([0.5, 0.5]);
  });

  it('says what it lacks below the minimum, and leaves the pooled model', () => {
    const proposal = proposeCalibration(history(100, 0.5, -1, 3), null, T0 + 500 * DAY);
    expect(proposal.line).toBeNull();
    expect(proposal.reason).toMatch(/of 120 conversions needed/);
  });

  it('proposes where it helps on leads it has not seen, and not where all is well', () => {
    const now = T0 + 500 * DAY;
    const { line, gain } = proposeCalibration(history(3000, 0.7, -0.8, 4), null, now);
    expect(gain!.low).toBeGreaterThan(0);
    expect(line!.offset).toBeLessThan(-0.5);
    expect(proposeCalibration(history(3000, 1, 0, 5), null, now).line).toBeNull();
    // Once it is in force, the same outcomes ask for no other.
    expect(proposeCalibration(history(3000, 0.7, -0.8, 4), line, now).line).toBeNull();
  });
});

describe('drift', () => {
  const forecast = fact();
  const first = (i: number, fields: Partial<JudgedForecast>): JudgedForecast =>
    judged({
      lead: `lead ${i}`,
      since: T0 + i * 3_600_000,
      at: T0 + i * 3_600_000,
      forecast,
      days: 90,
      ...fields,
    });

  it('is told when the loss rises, as soon as that could be known', () => {
    const random = seededRandom(8);
    // Forecast at 10 %: 5 % convert, then 40 %.
    const all = Array.from({ length: 1200 }, (_, i) =>
      first(i, {
        forecast: fact({ p: [0.1, 0.1, 0.1, 0.1, 0.1] }),
        ...(random() < (i < 700 ? 0.05 : 0.4) && { result: 'converted', days: 10 }),
      }),
    );
    const { rises, shifts, alarms } = findDrift(all, T0 + 200 * DAY, null);
    expect(alarms).toEqual(['the loss rose', 'calibration shifted']);
    expect(rises[0]!.at).toBeGreaterThan(T0 + (700 / 24 + 106) * DAY);
    expect(shifts[0]!.after).toBeGreaterThan(shifts[0]!.before);
  });

  it('is told when fewer convert than forecast, though that lowers the loss', () => {
    const random = seededRandom(9);
    const half = fact({ p: [0.3, 0.3, 0.3, 0.3, 0.3] });
    const all = Array.from({ length: 2000 }, (_, i) =>
      first(i, {
        forecast: half,
        ...(random() < (i < 1000 ? 0.3 : 0.1) && { result: 'converted', days: 10 }),
      }),
    );
    const { shifts, alarms } = findDrift(all, T0 + 250 * DAY, null);
    expect(alarms).toEqual(['calibration shifted']);
    expect(shifts[0]!.after).toBeLessThan(shifts[0]!.before - 0.1);
  });

  it('is told when other leads come, and waits until there are enough', () => {
    const all = Array.from({ length: 600 }, (_, i) =>
      first(i, { landmark: 'day 7', segment: i < 350 ? 'a' : 'b' }),
    );
    expect(findDrift(all, T0, null).alarms).toEqual(['segments shifted']);
    expect(findDrift(all.slice(0, 399), T0, null).earlier).toBeNull();
  });

  describe('from the leads that the model was trained on', () => {
    const random = seededRandom(10);
    const seen = (segment: string, most: number) => ({ pConvert: most * random(), segment });
    const reference = referenceOf(Array.from({ length: 1000 }, (_, i) => seen(i % 4 ? 'a' : 'b', 0.5)));
    const now = (segment: string, most: number) =>
      Array.from({ length: 200 }, (_, i) => {
        const told = seen(i % 4 ? 'a' : segment, most);
        return first(i, { landmark: 'day 7', segment: told.segment, forecast: fact({ raw: told.pConvert }) });
      });

    it('is told before there is a past of its own, and not where leads are alike', () => {
      expect(findDrift(now('b', 0.5), T0, reference)).toMatchObject({
        alarms: [],
        earlier: null,
        referenced: true,
      });
      expect(findDrift(now('c', 0.5), T0, reference).alarms).toEqual([
        'segments are not those of the training',
      ]);
      expect(findDrift(now('b', 0.9), T0, reference).alarms).toEqual([
        'forecasts are not those of the training',
      ]);
    });

    it('waits until there are enough, and says where the card has no reference', () => {
      expect(findDrift(now('c', 0.9).slice(1), T0, reference)).toMatchObject({ alarms: [], training: null });
      expect(findDrift(now('c', 0.9), T0, null)).toMatchObject({
        alarms: [],
        training: null,
        referenced: false,
      });
    });

    it('is read from the card as it was written; a broken one is refused by its field, a missing card too', () => {
      const folder = mkdtempSync(join(tmpdir(), 'doorstep-card-'));
      try {
        const url = pathToFileURL(`${folder}/`);
        const write = (card: object) => writeFileSync(join(folder, 'card.json'), JSON.stringify(card));
        expect(() => readReference(url)).toThrow(/ENOENT.*card\.json/);
        write({ version: '2', reference });
        expect(readReference(url)).toEqual(reference);
        write({ version: '2' });
        expect(readReference(url)).toBeNull();
        write({ version: '2', reference: { ...reference, leads: 'many' } });
        expect(() => readReference(url)).toThrow(
          /card\.json: reference\.leads must be integer.*doorstep train/,
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});

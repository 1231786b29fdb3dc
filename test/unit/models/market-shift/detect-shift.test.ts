import { describe, expect, it } from 'vitest';
import {
  detectShift,
  FEWEST_MOVES,
  NEVER_RANG,
  weekLater,
} from '../../../../models/market-shift/detect-shift.ts';
import { measureShifts } from '../../../../models/market-shift/measure.ts';

/** Weeks as a board keeps them: ln of inventory, price and days, and the rate. */
const week = (i: number, inventory = 0) => [6 + 0.02 * Math.sin(1.7 * i) + inventory, 13, 3.5, 6.4];
const weeks = (count: number, from = count, by = 0) =>
  Array.from({ length: count }, (_, i) => week(i, i >= from ? by : 0));

describe('a shift', () => {
  it('is not told while nobody knows what is usual', () => {
    expect(detectShift({ weeks: weeks(FEWEST_MOVES, FEWEST_MOVES - 1, 1) }, NEVER_RANG)).toBeUndefined();
  });

  it('says what moved, by how much and against what', () => {
    const found = detectShift({ weeks: weeks(30, 29, 0.3) }, NEVER_RANG)!;
    expect(found.shift.measure).toBe('inventory');
    expect(found.shift.change).toBeCloseTo(Math.exp(0.3) - 1, 1);
    expect(found.shift.z).toBeGreaterThan(4);
    expect(detectShift({ weeks: weeks(30, 29, -0.3) }, NEVER_RANG)!.shift.change).toBeLessThan(-0.2);
  });

  it('is told once', () => {
    let quiet: readonly number[] = NEVER_RANG;
    const told: number[] = [];
    for (let count = 12; count < 50; count++) {
      quiet = weekLater(quiet);
      const found = detectShift({ weeks: weeks(count, 30, 0.3) }, quiet);
      if (!found) continue;
      quiet = found.quiet;
      told.push(count);
    }
    expect(told).toEqual([31]);
  });

  it('is none where it is too small to matter, however quiet the market was', () => {
    expect(
      detectShift({ weeks: weeks(30, 29, 0.04).map((w) => [w[0]!, 13, 3.5, 6.4]) }, NEVER_RANG),
    ).toBeUndefined();
  });
});

it('rings by mistake about once a year an area, and hears a jump within two weeks (unseen seeds)', () => {
  const [cusum] = measureShifts([901, 902, 903]);
  expect(cusum!.falseAYear.all).toBeLessThan(1.5);
  const jump = cusum!.planted[0]!;
  expect(jump.heard).toBeGreaterThan(0.65);
  expect(jump.weeks).toBeLessThan(2);
  expect(jump.again).toBeLessThan(0.1);
});

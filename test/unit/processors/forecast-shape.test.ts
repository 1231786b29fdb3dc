import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SILENT_DAYS } from '../../../models/judges.ts';
import { decayCurve } from '../../../processors/forecast-shape.ts';

const p = fc.double({ min: 0, max: 1, noNaN: true });

describe('the decay curve', () => {
  it('goes through what was asked', () => {
    const curve = decayCurve(0.4, [0.3, 0.1], 30);
    expect(curve[SILENT_DAYS[0] - 1]).toBeCloseTo(0.3, 9);
    expect(curve[SILENT_DAYS[1] - 1]).toBeCloseTo(0.1, 9);
  });

  it('is drawn between: never outside of what was asked', () => {
    fc.assert(
      fc.property(p, p, p, (now, week, month) => {
        const curve = decayCurve(now, [week, month], 30);
        expect(curve.length).toBe(30);
        for (const [i, value] of curve.entries()) {
          const [a, b] = i < SILENT_DAYS[0] ? [now, week] : [week, month];
          expect(value).toBeGreaterThanOrEqual(Math.min(a, b) - 2e-6);
          expect(value).toBeLessThanOrEqual(Math.max(a, b) + 2e-6);
        }
      }),
    );
  });
});

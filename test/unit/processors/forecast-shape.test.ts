import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conversionCurve,
  forecastKind,
  quantileDay,
  quantileDays,
} from '../../../processors/forecast-shape.ts';

const hazards = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 180, maxLength: 180 });
const cure = fc.double({ min: 0, max: 1, noNaN: true });

describe('the conversion curve', () => {
  it('is what the hazard says, less those who never convert', () => {
    const curve = conversionCurve({ hazard: Float32Array.of(0.5, 0.5, 0), cure: 0.2 });
    expect(Array.from(curve)).toEqual([0.4, 0.6000000000000001, 0.6000000000000001]);
  });

  it('only rises, and never past 1 − cure', () => {
    fc.assert(
      fc.property(hazards, cure, (hazard, c) => {
        const curve = conversionCurve({ hazard: Float32Array.from(hazard), cure: c });
        let before = 0;
        for (const p of curve) {
          expect(p).toBeGreaterThanOrEqual(before);
          before = p;
        }
        expect(before).toBeLessThanOrEqual(1 - c);
      }),
    );
  });
});

describe('quantiles', () => {
  it('are of those who convert, whatever the chance of that', () => {
    const even = (p: number) => Float64Array.from({ length: 100 }, (_, day) => (p * (day + 1)) / 100);
    for (const p of [0.01, 0.5, 1]) {
      expect(quantileDay(even(p), 0.5)).toBe(50);
      expect(quantileDay(even(p), 0.25)).toBe(25);
    }
  });

  it('lie within a day where the curve jumps', () => {
    expect(quantileDay(Float64Array.of(0, 0, 0.6, 0.6), 0.5)).toBe(2.5);
  });

  it('are the end of the horizon where nobody converts', () => {
    expect(quantileDay(new Float64Array(180), 0.5)).toBe(180);
  });

  it('come in order and within the horizon', () => {
    fc.assert(
      fc.property(hazards, cure, (hazard, c) => {
        const q = quantileDays(conversionCurve({ hazard: Float32Array.from(hazard), cure: c }));
        const days = [q.q05, q.q10, q.q25, q.q75, q.q90, q.q95];
        expect(days).toEqual([...days].sort((a, b) => a - b));
        expect(days[0]).toBeGreaterThanOrEqual(0);
        expect(days[5]).toBeLessThanOrEqual(180);
      }),
    );
  });
});

describe('a forecast calls itself', () => {
  const q = (q10: number, q90: number) => ({ q05: 0, q10, q25: 0, q75: 0, q90, q95: 0 });
  it('insufficient with less than two things to go by', () => {
    expect(forecastKind(1, 0.9, q(3, 5))).toBe('insufficient');
  });
  it('a date only when it is likely and narrow', () => {
    expect(forecastKind(2, 0.5, q(10, 40))).toBe('date');
    expect(forecastKind(2, 0.49, q(10, 40))).toBe('window');
    expect(forecastKind(2, 0.9, q(10, 41))).toBe('window');
  });
});

/** Deltas and curves: whatever the values, applying what was sent gives what was meant. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffPatch, mergePatch, packCurve, unpackCurve } from '../../schemas/apply-delta.ts';

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

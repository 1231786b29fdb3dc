import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskDelta, unmaskDelta } from '../../../processors/delta-mask.ts';
import { fromRow, toRow } from '../../../processors/row-layout.ts';
import { packFloats, unpackFloats } from '../../../processors/sparse-floats.ts';
import { createStateCodec } from '../../../processors/state-codec.ts';
import { diffPatch } from '../../../schemas/apply-delta.ts';

const bits = (values: Float64Array) => Array.from(new BigUint64Array(values.slice().buffer));
const floats = fc.float64Array({ maxLength: 300 }).map((values) => Float64Array.from(values));
const sparse = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.double()))
  .map((a) => Float64Array.from(a));

describe('floats in a state', () => {
  it('come back to the bit, negative zero and NaN too', () => {
    fc.assert(
      fc.property(fc.oneof(floats, sparse), (values) => {
        expect(bits(unpackFloats(packFloats(values)))).toEqual(bits(values));
      }),
    );
  });

  it('cost next to nothing while they are zero', () => {
    expect(packFloats(new Float64Array(240)).length).toBe(62);
    expect(packFloats(new Float64Array(240).fill(7)).length).toBe(62 + 240 * 4);
  });

  it('share no memory with the bytes they came from, wherever those lie', () => {
    const codec = createStateCodec<{ v: number; pad: string; acc: Float64Array; p: Float32Array }>({
      1: ['pad', 'acc', 'p'],
    });
    for (const pad of ['', 'x', 'xx', 'xxx']) {
      const acc = Float64Array.of(1.5, -0, 0, 1 / 3);
      const p = Float32Array.of(0.1, 1 / 3);
      const bytes = codec.pack({ v: 1, pad, acc, p });
      const back = codec.unpack(bytes);
      bytes.fill(0);
      expect(back.acc).toBeInstanceOf(Float64Array);
      expect(bits(back.acc)).toEqual(bits(acc));
      expect(back.p).toEqual(p);
    }
  });
});

describe('a state of an older version', () => {
  interface Now {
    v: number;
    names: string[];
  }
  const layouts = { 1: ['name'], 2: ['list'], 3: ['names'] };
  const old = createStateCodec<{ v: number; name: string }>({ 1: layouts[1] });
  const now = createStateCodec<Now>(layouts, {
    1: ({ name }) => ({ list: [name] }),
    2: ({ list }) => ({ names: list }),
  });

  it('is brought up step by step as it is read', () => {
    expect(now.unpack(old.pack({ v: 1, name: 'ana' }))).toEqual({ v: 3, names: ['ana'] });
  });

  it('is refused, with what to do, when it comes from the future or from nowhere', () => {
    expect(() => old.unpack(now.pack({ v: 3, names: [] }))).toThrow(/version 3.*Start a newer Doorstep/);
    expect(() => createStateCodec<Now>(layouts).unpack(old.pack({ v: 1, name: 'ana' }))).toThrow(
      /no upgrade from/,
    );
    expect(() => now.unpack(Uint8Array.of(0xc0))).toThrow(/has no version/);
  });
});

describe('a row', () => {
  const layout = ['a', ['b', ['c', 'd']], 'e'] as const;

  it('keeps null as null and the absent absent', () => {
    for (const value of [
      { a: 1, b: { c: 2, d: 3 }, e: 'x' },
      { a: null, b: null, e: 0 },
      { a: 0, b: { d: 1 } },
    ]) {
      expect(fromRow(toRow(value, layout), layout)).toEqual(value);
    }
    expect(Object.keys(fromRow(toRow({ a: 0, b: null }, layout), layout)!)).toEqual(['a', 'b']);
  });
});

describe('a delta kept as a mask', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ depthSize: 'small' }, fc.integer(), fc.string(), fc.array(fc.integer()), tie('object')),
    object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('any'), { noNullPrototype: true }),
  })).object;

  it('says the delta again, word for word', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const delta = diffPatch(before, after) ?? {};
        expect(unmaskDelta(maskDelta(delta, after), after)).toEqual(delta);
      }),
    );
  });

  it('is one number where all is new', () => {
    expect(maskDelta({ a: { b: 1 } }, { a: { b: 1 } })).toBe(1);
  });
});

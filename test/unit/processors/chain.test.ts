import { describe, expect, it } from 'vitest';
import { type Around, chain } from '../../../processors/chain.ts';
import { drop, pass, reject } from '../../../schemas/flow.ts';

const straight: Around = (_stage, _size, work) => work();

const halves = chain<number>()
  .sift(function wholeOnly(n) {
    if (n < 0) return reject('wholeOnly', 'negative');
    return Number.isInteger(n) ? pass(n) : drop('no whole number');
  })
  .wave(function doubled(all) {
    return all.map((n) => n * 2);
  })
  .each(function said(n) {
    return `#${n}`;
  });

describe('a chain', () => {
  it('keeps outcomes in the order of the wave, whatever falls out on the way', () => {
    expect(halves.run([1, 0.5, 3, -1, 2], straight)).toEqual([
      pass('#2'),
      drop('no whole number'),
      pass('#6'),
      reject('wholeOnly', 'negative'),
      pass('#4'),
    ]);
  });

  it('gives a wave step only what is still on its way, together', () => {
    const waves: number[][] = [];
    const watched = chain<number>()
      .sift((n) => (n > 1 ? pass(n) : drop('small')))
      .wave((all) => {
        waves.push(all);
        return all;
      });
    watched.run([1, 2, 3], straight);
    expect(waves).toEqual([[2, 3]]);
  });

  it('is observed from outside, stage by stage, under the names of its steps', () => {
    const seen: string[] = [];
    halves.run([1, 2], (stage, size, work) => {
      seen.push(`${stage} ${size}`);
      return work();
    });
    expect(seen).toEqual(['wholeOnly 2', 'doubled 2', 'said 2']);
  });

  it('lets a throw through: it is a bug or an outage, never bad data', () => {
    const broken = chain<number>().each(() => {
      throw new Error('bug');
    });
    expect(() => broken.run([1], straight)).toThrow('bug');
  });
});

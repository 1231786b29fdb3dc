import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortedLazily } from '../../../../models/content/sorted-lazily.ts';

const ascending = (a: number, b: number): number => a - b;

it('gives what sorting gives, however often and however far it is looked at', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(20), (items, first) => {
      const sorted = [...items].sort(ascending);
      const lazily = sortedLazily([...items], ascending);
      const looked: number[] = [];
      for (const item of lazily) if (looked.push(item) > first) break;
      expect(looked).toEqual(sorted.slice(0, first + 1));
      expect([...lazily]).toEqual(sorted);
      expect([...lazily]).toEqual(sorted);
    }),
  );
});

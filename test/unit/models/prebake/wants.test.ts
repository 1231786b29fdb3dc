/** What is kept ready: the likeliest, and another choice only where it is worth the making. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MENU, MOST_PREPARED } from '../../../../models/prebake/menu.ts';
import { wantsOf } from '../../../../models/prebake/wants.ts';

const chances = (p: Record<string, number>) => MENU.map(({ id }) => p[id] ?? 0);

it('is the likeliest, in that order, as many as are kept', () => {
  const p = chances({ reply_rental: 0.1, price_answer: 0.3, showing_slots: 0.2, call_sheet: 0.05 });
  expect(wantsOf(p, 1, [])).toEqual(['price_answer', 'showing_slots', 'reply_rental']);
});

it('is nothing where nothing is likely, or the lead will do nothing', () => {
  expect(wantsOf(chances({}), 1, [])).toEqual([]);
  expect(wantsOf(chances({ price_answer: 0.9 }), 0.01, [])).toEqual([]);
});

it('stays until another choice fits one more deed in fifty', () => {
  const known = ['price_answer'];
  expect(wantsOf(chances({ price_answer: 0.3, call_sheet: 0.021 }), 0.9, known)).toBe(known);
  expect(wantsOf(chances({ price_answer: 0.3, call_sheet: 0.1 }), 0.9, known)).toEqual([
    ...['price_answer', 'call_sheet'],
  ]);
});

it('never loses more than it would be worth, whatever was wanted', () => {
  const p = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: MENU.length,
    maxLength: MENU.length,
  });
  const ids = fc.subarray(
    MENU.map(({ id }) => id),
    { maxLength: MOST_PREPARED },
  );
  fc.assert(
    fc.property(p, fc.double({ min: 0, max: 1, noNaN: true }), ids, (raw, pDeed, known) => {
      const wants = wantsOf(raw, pDeed, known);
      const worth = (which: readonly string[]) =>
        which.reduce((sum, id) => sum + raw[MENU.findIndex((item) => item.id === id)]!, 0);
      const best = [...raw]
        .sort((a, b) => b - a)
        .slice(0, MOST_PREPARED)
        .filter((chance) => chance >= 0.02)
        .reduce((a, b) => a + b, 0);
      expect(wants.length).toBeLessThanOrEqual(MOST_PREPARED);
      expect((best - worth(wants)) * pDeed).toBeLessThan(0.02 + 1e-9);
    }),
  );
});

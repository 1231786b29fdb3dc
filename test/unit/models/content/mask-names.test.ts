import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASK, maskNames, naming } from '../../../../models/content/mask-names.ts';

const masked = (text: string): string => text.replaceAll(MASK, '_');

describe('the names that a text may say', () => {
  it.each([
    ['Hi MARIA, Maria’s home', ['Maria'], 'Hi _____, _____’s home'],
    ['Mariana and Maria 5 and the 7 de Maria', ['Maria'], 'Mariana and Maria 5 and the 7 de Maria'],
    ['Oak & Elm Realty on Elm', ['Oak & Elm Realty', 'Elm'], '________________ on ___'],
    ['JOSÉ, josé', ['José'], '____, ____'],
  ])('are masked where they stand alone: %s', (text, names, expected) =>
    expect(masked(maskNames(text, names))).toBe(expected),
  );

  it('are found by hand as a pattern finds them', () => {
    const letters = [...'aAbé É5 #.-\u0130\u017f\u212asSkK', ' de ', '5 de ', ' 5'];
    const piece = fc.array(fc.constantFrom(...letters), { maxLength: 12 }).map((parts) => parts.join(''));
    const name = piece.map((text) => text.trim()).filter((text) => text.length > 1);
    const names = fc.array(name, { maxLength: 3 });
    const text = fc
      .tuple(names, fc.array(piece, { maxLength: 4 }))
      .chain(([known, parts]) =>
        fc.tuple(fc.constant(known), fc.shuffledSubarray([...known, ...known, ...parts])),
      );
    let found = 0;
    const byPattern = (from: string, known: readonly string[]): string =>
      known.reduce((now, one) => now.replace(naming(one), (match) => MASK.repeat(match.length)), from);
    fc.assert(
      fc.property(text, fc.constantFrom('', ' ', '#'), ([known, parts], between) => {
        const whole = parts.join(between);
        const expected = byPattern(whole, known);
        if (expected !== whole) found++;
        expect(masked(maskNames(whole, known))).toBe(masked(expected));
      }),
      { numRuns: 800 },
    );
    expect(found).toBeGreaterThan(80);
  });
});

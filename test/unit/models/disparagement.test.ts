import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disparages } from '../../../models/content/disparagement.ts';

describe('disparagement', () => {
  it.each([
    ['Keller Williams takes weeks; we take days.', 'Keller Williams'],
    ['We are better than most.', 'better than'],
    ['Another agent will promise you anything.', 'Another agent'],
    ['Don’t trust the Zestimate.', 'Zestimate'],
    ['Cash-offer companies lowball.', 'Cash-offer companies'],
    ['Beware of hidden fees.', 'hidden fees'],
    ['Most agents do not answer at night.', 'Most agents'],
    ['They only want a quick sale.', 'They only'],
    ['Somos mejores que otros.', 'mejores que'],
    ['Otro agente le dirá lo que sea.', 'Otro agente'],
  ])('hears it in: %s', (text, words) => {
    expect(disparages(text, ['Keller Williams'])?.toLowerCase()).toBe(words.toLowerCase());
  });

  it.each([
    ['Here are the three sales that our range rests on.'],
    ['Kim Lee can visit on Tuesday and explain each number.'],
    ['Would you like to see it again? We can better plan a visit with a day in hand.'],
    ['Podemos mostrarle cada venta, con su precio y su fecha.'],
    ['The kwik stop is next door.'],
  ])('lets pass: %s', (text) => {
    expect(disparages(text, ['KW', 'Pat'])).toBeUndefined();
  });

  it('a name is heard as a word of its own, whatever its case', () => {
    expect(disparages('as kw, says', ['KW'])).toBe('KW');
    expect(disparages('awkward', ['KW'])).toBeUndefined();
  });

  it('throws on no text, and hears an appended phrase in any', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(disparages(`${text} unlike others`, [])).toBeDefined();
      }),
    );
  });

  it('no phrase of the bank disparages', () => {
    const bank = join(import.meta.dirname, '../../../models/content/bank');
    const phrases: string[] = [];
    const collect = (value: unknown): void => {
      if (typeof value === 'string') phrases.push(value);
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
    };
    for (const file of readdirSync(bank)) collect(JSON.parse(readFileSync(join(bank, file), 'utf8')));
    expect(phrases.length).toBeGreaterThan(500);
    expect(phrases.filter((phrase) => disparages(phrase, []))).toEqual([]);
  });
});

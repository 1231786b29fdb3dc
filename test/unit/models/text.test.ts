import { describe, expect, test } from 'vitest';
import { GRAM_SPACE, readGrams } from '../../../models/features/grams.ts';
import { readText } from '../../../models/features/read-text.ts';
import { READ_CHARACTERS, tokenise } from '../../../models/features/tokens.ts';

const read = (text: string) => readText(text, 0, undefined);
const overlap = (a: string, b: string): number => {
  const [x, y] = [readGrams(tokenise(a)), readGrams(tokenise(b))];
  const weights = new Map(Array.from(x.grams, (id, i) => [id, x.weights[i]!]));
  return y.grams.reduce((sum, id, i) => sum + (weights.get(id) ?? 0) * y.weights[i]!, 0);
};

describe('tokens', () => {
  test('words keep apostrophes, numbers their separators, signs stand alone', () => {
    expect(tokenise("I can't do 2,300/mo!")).toEqual(['i', "can't", 'do', '2,300', '/', 'mo', '!']);
  });
  test('control characters, lone surrogates and white space are none', () => {
    expect(tokenise('\u0000\u0007 a\ud800b \u200d')).toEqual(['a', 'b']);
  });
  test('a typographic apostrophe is an apostrophe', () => {
    expect(read('don’t').tokens).toEqual(["don't"]);
  });
});

describe('grams', () => {
  test('have length 1, words and characters half each', () => {
    const { grams, weights } = read('Can we see it saturday?');
    expect(Math.hypot(...weights)).toBeCloseTo(1, 6);
    expect(new Set(grams).size).toBe(grams.length);
    expect(Math.max(...grams)).toBeLessThan(GRAM_SPACE);
  });
  test('are the same for other digits and for dropped accents', () => {
    expect(overlap('under $2,300', 'under $1,750')).toBeCloseTo(1, 6);
    expect(overlap('qué mensualidad', 'que mensualidad')).toBeCloseTo(1, 6);
  });
  test('are alike for alike words and not for others', () => {
    expect(overlap('appraisal', 'appraisals')).toBeGreaterThan(0.2);
    expect(overlap('appraisal', 'kitchen')).toBeLessThan(0.05);
  });
  test('of one text do not depend on the text before', () => {
    const alone = read('is it still up');
    read('something else entirely, 12 of them');
    expect(read('is it still up')).toEqual(alone);
  });
});

describe('language', () => {
  test.each([
    ['Could you send me the comps for this street?', 'en'],
    ['que mensualidad me quedaría por una casa de 280 mil', 'es'],
    ['hola, can we see la casa on monday? gracias', 'mixed'],
    ['можно посмотреть квартиру завтра', 'other'],
    ['ok', 'en'],
    ['', 'en'],
  ])('%s', (text, language) => {
    expect(read(text).language).toBe(language);
  });
});

describe('hostile texts', () => {
  const LENGTH = 16_384;
  const pieces = [
    'a',
    '1',
    '😀',
    '$1,',
    '\u0000',
    '@a.b',
    'http://',
    "a'",
    ' ',
    'in Aa and ',
    '12 Aa ',
    'one ',
    'mar 1 ',
    '1:',
    '3/',
    '\ud800',
    'twenty-one ',
    'Aa Bb & ',
  ];
  test.each(pieces.map((piece) => [JSON.stringify(piece), piece]))(
    '%s over and over costs little',
    (_, piece) => {
      const text = piece.repeat(Math.ceil(LENGTH / piece.length));
      read(text);
      const started = process.cpuUsage();
      const reading = read(text);
      const { user, system } = process.cpuUsage(started);
      // A quadratic pattern takes seconds here, an honest one a few milliseconds; the bound leaves room for a busy machine.
      expect((user + system) / 1000).toBeLessThan(60);
      expect(reading.characters).toBe(text.length);
      expect(reading.entities.length).toBeLessThanOrEqual(32);
    },
  );
  test('no more than the head is read', () => {
    const head = 'x '.repeat(READ_CHARACTERS / 2);
    expect(read(`${head} $450k`).entities).toEqual([]);
  });
});

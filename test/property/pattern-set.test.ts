/** Patterns looked for together find what each finds by itself, in any text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConversations } from '../../models/corpus/read-corpus.ts';
import { findSigns, PATTERNS as OPT_OUT } from '../../models/optout/grammar.ts';
import { normalise } from '../../models/optout/normalise.ts';
import { PatternSet } from '../../models/patterns/pattern-set.ts';

const SOURCES = [
  '\\b(?:stop|stopp|quit)\\b(?! (?:by|at|the))',
  '^(?:(?:please|ok) ?\\.? )*(?:stop|end)(?: \\.)?$',
  '(?:^|\\. )(?:please )?(?:stop|remove me)(?= please|$)',
  '\\b(?:no|not)(?: \\w+){0,3} (?:te?xts?|calls?)\\b',
  '(?<![\\p{L}\\p{N}])(?:ca(?:ll|n)|d[ií]as?|n[oi])(?![\\p{L}\\p{N}])',
  '\\?|\\b(?:how|what)\\b',
  'стоп|退订|par(?:e|em) de',
  '\\b(?<!not )call(?:ing)?(?: me)* (?:back|\\d{1,3})',
  '\\b.ll [^a-z]\\b',
  '(?:\\d+ )?(?:texts|días)\\s+no\\b',
];
const PIECES = (
  'stop stopp quit please ok end remove me no not text txt texts call calls calling can cancel back 12 1 días dia ' +
  'how what the by at . ? _ é ñ стоп 退订 🛑 𝒶 pare parem de A Stop ll all'
).split(' ');
const texts = fc
  .array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(' ', ' ', ' ', '', '\n', ',')), {
    maxLength: 14,
  })
  .map((parts) => parts.map(([piece, gap]) => piece + gap).join(''));

const alone = (text: string): number[] =>
  SOURCES.flatMap((source, i) => (new RegExp(source, 'u').test(text) ? [i] : []));

describe('a set of patterns', () => {
  const set = new PatternSet(SOURCES);

  it('finds what each finds alone', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(set.find(text)).toEqual(alone(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('finds the same in any characters, and however much it has seen before', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), texts, (any, text) => {
        expect(set.find(any + text)).toEqual(alone(any + text));
        expect(set.find(text, 3, 7)).toEqual(alone(text).filter((i) => i >= 3 && i < 7));
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves out most of what does not match', () => {
    set.look('the garden is lovely and the kitchen is too');
    expect(SOURCES.filter((_, i) => set.mayMatch(i))).toEqual([SOURCES[6], SOURCES[9]]);
  });

  it('refuses what it does not understand', () => {
    for (const source of ['(?<name>a)', 'a\\1', '\\u{61}', '(a', 'a)'])
      expect(() => new PatternSet([source])).toThrow();
  });
});

it('hears in messages of leads, cut and mixed, what the patterns of opt-outs say one by one', () => {
  const said = readConversations().flatMap(({ events }) =>
    events.flatMap((event) => ('text' in event ? [event.text] : [])),
  );
  const compiled = Object.values(OPT_OUT).map((source) => new RegExp(source, 'u'));
  const pieces = fc
    .tuple(fc.constantFrom(...said), fc.nat(40), fc.constantFrom(...said))
    .map(([one, cut, other]) => normalise(`${one.slice(cut)} ${other.slice(0, 4 * cut)} stop texting`));
  fc.assert(
    fc.property(pieces, (text) => {
      expect(findSigns(text)).toEqual(compiled.flatMap((pattern, i) => (pattern.test(text) ? [i] : [])));
    }),
    { numRuns: 3000 },
  );
});

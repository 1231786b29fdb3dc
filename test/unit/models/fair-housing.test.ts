import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCorpus } from '../../../models/corpus/read-corpus.ts';
import { evaluateFairHousing } from '../../../models/evaluation/evaluate-fair-housing.ts';
import { StaleCardError } from '../../../models/evaluation/read-cards.ts';
import { EXPLAINED, explainAway } from '../../../models/fair-housing/explain-away.ts';
import { CLASSES, MENTIONS } from '../../../models/fair-housing/mentions.ts';
import { loadFairHousingJudge } from '../../../models/fair-housing/model.ts';
import { normalise } from '../../../models/fair-housing/normalise.ts';
import { type FairHousingLine, readFairHousingLines } from '../../../models/fair-housing/read-lines.ts';
import { findSigns, SIGN_SPACE } from '../../../models/fair-housing/signs.ts';
import { trainFairHousing } from '../../../models/fair-housing/train.ts';
import { fairHousingData, readFairHousingCard } from '../../../pipelines/train-fair-housing.ts';

const MODELS = new URL('../../../models/', import.meta.url);
const judge = loadFairHousingJudge();
const { dev, more } = readFairHousingLines();

const mentioned = (text: string): string[] =>
  MENTIONS.filter(({ pattern }) => text.search(pattern) >= 0).map(({ name }) => name);

describe('a draft as the grammar reads it', () => {
  test.each([
    ['No k1ds', 'no kids'],
    ['no m3xicans', 'no mexicans'],
    ['wh1te or bl@ck', 'white or black'],
    ['no f*male tenants', 'no female tenants'],
    ['¡Sin NIÑOS!', 'sin ninos .'],
    ['c.h.i.l.d.r.e.n', 'children'],
    ['chil\u200bdren', 'children'],
    ["'Adults only' has to go", 'quoted adults only has to go'],
    ["It isn't the seller's", 'it isnt the sellers'],
    ['55+ at 12 Oak', '55 plus at 12 oak'],
  ])('%j', (text, plain) => expect(normalise(text)).toBe(plain));
});

describe('what only sounds like a class is taken out', () => {
  test.each([
    'Meet me on Church Street',
    'Taxes in Orleans Parish are due in January',
    'white cabinets and black granite',
    'French doors to the deck',
    'the family room and the master bedroom',
    'zoned multi-family',
    'a blind corner at the drive',
    'the LLC has a minority partner',
    'Merry Christmas to all',
    'mature trees along the drive',
  ])('%s', (text) => {
    const { left, kinds } = explainAway(normalise(text));
    expect(kinds.map((kind) => EXPLAINED[kind])).not.toEqual([]);
    expect(mentioned(left)).toEqual([]);
  });

  test.each([
    ['a white family on the street', 'race'],
    ['no wheelchairs', 'disability'],
    ['the parish of St. Anne', 'religion'],
    ['Mexican tenants', 'national_origin'],
    ['dark-skinned renters', 'color'],
    ['single women', 'sex'],
    ['sin niños', 'familial_status'],
  ])('%j still speaks of %s', (text, touched) => {
    expect(mentioned(explainAway(normalise(text)).left)).toContain(touched);
  });
});

test('what is done counts only where it is done to people', () => {
  const signs = (text: string) => findSigns(normalise(text)).length;
  expect(signs('The owner prefers a quick close')).toBeLessThan(signs('The owner prefers a quiet couple'));
});

describe('the judge', () => {
  test.each([
    ['Landlord said no children in the upstairs unit.', 'familial_status'],
    ['Seller only wants to sell to a Christian family.', 'religion'],
    ['You would feel more at home in Glenwood with the other Filipino families.', 'national_origin'],
    ['They charge a pet deposit for the service dog.', 'disability'],
    ['Female tenants only.', 'sex'],
    ['It is a white neighborhood so you will fit right in.', 'race'],
    ['He prefers lighter-skinned tenants.', 'color'],
    ['El dueño no quiere niños.', 'familial_status'],
  ])('holds back %j', (text, touched) => {
    expect(judge.judge(text)).toMatchObject({ label: 'block', class: touched });
  });

  test.each([
    'The kitchen has white cabinets and a walk-in pantry.',
    'I have two showings on Church Street at 3 and 4.',
    'We do not discriminate by race, color, religion, sex, disability, familial status or national origin.',
    'I cannot tell you who lives there, that is fair housing law, but you may pick any area.',
    'Rates fell to 6.2 this week, want a new quote?',
    'La casa tiene tres recámaras y sala familiar.',
    '',
  ])('lets %j go out', (text) => {
    expect(judge.judge(text)).toMatchObject({ label: 'allow', class: 'none' });
  });

  test('says which words, which law, and what to say instead, in one sentence', () => {
    const { why } = judge.judge('Nice flat! Sorry, NO  Kids. Call me.');
    expect(why).toMatch(/^“NO {2}Kids” may .+ \(42 USC § 3604\): .+\.$/);
    expect(why.match(/[.!?](?:\s|$)/g)).toHaveLength(1);
  });

  test('never throws, and answers the same in any order and however it is spaced', () => {
    const some = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom(...[...dev, ...more].map(({ text }) => text)),
    );
    fc.assert(
      fc.property(fc.array(some, { maxLength: 6 }), fc.constantFrom(' ', '  ', '\t'), (texts, space) => {
        const alone = texts.map((text) => judge.judge(text));
        expect([...texts].reverse().map((text) => judge.judge(text))).toEqual([...alone].reverse());
        for (const [i, text] of texts.entries()) {
          const answer = alone[i]!;
          expect(answer.p).toBeGreaterThanOrEqual(0);
          expect(answer.p).toBeLessThanOrEqual(1);
          expect(answer.class === 'none').toBe(answer.label === 'allow');
          expect(judge.judge(`${space}${text}${space}`).p).toBe(answer.p);
        }
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  test('words spaced otherwise are the same words', () => {
    fc.assert(
      fc.property(fc.constantFrom(...dev), fc.constantFrom('  ', '\t', ' \t '), ({ text }, space) => {
        expect(judge.judge(text.replaceAll(' ', space))).toMatchObject({
          p: judge.judge(text).p,
          label: judge.judge(text).label,
        });
      }),
      { seed: 8 },
    );
  });

  test('hostile text costs milliseconds', () => {
    const texts = [
      'no kids '.repeat(500),
      'a. '.repeat(1500),
      "'".repeat(4000),
      `"${'x '.repeat(2000)}`,
      'k1ds*'.repeat(800),
      'white black brown dark light or and '.repeat(100),
      'perfect great ideal for the any your all good nice '.repeat(80),
      'owner landlord seller prefers wants only no not never '.repeat(70),
    ];
    for (const text of texts) {
      const start = performance.now();
      judge.judge(text);
      expect(performance.now() - start, text.slice(0, 30)).toBeLessThan(250);
    }
  });
});

test('signs are within their space, and the lines name classes that are known', () => {
  for (const { text, label, class: touched } of [...dev, ...more]) {
    expect(findSigns(normalise(text)).every((sign) => sign >= 0 && sign < SIGN_SPACE)).toBe(true);
    expect(label === 'allow' ? ['none'] : CLASSES).toContain(touched);
  }
  const texts = [...dev, ...more].map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
});

describe('training', () => {
  const corner = (lines: readonly FairHousingLine[]) => lines.filter((_, i) => i % 8 === 0);
  const agents = ['Keys are in the lockbox.', 'Rates fell this week.', 'Want to see it on Friday?'];
  const once = trainFairHousing(corner(dev), corner(more), agents, []);

  test('is the same to the bit each time, and learns nothing from the folds left out', () => {
    const flipped = corner(dev).map((line, i): FairHousingLine => {
      if (once.dev[i]!.fold !== 0) return line;
      return { ...line, ...({ label: 'block', class: 'race' } as const) };
    });
    expect(trainFairHousing(corner(dev), corner(more), agents, []).fit([0])).toEqual(once.fit([0]));
    const other = trainFairHousing(flipped, corner(more), agents, []);
    expect(other.fit([0])).toEqual(once.fit([0]));
    expect(other.fit([1])).not.toEqual(once.fit([1]));
  });

  test('is measured on the given lines apart from those for training', () => {
    const figures = evaluateFairHousing(once, trainFairHousing([], corner(more), agents, []), []);
    expect(figures.dev.lines).toBe(corner(dev).length);
    expect(figures.own.lines).toBe(corner(more).length);
    expect(figures.corpus.texts).toBe(agents.length);
    expect(figures.dev.auc).toBeGreaterThan(0.6);
  });
});

describe('the card', () => {
  const data = fairHousingData(readCorpus());

  test('is of the lines, settings and artefact that are here, and reaches what was asked', () => {
    const { figures, limits } = readFairHousingCard(MODELS, data);
    expect(figures.dev.lines).toBe(dev.length);
    expect(figures.own.lines).toBe(more.length);
    expect(figures.dev.recall).toBeGreaterThanOrEqual(0.95);
    expect(figures.dev.falseBlocks).toBeLessThanOrEqual(0.05);
    expect(figures.own.auc).toBeGreaterThan(figures.ngrams.own.auc);
    expect(limits.join(' ')).toContain('not reviewed by a lawyer');
  });

  test('is refused where the lines are others', () => {
    expect(() => readFairHousingCard(MODELS, { ...data, sha256: 'f00' })).toThrow(StaleCardError);
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mentionFigures } from '../../../models/evaluation/evaluate-mentions.ts';
import { readText } from '../../../models/features/read-text.ts';
import { competitorIndex } from '../../../models/mentions/competitor-index.ts';
import { editDistance } from '../../../models/mentions/edit-distance.ts';
import { findCandidates } from '../../../models/mentions/find-candidates.ts';
import { readMessage, written } from '../../../models/mentions/message.ts';
import { loadMentionJudge, loadMentionModel, readMentions } from '../../../models/mentions/model.ts';
import { readMentionLines } from '../../../models/mentions/read-lines.ts';
import { type Competitor, type CompetitorRegistry, Mention } from '../../../schemas/competition.ts';
import { checker } from '../../../schemas/words.ts';

const judge = loadMentionJudge();
const NO_INTENTS = new Float32Array(42);
const everybody = competitorIndex(undefined);
const read = (text: string, index = everybody) =>
  judge.read(readText(text, 0, undefined), text, NO_INTENTS, index);
const idsIn = (text: string, index = everybody) => read(text, index).flatMap((m) => m.competitor ?? []);

const registry = (competitors: Competitor[], ignored: string[] = []): CompetitorRegistry => ({
  ...{ version: 1, competitors, ignored },
});
const agent = (name: string): Competitor => ({ id: 'theirs', kind: 'agent', name, aliases: [] });

describe('names that everybody knows', () => {
  test.each([
    ['saw it on Zillow for 15 less', 'zillow'],
    ['the zestimate says 415', 'zillow'],
    ["Zillow's number is 402", 'zillow'],
    ['redfin says 1978', 'redfin'],
    ['it is still active on realtor.com', 'realtor-com'],
    ['Opendoor offered 341', 'opendoor'],
    ['a KW agent sent me one', 'keller-williams'],
    ['going with RE/MAX', 'remax'],
    ['a C21 sign is up', 'century-21'],
    ["Sotheby's has it", 'sothebys'],
    ['talked to Berkshire Hathaway', 'berkshire-hathaway'],
  ])('%j is %s', (text, id) => expect(idsIn(text)).toEqual([id]));

  test.each([
    ['zilow says 402', 'zillow'],
    ['ziillow says 402', 'zillow'],
    ['zlilow says 402', 'zillow'],
    ['opendor offered 300', 'opendoor'],
    ['opendooor offered 300', 'opendoor'],
    ['kellar williams quoted 5', 'keller-williams'],
    ['keller wiliams quoted 5', 'keller-williams'],
    ['redfn says 300', 'redfin'],
    ['caldwell banker quoted 5', 'coldwell-banker'],
    ['the zestamate is off', 'zillow'],
  ])('misspelt, %j is %s', (text, id) => expect(idsIn(text)).toEqual([id]));

  test.each([
    'they offered 300 and we refused',
    'we want to relax first',
    'truly lovely house',
    'a pillow on the bed',
    'is there room for kayaks',
    'how do I refine the search',
  ])('%j has none', (text) => expect(idsIn(text)).toEqual([]));
});

describe('ordinary words that are names, too', () => {
  test.each([
    ['deciding between you and Compass', 'compass'],
    ['Knock offered 312 cash, should I take it?', 'knock'],
    ['we signed with Keller yesterday', 'keller-williams'],
  ])('%j is %s', (text, id) => expect(idsIn(text)).toEqual([id]));

  test.each([
    "I'll bring a compass because I don't trust the plat",
    'the compass says the door faces west',
    'knock 10 off and we have a deal',
    'is the orchard behind the lot loud',
    'what homes do you have with a porch',
    'the Keller Court one, is it sold?',
    'the back door was an open door all night',
    'lots of exp with old houses here',
  ])('%j is none', (text) => expect(idsIn(text)).toEqual([]));
});

describe('a registry', () => {
  test('finds its agents by full name, misspelt too, and by given name where it is said of an agent', () => {
    const index = competitorIndex(registry([agent('Marisol Castellan')]));
    expect(idsIn('Marisol Castellan told us 615', index)).toEqual(['theirs']);
    expect(idsIn('marisol castelan told us 615', index)).toEqual(['theirs']);
    expect(idsIn('we signed with Marisol yesterday', index)).toEqual(['theirs']);
    expect(idsIn('Marisol wants the corner bedroom', index)).toEqual([]);
  });

  test('takes its own entry for the one that everybody knows', () => {
    const own: Competitor = { id: 'zillow', kind: 'portal', name: 'The Big Z', aliases: ['zillow'] };
    expect(read('saw it on zillow', competitorIndex(registry([own])))).toMatchObject([{ name: 'The Big Z' }]);
  });

  test.each([
    'we signed with Lakeshore Realty yesterday',
    'Sarah at Lakeshore Realty quoted 4.5',
    'deciding between you and Keller Williams',
    'KW quoted 5',
    'Renata says 5 percent',
  ])('%j: what is ignored is no competitor', (text) => {
    const ours = registry([], ['Lakeshore Realty', 'Keller Williams', 'Renata Alvarez']);
    expect(read(text, competitorIndex(ours))).toEqual([]);
  });

  test('is made ready once', () => {
    const one = registry([agent('Ann Lee')]);
    expect(competitorIndex(one)).toBe(competitorIndex(one));
    expect(competitorIndex(undefined)).toBe(competitorIndex(undefined));
  });
});

describe('who is not registered', () => {
  test.each([
    ['Sarah at Lakeshore Realty quoted 4.5', 'agent', 'Sarah at Lakeshore Realty'],
    ['Harbor & Pine would do it for 2 percent, can you match?', 'brokerage', 'Harbor & Pine'],
    ['I signed with Stonegate Properties yesterday', 'brokerage', 'Stonegate Properties'],
  ])('%j: %s %s', (text, kind, name) => {
    expect(read(text)).toMatchObject([{ kind, name }]);
    expect(read(text)[0]).not.toHaveProperty('competitor');
  });

  test.each([
    ['we went with another agent, sorry', 'agent'],
    ['the other realtor says 540', 'agent'],
    ['my cousin has her license so we will use her', 'agent'],
    ['another brokerage quoted me 4 percent', 'brokerage'],
    ['the app says 388 for my house', 'portal'],
    ['one of those cash offer companies offered 300', 'ibuyer'],
    ['estoy hablando con otra agente también', 'agent'],
  ])('%j: %s without a name', (text, kind) => {
    const [first] = read(text);
    expect(first).toMatchObject({ kind, name: '' });
    expect(first).not.toHaveProperty('competitor');
  });

  test.each([
    '',
    'is there a pool',
    'please call the listing agent and ask about the roof',
    'the repair estimate is 14k, can we ask for a credit',
    'my mortgage broker says 6.1',
    'the title agent never sent wire instructions',
    'the inspector guy said the furnace is old',
    'are you a real agent or a robot',
    'your site says active',
  ])('%j: nobody', (text) => expect(read(text)).toEqual([]));
});

describe('names in small letters', () => {
  const names = (text: string) => {
    const message = readMessage(readText(text, 0, undefined), text);
    return findCandidates(message, everybody)
      .filter(({ source }) => source === 'name')
      .map(({ from, to }) => written(message, from, to));
  };
  test.each([
    ['homely says my house is 812', ['homely']],
    ['it is on kijiji since june', ['kijiji']],
    ['we are with summit valley homes until may', ['summit valley homes']],
    ['met meredith today', ['meredith']],
    ['we toured it with the kids', []],
    ['are you at work today', []],
    [`we are with ${'q'.repeat(100)} until may`, []],
  ])('%j may have %j', (text, wanted) => expect(names(text)).toEqual(wanted));
});

describe('how the lead stands to them', () => {
  test.each([
    ['we signed with another agent yesterday, thanks anyway', 'committed'],
    ['our last agent never called us back and let it expire', 'complaining'],
    ['another agent quoted 4.5, can you match that?', 'comparing'],
    ['Opendoor offered 312 cash, should I take it?', 'considering'],
  ])('%j: %s', (text, stance) => expect(read(text)).toMatchObject([{ stance }]));

  test('who goes is likelier to mean it than who compares', () => {
    const [gone] = read('we decided to go with another agent, sorry');
    const [compares] = read('another agent quoted 4.5, can you match that?');
    expect(gone!.switching).toBeGreaterThan(compares!.switching);
  });
});

describe('what is quoted', () => {
  const MENTION = checker(Mention);

  test('is the whole of a short message, and at most 160 characters of a long one, cut between words', () => {
    const short = 'another agent quoted 4.5, can you match that?';
    expect(read(short)[0]!.quote).toBe(short);
    const long = `${'We like the porch very much. '.repeat(12)}Another agent quoted 4.5, can you? ${'And so on we go. '.repeat(12)}`;
    const { quote } = read(long)[0]!;
    expect(quote.length).toBeLessThanOrEqual(160);
    expect(quote).toContain('Another agent quoted 4.5');
    expect(` ${long} `.replace(/\s+/g, ' ')).toContain(` ${quote} `);
  });

  test('no text makes it throw, or say what the schema forbids; the same text says the same again', () => {
    const words = fc.constantFrom(
      ...[
        "zillow's",
        'another',
        'agent',
        'Mr',
        '.',
        '&',
        'Harbor',
        'at',
        'Realty',
        'İ',
        '’s',
        'zilow',
        '\n',
        '4.5',
        '🏠',
      ],
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.array(words, { maxLength: 300 }).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const found = read(text);
        for (const mention of found) expect(MENTION.check(mention)).toBeNull();
        expect(read(text)).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });

  test('hostile text costs milliseconds', () => {
    for (const text of ['another agent '.repeat(400), 'Zi '.repeat(1300), `${'x'.repeat(4000)} realtor`]) {
      const reading = readText(text, 0, undefined);
      const start = performance.now();
      judge.read(reading, text, NO_INTENTS, everybody);
      expect(performance.now() - start).toBeLessThan(100);
    }
  });
});

test('edits are counted as far as is asked for', () => {
  expect(editDistance('zillow', 'zillow', 1)).toBe(0);
  expect(editDistance('zlilow', 'zillow', 1)).toBe(1);
  expect(editDistance('opendoor', 'opendor', 1)).toBe(1);
  expect(editDistance('redfern', 'redfin', 1)).toBe(2);
  expect(editDistance('a', 'abcdef', 2)).toBe(3);
});

test('the artefact gives the held-out figures of its card again', () => {
  const model = loadMentionModel();
  const { heldOut } = readMentionLines();
  const again = heldOut.map((line) => ({
    ...{ line, found: readMentions(model, readText(line.text, 0, undefined), line.text, everybody) },
  }));
  const url = new URL('../../../models/mentions/card.json', import.meta.url);
  const card = JSON.parse(readFileSync(url, 'utf8'));
  expect(mentionFigures(again), 'run "make train"').toEqual(card.figures.heldOut);
}, 30_000);

/** The phrase bank itself: what every phrase in it keeps to. */
import { describe, expect, it } from 'vitest';
import {
  COMMON,
  type Fragment,
  INTENTS_BANK,
  idOf,
  type Said,
  SEGMENTS_BANK,
  slotsOf,
  TYPE_BANKS,
  UNCLEAR,
} from '../../../../models/content/bank.ts';
import { INTENTS } from '../../../../schemas/intents.ts';
import { CONTENT_TYPES, type ContentType } from '../../../../schemas/nurture.ts';
import { SEGMENTS } from '../../../../schemas/segments.ts';
import { easeOf, gradeOf } from './readability.ts';

/** Every pair of strings in a bank. */
function saidIn(value: unknown): Said[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('en' in value && 'es' in value) return [value as Said];
  return Object.values(value).flatMap(saidIn);
}

const EVERYTHING = [TYPE_BANKS, INTENTS_BANK, UNCLEAR, SEGMENTS_BANK, COMMON].flatMap(saidIn);
const phrases = (type: ContentType): Fragment[] => {
  const { opener, core, ask } = TYPE_BANKS[type];
  return [...opener, ...core, ...ask];
};
const ANSWERS = [UNCLEAR, ...Object.values(INTENTS_BANK)].flatMap(({ core, ask = [] }) => [...core, ...ask]);
const breaking = (pattern: RegExp, of: (said: Said) => string): string[] =>
  EVERYTHING.map(of).filter((text) => pattern.test(text));
const both = ({ en, es }: Said): string => `${en}\n${es}`;

describe('the phrase bank', () => {
  it('has every type, every segment, and an answer to every intent but the opt-out', () => {
    expect(Object.keys(TYPE_BANKS).sort()).toEqual([...CONTENT_TYPES].sort());
    expect(Object.keys(SEGMENTS_BANK).sort()).toEqual([...SEGMENTS].sort());
    expect(Object.keys(INTENTS_BANK).sort()).toEqual(INTENTS.filter((id) => id !== 'opt_out').sort());
  });

  it('needs the same slots in both languages', () => {
    const slots = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!).sort();
    for (const said of EVERYTHING) {
      expect(slots(said.es), said.en).toEqual(slots(said.en));
      expect(slotsOf(said).toSorted(), said.en).toEqual(slots(said.en));
    }
  });

  it('says a thing once in a type, and no two phrases share an id', () => {
    const byId = new Map<string, string>();
    for (const said of EVERYTHING) {
      expect(byId.get(idOf(said)) ?? said.en).toBe(said.en);
      byId.set(idOf(said), said.en);
    }
    for (const { opener, core, ask } of Object.values(TYPE_BANKS))
      for (const language of ['en', 'es'] as const) {
        const texts = [...opener, ...core, ...ask].map((fragment) => fragment[language]);
        expect(texts.filter((text, i) => texts.indexOf(text) !== i)).toEqual([]);
      }
  });

  it('writes no figure of its own', () => {
    expect(breaking(/\d/, (said) => both(said).replace(/30-year|30 años/g, ''))).toEqual([]);
  });

  it('ends what is a sentence as one, and asks in Spanish with both marks', () => {
    for (const { en, es } of [...CONTENT_TYPES.flatMap(phrases), ...ANSWERS]) {
      expect(en).toMatch(/^[\p{Lu}{].*[.?]$/u);
      expect(es).toMatch(/^[¿\p{Lu}{].*[.?]$/u);
      expect(en.endsWith('?'), es).toBe(es.endsWith('?'));
      expect(es.split('¿').length).toBe(es.split('?').length);
    }
  });

  it('keeps the languages apart', () => {
    const english =
      /(?<!\p{L})(?:the|and|you|your|we|our|with|of|for|is|are|it|to|on|if|at|be|send|homes?|listing|price|any|this|that|will)(?!\p{L})/iu;
    const spanish =
      /(?<!\p{L})(?:el|los|las|para|su|sus|con|usted|casa|que|por|una|puede)(?!\p{L})|[áéíóúñ¿]/iu;
    expect(breaking(english, ({ es }) => es.replace(/\{\w+\}/g, ''))).toEqual([]);
    expect(breaking(spanish, ({ en }) => en.replace(/\{\w+\}/g, ''))).toEqual([]);
  });
});

describe('its tone', () => {
  it('does not press', () => {
    const pressing =
      /\b(?:hurry|act now|last chance|(?:don't|do not) miss|won't last|urgent|only today|limited|must(?!-)|guarantee\w*|best|bargain|deal of|going fast|risk[- ]free|before it is gone|apúrese|última oportunidad|no se pierda|urgente|solo hoy|limitad\w|debe|garanti\w*|mejor precio|ganga|sin riesgo)\b/i;
    const allowed = /prestamista debe darle|debe comprobar/;
    expect(breaking(pressing, both).filter((text) => !allowed.test(text))).toEqual([]);
  });

  it('promises no value, no return and no loan', () => {
    const promising =
      /\b(?:will (?:rise|go up|gain|grow|qualify|be approved)|you (?:will )?qualify|profit|sure thing|safe investment|va a subir|subirá|ganancia|le aprobarán|califica)\b/i;
    expect(breaking(promising, both)).toEqual([]);
  });

  it('speaks of homes, not of who lives in them', () => {
    const people =
      /(?<!\p{L})(?:famil\w*|kids?|child\w*|church\w*|christian\w*|muslim\w*|jewish|hispanic|latin[oa]s?|asian|black|white|race|raci\w*|religi\w*|disab\w*|handicap\w*|wheelchair|elderly|seniors?|retire\w*|single|married|couples?|wom[ae]n|men|male|female|immigra\w*|foreign\w*|demographic\w*|safe|safety|crime|neighborhoods?|exclusive|niñ\p{L}*|hijos?|iglesia\w*|cristian\w*|raza|discapac\w*|ancian\w*|jubilad\w*|solter\w*|casad[oa]s?|parejas?|mujer\w*|hombres?|inmigra\w*|extranjer\w*|segur[oa]s?|crimen|barrios?|exclusiv\w*)(?!\p{L})/iu;
    expect(breaking(people, both)).toEqual([]);
  });

  it('speaks ill of nobody', () => {
    expect(breaking(/\b(?:zillow|redfin|opendoor|other agents? (?:are|do)|unlike|worse)\b/i, both)).toEqual(
      [],
    );
  });
});

describe('its plainness', () => {
  const SLOTS: Record<string, string> = {
    agent: 'Ana',
    brokerage: 'Oak',
    listing: 'the home',
    market: 'Elm',
    area: 'Elm',
  };
  const plain = (fragments: readonly Fragment[], language: 'en' | 'es'): string =>
    fragments
      .map((fragment) => fragment[language].replace(/\{(\w+)\}/g, (_, slot: string) => SLOTS[slot] ?? 'one'))
      .join(' ');
  const texts = [
    ...CONTENT_TYPES.map((type) => [type, phrases(type)] as const),
    ['answers', ANSWERS] as const,
  ];

  it.each(texts)('%s asks for eight years of school at most', (_, fragments) => {
    expect(gradeOf(plain(fragments, 'en'))).toBeLessThanOrEqual(8);
  });

  it.each(texts)('%s is of normal ease in Spanish', (_, fragments) => {
    expect(easeOf(plain(fragments, 'es'))).toBeGreaterThanOrEqual(55);
  });

  it('no sentence of it is hard', () => {
    const hard = [...CONTENT_TYPES.flatMap(phrases), ...ANSWERS].filter(
      (fragment) => gradeOf(plain([fragment], 'en')) > 12,
    );
    expect(hard.map(({ en }) => en)).toEqual([]);
  });

  it('is measured by formulas that tell easy from hard', () => {
    expect(gradeOf('The cat sat on the mat. It was warm.')).toBeLessThan(2);
    expect(
      gradeOf('Notwithstanding contractual obligations, prospective purchasers acknowledge depreciation.'),
    ).toBeGreaterThan(15);
    expect(easeOf('El gato duerme. Hace sol.')).toBeGreaterThan(75);
    expect(
      easeOf('Independientemente de obligaciones contractuales mencionadas, reconocerán depreciaciones.'),
    ).toBeLessThan(20);
  });
});

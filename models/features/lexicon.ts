/**
 * What single tokens give away: function words of two languages, and which finders of entities are worth running.
 * One look-up a token instead of a dozen patterns over the text.
 */
import type { Language } from '../judges.ts';

/** Bits of {@link Lexicon}. */
export const HINT = {
  english: 1,
  spanish: 2,
  month: 4,
  weekday: 8,
  nearDay: 16,
  span: 32,
  unit: 64,
  number: 128,
  money: 256,
  noon: 512,
  competitor: 1024,
} as const;

const WORDS: Record<keyof typeof HINT, string> = {
  english:
    'the a an i you we it is are was be to of and in on for with at my your our this that what when how do does did ' +
    "can could would will have has if but not no so or from about any there i'm it's don't thanks yes ok please just " +
    'like want need get see hi hello hey good morning who where which they he she me us am up out',
  spanish:
    'el los las un una unos unas de del que qué y en es son por para con mi su nos se lo le al como cómo cuando ' +
    'cuándo cuánto cuanto dónde donde está esta están este esto hay muy más mas pero si sí gracias hola buenas ' +
    'buenos tardes días dias casa quiero queremos puedo puede podemos tengo tiene ya también sin usted',
  month:
    'jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov ' +
    'november dec december enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  weekday:
    'sun sunday sundays mon monday mondays tue tues tuesday tuesdays wed wednesday wednesdays thu thur thurs thursday ' +
    'thursdays fri friday fridays sat saturday saturdays domingo lunes martes miércoles miercoles jueves viernes ' +
    'sábado sabado',
  nearDay: 'today tonight tomorrow tmrw tmw tomorow yesterday hoy mañana ayer afternoon evening morning',
  span:
    'weekend wknd week month year spring summer fall autumn winter semana semanas mes meses días dias años days weeks wks ' +
    'months years day primavera verano otoño invierno first fifteenth thanksgiving christmas xmas navidad holidays halloween ' +
    "new valentine's memorial labor tax fourth july",
  unit:
    'minute minutes min mins minutos hour hours hr hrs hora horas day days día días dia dias week weeks wk wks semana ' +
    'semanas month months mo mos mes meses year years yr yrs año años',
  number:
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
    'eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety couple few half dos tres cuatro cinco seis',
  money: 'thousand grand million dollars bucks hundred mil k',
  noon: 'noon midday midnight mediodía mediodia medianoche',
  competitor:
    "zillow zillow's zestimate redfin redfin's trulia realtor homes opendoor offerpad homelight craigslist facebook " +
    "fb apartments remax re keller coldwell century exp sotheby's sothebys berkshire loopnet crexi howard douglas",
};

const LEXICON = new Map<string, number>();
for (const [name, words] of Object.entries(WORDS) as [keyof typeof HINT, string][]) {
  for (const word of words.split(' ')) LEXICON.set(word, (LEXICON.get(word) ?? 0) | HINT[name]);
}

export interface Hints {
  /** Union of the hints of all tokens. */
  bits: number;
  language: Language;
}

const NOT_LATIN = 0x24f;

/** `other` is a text mostly in another script; one without known function words counts as English. */
export function readHints(tokens: readonly string[]): Hints {
  let bits = 0;
  let english = 0;
  let spanish = 0;
  let foreign = 0;
  for (const token of tokens) {
    const hint = LEXICON.get(token);
    if (hint !== undefined) {
      bits |= hint;
      english += hint & HINT.english;
      spanish += (hint & HINT.spanish) >> 1;
    } else if (token.charCodeAt(0) > NOT_LATIN && /^\p{L}/u.test(token)) foreign++;
  }
  return { bits, language: languageOf(english, spanish, foreign > tokens.length / 2) };
}

function languageOf(english: number, spanish: number, foreign: boolean): Language {
  if (english === 0 && spanish === 0) return foreign ? 'other' : 'en';
  const share = spanish / (english + spanish);
  if (share < 0.25) return 'en';
  return share > 0.75 ? 'es' : 'mixed';
}

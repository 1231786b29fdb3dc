/**
 * Whether a text about a lead says only what is known: every number, sum, date, hour, address and link in it must
 * come from the request. Made for the phrase bank's own texts and for drafts of others. It reads English and Spanish;
 * it checks that a figure is known, not that the words around it put it to the right use.
 */
import { DATE, dayTold, NEAR, nearTold, TIME, timeTold, WEEKDAY, weekdayTold } from './ground-times.ts';
import { type Known, knownOf, namesOf } from './known.ts';
import { MASK, maskNames } from './mask-names.ts';
import type { ContentRequest } from './request.ts';

/** Terms of the trade that have a number in them. */
const TERMS = /\b30[- ]years?\b|\b30 años\b|\b1031\b/gi;
const LINK = /\b(?:https?:\/\/|www\.)\S+|\b[\w-]+\.(?:com|net|org|gov|io|us|co)\b\S*|\S+@\S+\.\w+/gi;
const STREETS =
  '(?:St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Ln|Lane|Ct|Court|Blvd|Boulevard|Way|Pl|Place|Ter|Terrace|Cir|Circle|Pkwy|Parkway|Hwy|Highway|Trl|Trail)';
const ADDRESS = new RegExp(
  `(?:\\b\\d+\\w? )?(?:\\b[NSEW]\\.? )?(?:\\b[\\p{Lu}\\d][\\p{L}\\d'’-]* ){1,3}${STREETS}\\b|\\b(?:calle|avenida) (?:\\p{Lu}|\\d)[\\p{L}\\d]*(?: \\d+)?`,
  'gu',
);
const PERCENT = /\d+(?:[.,]\d+)? ?(?:%|percent\b|por ciento\b)/gi;
const MONEY =
  /\$ ?[\d.,]*\d(?: ?(?:k|thousand|mil|m|million|millones)\b)?|\b\d[\d.,]*(?:k\b| (?:thousand|mil|million|millones|dollars|dólares)\b)/gi;
const NUMBER = /\d+(?:[.,]\d+)*/g;
const SMALL =
  'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince';
const LARGE =
  'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|dozen|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|cientos|millón|millones|docena';
const UNITS =
  '%|percent|por ciento|days?|weeks?|months?|years?|homes?|offers?|bed|bath|miles?|minutes?|días?|semanas?|mes(?:es)?|años?|casas?|ofertas?|recámaras?|baños?|millas?|minutos?';
const WORDS = new RegExp(`\\b(?:${LARGE})\\b|\\b(?:${SMALL})[ -](?:${UNITS})(?!\\p{L})`, 'giu');

/** A text while it is read: what was seen is masked, what is not known is kept. */
class Reading {
  readonly found: { at: number; text: string }[] = [];
  private text: string;
  /** Whether there is a digit in it: most texts of a lead have none. */
  private readonly figures: boolean;

  constructor(text: string) {
    this.text = text;
    this.figures = /\d/.test(text);
  }

  /** {@link take} for a pattern that no text without a digit matches. */
  takeFigures(pattern: RegExp, isKnown: (match: RegExpMatchArray, before: string) => boolean): void {
    if (this.figures) this.take(pattern, isKnown);
  }

  /** Masks each match; keeps those that `isKnown` does not know. */
  take(pattern: RegExp, isKnown: (match: RegExpMatchArray, before: string) => boolean): void {
    // Most patterns find nothing, and to look is half the cost of going through the matches.
    if (this.text.search(pattern) < 0) return;
    for (const match of this.text.matchAll(pattern))
      if (!isKnown(match, this.text.slice(0, match.index)))
        this.found.push({ at: match.index, text: match[0].replace(/[\s.,]+$/, '') });
    this.text = this.text.replace(pattern, (match) => MASK.repeat(match.length));
  }
}

/**
 * The parts of `text` that nothing in the request accounts for, in their order; empty where all is known.
 * A number in words is never known from twenty on, or before a unit: write figures.
 */
export function ungrounded(text: string, request: ContentRequest): string[] {
  const reading = new Reading(maskNames(text.normalize('NFC'), namesOf(request)));
  const known = lazily(() => knownOf(request));
  reading.takeFigures(TERMS, () => true);
  reading.take(LINK, () => false);
  reading.take(ADDRESS, () => false);
  // Hours before days: an hour looks back at the day it is named with.
  reading.takeFigures(TIME, (match, before) => timeTold(match, before, known()));
  reading.takeFigures(DATE, (match) => dayTold(match, known()));
  reading.take(WEEKDAY, (match) => weekdayTold(match, known()));
  reading.take(NEAR, (match) => nearTold(match, known(), request));
  reading.takeFigures(PERCENT, ([figure]) => isPercent(figure, known()));
  reading.takeFigures(MONEY, ([figure]) => isMoney(figure, known()));
  reading.takeFigures(NUMBER, ([figure]) => isNumber(figure, known()));
  reading.take(WORDS, () => false);
  return reading.found.sort((a, b) => a.at - b.at).map((part) => part.text);
}

/** Made when it is first asked for: most texts state nothing that must be known. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** A percentage may be said to a tenth. */
const TENTH = 0.05 + 1e-9;
/** A sum in thousands or millions may be so far off, as a share of it. */
const SCALED = 0.01;

const decimalOf = (text: string): number => Number(/\d+(?:[.,]\d+)?/.exec(text)![0].replace(',', '.'));

const isPercent = (text: string, { percents }: Known): boolean =>
  percents.some((known) => Math.abs(known - decimalOf(text)) <= TENTH);

/** "1,234", "1.234" and "1234" are the same whole number; else a point or a comma is a decimal one. */
const wholeOf = (figure: string): number =>
  /^\d{1,3}(?:[.,]\d{3})+$/.test(figure)
    ? Number(figure.replace(/[.,]/g, ''))
    : Number(figure.replace(',', '.'));

function isMoney(text: string, { money }: Known): boolean {
  const unit = /(k|thousand|mil|million|millones|m)$/i.exec(text)?.[1]?.toLowerCase();
  if (!unit) return money.includes(wholeOf(/\d+(?:[.,]\d+)*/.exec(text)![0]));
  const sum = decimalOf(text) * (/^(?:k|thousand|mil)$/.test(unit) ? 1e3 : 1e6);
  return money.some((known) => Math.abs(known - sum) <= SCALED * known);
}

const isNumber = (figure: string, { counts, money }: Known): boolean =>
  counts.includes(wholeOf(figure)) || (wholeOf(figure) >= 1000 && money.includes(wholeOf(figure)));

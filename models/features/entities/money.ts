/** Sums of money in dollars, and percentages. */
import { HINT } from '../lexicon.ts';
import { allMatches, type Num, type Scan } from './scan.ts';

const PERCENT = / ?(?:%|percent\b|pct\b|por ciento\b)/y;
const SCALE = / ?(k|grand|thousand|million|mill|mil|mm|m)\b/y;
const UNIT = / (?:dollars|bucks|usd|dólares|dolares|pesos)\b/y;
const HUNDRED =
  /[ -]hundred\b(?:(?: and)? (\w+(?:[ -]\w+)?))??( thousand| grand| a month| per month| dollars| bucks|k\b)/y;
const HALF_MILLION = /\bhalf a mil(?:lion)?\b/g;
/** After a bare number: what makes it something else than a price. */
const NOT_MONEY =
  /[\d:/%]|\.\d|,\d|[ -]?(?:percent|pct|am\b|pm\b|min|hour|hr|day|week|wk|month|mos?\b|year|yr|sq|sf\b|bed|bd\b|bath|br\b|ba\b|mile|acre|people|home|house|unit|door|of\b|st\b|nd\b|rd\b|th\b|ish|o'clock|feet|ft\b)/y;
/** Words of limits and offers: a bare number after them is money, and below 1,000 it is said in thousands. */
const LIMITS = new Set(
  'under below budget max maxed offer offered offering asking worth above hasta cap ceiling counter countered'.split(
    ' ',
  ),
);
const LIMIT_PHRASE =
  /(?:up to|come down to|listed (?:at|for)|(?:budget|max|cap|ceiling|offer|counter)(?: is| of| at)|menos de) $/;

/** "mil" is a thousand in Spanish and a million in agents' English; the size of the number tells. */
function scaleOf(word: string, number: number): number {
  if (word === 'k' || word === 'grand' || word === 'thousand') return 1e3;
  return word === 'mil' && number >= 20 ? 1e3 : 1e6;
}

export function findMoney(scan: Scan): void {
  for (const n of scan.numbers) if (scan.free(n.start, n.end)) findAt(scan, n);
  if (scan.has(HINT.number)) {
    for (const m of allMatches(HALF_MILLION, scan.lower))
      scan.claim('money', m.index, m.index + m[0].length, 5e5);
  }
}

function findAt(scan: Scan, n: Num): boolean {
  const signed = scan.lower[n.start - 1] === '$' || scan.lower.slice(n.start - 2, n.start) === '$ ';
  const start = signed ? scan.lower.lastIndexOf('$', n.start) : n.start;
  const percent = signed ? null : scan.at(PERCENT, n.end);
  if (percent) return scan.claim('percent', n.start, n.end + percent[0].length, n.value);
  const scale = scan.at(SCALE, n.end);
  if (scale && (signed || scale[1] !== 'm')) {
    return scan.claim('money', start, n.end + scale[0].length, n.value * scaleOf(scale[1]!, n.value));
  }
  if (signed) return scan.claim('money', start, n.end, n.value);
  const unit = scan.at(UNIT, n.end);
  if (unit) return scan.claim('money', start, n.end + unit[0].length, n.value);
  const hundred = scan.at(HUNDRED, n.end);
  if (!hundred) return false;
  const thousands = /thousand|grand|k/.test(hundred[2]!) ? 1e3 : 1;
  const rest = scan.numbers.find((m) => m.start > n.end && m.end <= n.end + hundred[0].length)?.value ?? 0;
  const ends = thousands === 1 ? hundred[0].length - hundred[2]!.length : hundred[0].length;
  return scan.claim('money', start, n.end + ends, (n.value * 100 + rest) * thousands);
}

/** Runs when sizes, dates, times and addresses have claimed their numbers. */
export function findBareMoney(scan: Scan): void {
  for (const n of scan.numbers) {
    if (n.value < 60 || !scan.free(n.start, n.end) || scan.at(NOT_MONEY, n.end)) continue;
    const before = scan.lower.charCodeAt(n.start - 1);
    if (before > 32 && before !== 40) continue;
    const grouped = scan.lower.slice(n.start, n.end).includes(',') && n.value >= 10_000;
    if (grouped) scan.claim('money', n.start, n.end, n.value);
    else if (LIMITS.has(n.before) || LIMIT_PHRASE.test(scan.lower.slice(Math.max(0, n.start - 20), n.start)))
      scan.claim('money', n.start, n.end, n.value < 1000 ? n.value * 1000 : n.value);
  }
}

/**
 * Street addresses, areas (neighbourhoods, towns, ZIP codes) and companies, by how they are written; there is no
 * gazetteer. All begin with a run of capitalised words, so one pass finds the runs and looks at what is around.
 */
import { allMatches, type Scan } from './scan.ts';

/** A full stop ends a run, except that of an abbreviation. */
const RUN =
  /(?:(?:St|Mt|Ft|[NSEW])\. )?[A-Z][A-Za-z'&]{1,20}(?: (?:(?:St|Mt|Ft|[NSEW])\. )?[A-Z][A-Za-z'&]{1,20}){0,3}/g;
/** "88 preston ave", as thumbs write it. */
const PLAIN_ADDRESS =
  / (?:[nsew]\.? )?(?!min|hour|hr|day|week|mile|block|bed|bath|step|foot|feet)[a-z']{3,20} (?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|ct|court|cir|blvd|pl|place|ter|trl|pkwy)\b/y;
const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const STREETS = set(
  'St Street Ave Avenue Rd Road Dr Drive Ln Lane Ct Court Cir Circle Blvd Boulevard Way Pl Place Ter Terrace Trl Trail Pkwy Parkway Hwy Highway Sq Square Loop Row Run',
);
const COMPANIES = set('Realty Realtors Properties Brokerage Residential Homebuyers');
const BEFORE_AREA = set(
  'in near around outside inside into toward towards prefer between across en downtown neighborhood',
);
const TWO_BEFORE_AREA = set('close moving relocating commute side part area');
const COMPASS = set('North South East West Downtown Northeast Northwest Southeast Southwest');
const NO_NAMES = set(
  "I I'm I'll I'd I've My We He She They It This That Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February " +
    'March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Spring ' +
    'Summer Fall Winter Thanksgiving Christmas Easter Spanish English The If And But So What When How Is Can Do Mr Mrs Ms Dr HOA ' +
    'VA FHA MLS OK PDF Excel Email AM PM Days Weeks Months Years Minutes Hours Percent Beds Baths Bed Bath Bedroom Acres Miles ' +
    'Units Dollars Sounds Thanks Thank Please Also Or Not No Yes Our Your You Zillow Redfin Enero Marzo',
);
const ZIP = /(?<![\d.,$#/-])\b\d{5}(?:-\d{4})?\b(?![\d,.]\d| ?(?:k|sq|dollars|miles|acres))/g;

const trimmed = (run: string): string => run.replace(/['&]+$/, '');

export function findPlaces(scan: Scan): void {
  for (const n of scan.numbers) {
    const m = scan.at(PLAIN_ADDRESS, n.end);
    if (m) scan.claim('address', n.start, n.end + m[0].length, scan.text.slice(n.start, n.end + m[0].length));
  }
  let areaEnd = -2;
  for (const m of allMatches(RUN, scan.text)) {
    const run = trimmed(m[0]);
    const words = run.split(' ');
    const end = m.index + run.length;
    if (claimAddress(scan, m.index, words) || claimCompany(scan, m.index, words)) continue;
    if (NO_NAMES.has(words[0]!)) continue;
    const before = scan.wordBefore(m.index);
    const between = scan.lower.slice(areaEnd, m.index);
    const listed =
      areaEnd > 0 && between.length < 8 && /^(?:, (?:and |or )?| and | or | y | vs\.? )$/.test(between);
    if (listed || BEFORE_AREA.has(before) || (before === 'to' && isAfterMove(scan, m.index))) {
      scan.claim('area', m.index, end, run);
      areaEnd = end;
    } else if (words.length > 1 && COMPASS.has(words[0]!)) scan.claim('area', m.index, end, run);
  }
}

const isAfterMove = (scan: Scan, start: number): boolean => {
  const word = scan.wordBefore(start - 3);
  return TWO_BEFORE_AREA.has(word);
};

/** A house number before the run: with a street word the whole up to it, else "18 Larkspur". */
function claimAddress(scan: Scan, start: number, words: string[]): boolean {
  const number = /(?:^|[\s(])(\d{1,5})(?: [NSEW]\.?)? $/.exec(
    scan.text.slice(Math.max(0, start - 10), start),
  );
  if (!number) return false;
  const street = words.findIndex((word, i) => i > 0 && STREETS.has(word.replace('.', '')));
  if (street < 0 && (number[1]!.length < 2 || NO_NAMES.has(words[0]!) || COMPANIES.has(words[0]!)))
    return false;
  const name = words.slice(0, street < 0 ? Math.min(words.length, 2) : street + 1).join(' ');
  const from = start - number[0].length + number[0].indexOf(number[1]!);
  const end = start + name.length;
  scan.claim('address', from, end, scan.text.slice(from, end));
  return true;
}

function claimCompany(scan: Scan, start: number, words: string[]): boolean {
  const last = words.findIndex(
    (word, i) => i > 0 && (COMPANIES.has(word) || (word === 'Real' && words[i + 1] === 'Estate')),
  );
  if (last < 0) return false;
  const name = words.slice(0, words[last] === 'Real' ? last + 2 : last + 1).join(' ');
  scan.claim('competitor', start, start + name.length, name.toLowerCase());
  return true;
}

/** Runs late: five figures are an area only when nothing else wanted them; round ones are prices. */
export function findZips(scan: Scan): void {
  for (const m of allMatches(ZIP, scan.lower)) {
    if (!m[0].endsWith('00')) scan.claim('area', m.index, m.index + m[0].length, m[0]);
  }
}

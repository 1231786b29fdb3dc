/**
 * Where area codes and calling codes are, from the number ranges of google/libphonenumber (Apache-2.0), which follow
 * the North American Numbering Plan Administration. Run by hand when area codes are added; the result is committed:
 * unpack its `metadata/metadata.zip`, then `npx tsx pipelines/make-area-codes.ts RANGES ZONES VERSION` with the
 * unpacked `metadata/1/ranges.csv`, its `resources/timezones/map_data.txt`, and the release or commit they are of.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const [rangesFile, zonesFile, version] = process.argv.slice(2);
if (rangesFile === undefined || zonesFile === undefined || version === undefined)
  throw new Error('Give ranges.csv, map_data.txt and their version');

/** Exchanges that keep another clock than their area code does, where the ranges do not say so. */
const ALSO: Record<string, string[]> = { '928': ['America/Denver'], '907': ['America/Adak'] };
/** American places that are a region of their own in the plan. */
const TERRITORIES = new Set(['PR', 'VI', 'GU', 'MP', 'AS']);
const STATES: Record<string, string> = Object.fromEntries(
  (
    'Alabama AL,Alaska AK,Arizona AZ,Arkansas AR,California CA,Colorado CO,Connecticut CT,Delaware DE,Florida FL,' +
    'Georgia GA,Hawaii HI,Idaho ID,Illinois IL,Indiana IN,Iowa IA,Kansas KS,Kentucky KY,Louisiana LA,Maine ME,' +
    'Maryland MD,Massachusetts MA,Michigan MI,Minnesota MN,Mississippi MS,Missouri MO,Montana MT,Nebraska NE,' +
    'Nevada NV,New Hampshire NH,New Jersey NJ,New Mexico NM,New York NY,North Carolina NC,North Dakota ND,Ohio OH,' +
    'Oklahoma OK,Oregon OR,Pennsylvania PA,Rhode Island RI,South Carolina SC,South Dakota SD,Tennessee TN,Texas TX,' +
    'Utah UT,Vermont VT,Virginia VA,Washington State WA,Washington D.C. DC,West Virginia WV,Wisconsin WI,Wyoming WY'
  )
    .split(',')
    .map((pair) => [pair.slice(0, -3), pair.slice(-2)]),
);

interface Range {
  /** The prefix as it is written: digits, `[2-5]` and `x`. */
  prefix: string;
  zones: string[];
  regions: string[];
  place: string;
}

/** Found for one area code. `ranges`: how many it is written as; one says nothing of its exchanges. */
interface Found {
  country: string;
  state: string;
  zones: Set<string>;
  ranges: number;
}

const unquoted = (cell = ''): string => cell.trim().replace(/^"|"$/g, '');
const listed = (cell?: string): string[] => unquoted(cell).split(/[&,]/).filter(Boolean);

function readRanges(file: string): Range[] {
  const [, ...lines] = readFileSync(file, 'utf8').split('\n');
  return lines.filter(Boolean).map((line) => {
    const cells = line.split(';');
    const [prefix, zones, regions, place] = [cells[0]!.trim(), cells[7], cells[8], cells[9]];
    return { prefix, zones: listed(zones), regions: listed(regions), place: unquoted(place) };
  });
}

/** Every three digits that a prefix begins with. */
function areaCodesOf(prefix: string): string[] {
  const places = (prefix.match(/\[[^\]]*\]|[\dx]/g) ?? []).slice(0, 3);
  const digits = places.map((place) => [...'0123456789'].filter((d) => place === 'x' || has(place, d)));
  const grow = (codes: string[], next: string[]) => codes.flatMap((code) => next.map((d) => code + d));
  return digits.reduce(grow, ['']);
}

const has = (place: string, digit: string): boolean => new RegExp(`^${place}$`).test(digit);

const stateOf = ({ regions: [region = ''], place }: Range): string =>
  TERRITORIES.has(region) ? region : (STATES[place] ?? /, ([A-Z]{2})$/.exec(place)?.[1] ?? '');

/** Zones by calling code, without that of the North American plan. Longer prefixes are parts of countries. */
function readCallingCodes(file: string): Record<string, string[]> {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^[2-9]\d*\|/.test(line));
  const all = new Map(lines.map((line) => line.split('|') as [string, string]));
  const isPart = (code: string) => [...code].some((_, digits) => all.has(code.slice(0, digits)));
  const whole = [...all].filter(([code]) => !isPart(code));
  return Object.fromEntries(whole.map(([code, zones]) => [code, zones.trim().split('&')]));
}

function findAreaCodes(ranges: Range[]): Map<string, Found> {
  const found = new Map<string, Found>();
  // Non-geographic codes are of every region or have no clock; they say nothing of where somebody is.
  for (const range of ranges.filter(({ zones, regions }) => zones.length > 0 && regions.length === 1)) {
    const country = TERRITORIES.has(range.regions[0]!) ? 'US' : range.regions[0]!;
    for (const code of areaCodesOf(range.prefix)) {
      const known = found.get(code) ?? { country, state: '', zones: new Set(ALSO[code] ?? []), ranges: 0 };
      for (const zone of range.zones) known.zones.add(zone);
      if (country === 'US') known.state ||= stateOf(range);
      found.set(code, { ...known, ranges: known.ranges + 1 });
    }
  }
  return found;
}

/** A code that is written as one range is an overlay: it may be anywhere that its state's other codes are. */
function widenOverlays(found: Map<string, Found>): void {
  const all = [...found.values()];
  for (const code of all.filter(({ country, ranges }) => country === 'US' && ranges === 1))
    for (const other of all.filter(({ state }) => state === code.state))
      for (const zone of other.zones) code.zones.add(zone);
}

function grouped(found: Map<string, Found>) {
  const groups = new Map<string, { country: string; state?: string; zones: string[]; codes: string[] }>();
  for (const [code, { country, state, zones }] of [...found].sort(([a], [b]) => a.localeCompare(b))) {
    const key = [country, state, ...[...zones].sort()].join(' ');
    const group = groups.get(key) ?? {
      country,
      ...(state && { state }),
      zones: [...zones].sort(),
      codes: [],
    };
    group.codes.push(code);
    groups.set(key, group);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([, group]) => group);
}

const areaCodes = findAreaCodes(readRanges(rangesFile));
widenOverlays(areaCodes);
const table = {
  version,
  source: 'google/libphonenumber, metadata.zip and resources/timezones (Apache-2.0), after NANPA',
  areaCodes: grouped(areaCodes),
  callingCodes: readCallingCodes(zonesFile),
};
const file = new URL('../processors/gate/area-codes.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(table, null, 2)}\n`);

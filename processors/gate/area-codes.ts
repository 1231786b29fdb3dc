/** Where telephone numbers and time zones are, by the committed table; `pipelines/make-area-codes.ts` makes it. */
import table from './area-codes.json' with { type: 'json' };
import { FINER_ZONES, ZONE_ALIASES } from './us-zones.ts';

export const AREA_CODES_VERSION = table.version;

/** A place as far as evidence tells: every time zone (IANA) and state it may be in. */
export interface Place {
  zones: readonly string[];
  /** States, the District of Columbia and territories of the United States. */
  states: readonly string[];
  /** Whether it is, or may be, outside the United States. */
  abroad: boolean;
}

interface Group {
  country: string;
  state?: string;
  zones: string[];
  codes: string[];
}

const groups: Group[] = table.areaCodes;
const american = groups.filter(({ country }) => country === 'US');
const placeOf = ({ country, state, zones }: Group): Place => ({
  zones,
  states: state === undefined ? [] : [state],
  abroad: country !== 'US',
});
const byAreaCode = new Map(groups.flatMap((group) => group.codes.map((code) => [code, placeOf(group)])));
const byCallingCode = new Map<string, string[]>(Object.entries(table.callingCodes));

/** Of all that may be anywhere in the United States. */
export const ALL_STATES: readonly string[] = [...new Set(american.map(({ state }) => state!))].sort();

/** Of an area code of the North American plan, three digits; undefined where it is of no place, as 800 is. */
export const areaCodePlace = (code: string): Place | undefined => byAreaCode.get(code);

/** Zones of a country by its calling code, without the plus; none where the table has it not. */
export const callingCodeZones = (code: string): readonly string[] => byCallingCode.get(code) ?? [];

const statesOf = (zone: string): string[] =>
  american.filter(({ zones }) => zones.includes(zone)).map(({ state }) => state!);

/** By zone in lower case: Intl takes any case, so profiles may come in any. */
const byZone = new Map<string, readonly string[]>();
for (const zone of new Set(american.flatMap(({ zones }) => zones)))
  byZone.set(zone.toLowerCase(), [...new Set(statesOf(zone))].sort());
for (const [zone, states] of Object.entries(FINER_ZONES)) byZone.set(zone.toLowerCase(), states.split(' '));
for (const [alias, zone] of Object.entries(ZONE_ALIASES))
  byZone.set(alias.toLowerCase(), byZone.get(zone.toLowerCase())!);

/** States that keep the clock of an American zone; undefined where the zone is not American. */
export const zoneStates = (zone: string): readonly string[] | undefined => byZone.get(zone.toLowerCase());

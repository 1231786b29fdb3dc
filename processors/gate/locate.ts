/**
 * Where a lead is, from evidence. The profile's time zone and the phone's area code are both evidence: a number moves
 * with its owner and a profile is copied from elsewhere, so neither is taken over the other, and whatever the evidence
 * allows counts as a place where the lead may be.
 */
import { zoneOffset } from '../../models/features/zone-offset.ts';
import type { LeadContact } from '../lead-state.ts';
import { ALL_STATES, areaCodePlace, callingCodeZones, type Place, zoneStates } from './area-codes.ts';
import { parsePhone } from './parse-phone.ts';

export interface Location extends Place {
  evidence: 'profile' | 'phone' | 'both' | 'unknown';
}

/** From Puerto Rico to Hawaii, and the Aleutians: every clock between the first and the last is among them. */
const ALL_ZONES: readonly string[] = [
  ...['America/Puerto_Rico', 'America/New_York', 'America/Chicago', 'America/Denver', 'America/Phoenix'],
  ...['America/Los_Angeles', 'America/Anchorage', 'America/Adak', 'Pacific/Honolulu'],
];
/** Names of clocks, not of places: `UTC` in a profile is what a system put there, not where somebody lives. */
const NO_PLACE = /^(etc\/.*|[a-z]{3}|[a-z]{3}\d[a-z]{3}|gmt.*|zulu|universal|greenwich|[+-].*)$/i;

/** Contacts are never changed, only replaced: what was found for one stays right. */
const found = new WeakMap<LeadContact, Location>();

/** Takes about 10 µs for a contact it has not seen, mostly for the telephone number. */
export function locate(contact: LeadContact): Location {
  const known = found.get(contact);
  if (known) return known;
  const location = locationOf(zonePlace(contact.timezone), phonePlace(contact.phone));
  found.set(contact, location);
  return location;
}

function locationOf(profile: Place | undefined, phone: Place | undefined): Location {
  const abroad = (profile?.abroad || phone?.abroad) ?? false;
  const told = phone && phone.zones.length > 0 ? phone : undefined;
  if (profile && told) return { evidence: 'both', ...merged(profile, told) };
  if (profile) return { evidence: 'profile', ...profile, abroad };
  if (told) return { evidence: 'phone', ...told };
  return { evidence: 'unknown', zones: ALL_ZONES, states: ALL_STATES, abroad };
}

/** Every zone of either. States that both allow, where there are any: then they are of one mind. */
function merged(profile: Place, phone: Place): Place {
  const both = phone.states.filter((state) => profile.states.includes(state));
  return {
    zones: [...new Set([...profile.zones, ...phone.zones])],
    states: both.length > 0 ? both : [...new Set([...profile.states, ...phone.states])],
    abroad: profile.abroad || phone.abroad,
  };
}

function zonePlace(zone: string | undefined): Place | undefined {
  if (zone === undefined || NO_PLACE.test(zone) || zoneOffset(zone, 0) === undefined) return undefined;
  const states = zoneStates(zone);
  return { zones: [zone], states: states ?? [], abroad: states === undefined };
}

/** Of a country that the table has not, no zones are known, only that it is abroad. */
function phonePlace(text: string | undefined): Place | undefined {
  const phone = text === undefined ? undefined : parsePhone(text);
  if (!phone) return undefined;
  if (phone.callingCode === '1') return areaCodePlace(phone.national.slice(0, 3));
  return { zones: callingCodeZones(phone.callingCode), states: [], abroad: true };
}

/** What others typed, made fit to stand in a text: names, places, listings. What is not fit is left out. */

const NAME = /^\p{Script=Latin}[\p{Script=Latin}'’-]{1,19}$/u;
const NO_NAMES = new Set(['null', 'undefined', 'none', 'test', 'unknown', 'n/a', 'na']);
const PLACE = /^[\p{Script=Latin}\d][\p{Script=Latin}\d .,'’&/()#-]{0,58}[\p{Script=Latin}\d.)]$/u;
/** Letters on both sides of a dot: a web address. Initials are none. */
const WEB_ADDRESS = /[\p{L}\d]{2,}\.\p{L}{2,}/u;
/** A listing named by where it stands: a number, and words. */
const ADDRESS = /^\d+\w? .*\p{L}{2}/u;

/** One line without what marks a slot or a control. */
export const cleanLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[{}<>\p{C}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** The name of an agent or a brokerage: as given, but it has letters. */
export function cleanTitle(text: string | undefined): string | undefined {
  const title = cleanLine(text ?? '');
  return /\p{L}/u.test(title) ? title : undefined;
}

/** The first of a lead's names, as it would be written; undefined where it is no name. */
export function cleanFirstName(text: string | undefined): string | undefined {
  const first = cleanLine(text ?? '').split(' ')[0]!;
  if (!NAME.test(first) || NO_NAMES.has(first.toLowerCase())) return undefined;
  const mixed = first !== first.toLowerCase() && first !== first.toUpperCase();
  return mixed ? first : first[0]!.toUpperCase() + first.slice(1).toLowerCase();
}

/** An area's name; undefined where it is none. */
export function cleanPlace(text: string | undefined): string | undefined {
  const place = cleanLine(text ?? '');
  return PLACE.test(place) && /\p{L}{2}/u.test(place) && !WEB_ADDRESS.test(place) ? place : undefined;
}

/** A listing's address, where its id is one. */
export function cleanAddress(listing: string): string | undefined {
  const place = cleanPlace(listing);
  return place && ADDRESS.test(place) ? place : undefined;
}

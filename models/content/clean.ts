/** What others typed, made fit to stand in a text: names, places, listings. What is not fit is left out. */

const NAME = /^\p{L}[\p{L}\p{M}'’-]{1,19}$/u;
const NO_NAMES = new Set(['null', 'undefined', 'none', 'test', 'unknown', 'n/a', 'na']);
const WORDS = /^[\p{L}\d][\p{L}\p{M}\d .,'’&/()#-]{0,58}[\p{L}\p{M}\d.)]$/u;
/** Letters on both sides of a dot: a web address. Initials are none. */
const WEB_ADDRESS = /[\p{L}\d]{2,}\.\p{L}{2,}/u;
/** Signs where no one writes them. */
const ODD = / [.,)]|[.,]{2}/;
/** A listing named by where it stands: a number, and words. */
const ADDRESS = /^\d+\w? .*\p{L}{2}/u;

/** One line without what marks a slot or a control. */
export const cleanLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[{}<>\p{C}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** A brokerage's name: as its settings have it, but it has letters. */
export function cleanTitle(text: string): string | undefined {
  const title = cleanLine(text);
  return /\p{L}/u.test(title) ? title : undefined;
}

/** The first of a lead's names, as it would be written; undefined where it is no name. */
export function cleanFirstName(text: string | undefined): string | undefined {
  const first = cleanLine(text ?? '').split(' ')[0]!;
  if (!NAME.test(first) || NO_NAMES.has(first.toLowerCase())) return undefined;
  const mixed = first !== first.toLowerCase() && first !== first.toUpperCase();
  return mixed ? first : first[0]!.toUpperCase() + first.slice(1).toLowerCase();
}

/** A name of several words, of an area or a person; undefined where it is none. */
export function cleanName(text: string | undefined): string | undefined {
  const name = cleanLine(text ?? '');
  const isName = WORDS.test(name) && /\p{L}{2}/u.test(name) && !WEB_ADDRESS.test(name) && !ODD.test(name);
  return isName ? name : undefined;
}

/** A listing's address, where its id is one. */
export function cleanAddress(listing: string): string | undefined {
  const name = cleanName(listing);
  return name && ADDRESS.test(name) ? name : undefined;
}

/** Characters of a text by kind, as far as telling patterns apart needs it: a to z, then these. */
export const DIGIT = 26;
export const SPACE = 27;
export const STOP = 28;
/** Any other ASCII. */
export const SIGN = 29;
/** Any UTF-16 code unit beyond ASCII. */
export const FOREIGN = 30;
/** Beyond the end of the text. */
export const END = 31;
export const KINDS = 32;

/** A set of kinds is a bit for each. */
export const setOf = (kind: number): number => 1 << kind;
export const has = (set: number, kind: number): boolean => (set & (1 << kind)) !== 0;
/** Everything but the end. */
export const ANY = ~setOf(END);
export const ALPHANUMERIC = setOf(SPACE) - 1;

const OF_ASCII = new Uint8Array(128).fill(SIGN);
for (let letter = 0; letter < DIGIT; letter++) OF_ASCII[97 + letter] = letter;
OF_ASCII.fill(DIGIT, 48, 58);
OF_ASCII[32] = SPACE;
OF_ASCII[46] = STOP;

/** Kind of a UTF-16 code unit. */
export const kindOf = (code: number): number => (code < 128 ? OF_ASCII[code]! : FOREIGN);

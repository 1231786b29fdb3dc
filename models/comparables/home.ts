/** A home as its area knows it, and what is compared. Prices are what was asked, US dollars: closing prices are not told. */
export interface Home {
  listing: string;
  price: number;
  beds?: number | undefined;
  baths?: number | undefined;
  status?: string | undefined;
  /** When the price was asked, epoch ms. */
  at: number;
}

/** The home to be valued; its `listing` where it is one of those it is compared with. */
export type Subject = Partial<Pick<Home, 'listing' | 'beds' | 'baths'>>;

const YEAR = 365.25 * 86_400_000;
/** So many bedrooms, baths and years apart are one step. */
const [BEDS, BATHS, YEARS] = [1, 0.75, 0.5] as const;
/** Steps that stand for what is not known of one of two homes. */
const UNKNOWN = 0.7;

/** Years from `at` to `now`; later prices count as of now. */
export const yearsAgo = (at: number, now: number): number => Math.max(0, now - at) / YEAR;

/** Squared distance in steps; a price of long ago is further. */
export function distance(subject: Subject, home: Home, years: number): number {
  return (
    apart(subject.beds, home.beds, BEDS) + apart(subject.baths, home.baths, BATHS) + (years / YEARS) ** 2
  );
}

const apart = (a: number | undefined, b: number | undefined, step: number): number =>
  a === undefined || b === undefined ? UNKNOWN ** 2 : ((a - b) / step) ** 2;

/** From 1, the same, to 0. */
export const similarity = (squared: number): number => Math.exp(-squared / 2);

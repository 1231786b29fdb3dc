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
/** Years from `at` to `now`; later prices count as of now. */
export const yearsAgo = (at: number, now: number): number => Math.max(0, now - at) / YEAR;

/** What was told of a listing, as a short text: there are as many as the feed has listings. */
import type { KnownListing } from './read-listing.ts';

export const packKnown = ({ seq, area, price, status, beds, baths, rival }: KnownListing): string =>
  JSON.stringify([seq, area, price, status, beds ?? null, baths ?? null, rival ?? null]);

export function unpackKnown(packed: string): KnownListing {
  const [seq, area, price, status, beds, baths, rival] = JSON.parse(packed);
  return {
    ...{ seq, area, price, status },
    ...(beds !== null && { beds }),
    ...(baths !== null && { baths }),
    ...(rival !== null && { rival }),
  };
}

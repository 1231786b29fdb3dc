/** Listings of the area as they changed, latest first. */
import type { MarketSeries } from '../../../../schemas/competition-answers.ts';
import { spelled } from '../domain-words.ts';
import { day, money, signedPercent } from '../format.ts';

type Listing = MarketSeries['listings'][number];

export function ListingsCard({ listings }: { listings: readonly Listing[] }) {
  return (
    <section class="card" aria-labelledby="listings-title">
      <h2 id="listings-title">Listings as they changed</h2>
      {listings.length === 0 ? (
        <p class="muted">No listing of this area came in yet.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Listing</th>
              <th scope="col" class="number">
                Price
              </th>
              <th scope="col" class="number">
                Leads told
              </th>
              <th scope="col" class="number">
                When
              </th>
            </tr>
          </thead>
          <tbody>
            {listings.map((listing) => (
              <Row key={listing.listing + listing.at + listing.change} {...listing} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Row({ listing, at, change, status, price, previousPrice, leads }: Listing) {
  const moved = price !== null && previousPrice && price !== previousPrice;
  const became = new Set([CHANGES[change] ?? spelled(change), spelled(status)]);
  return (
    <tr>
      <th scope="row">
        {listing}
        <span class="note">{[...became].filter(Boolean).join(' · ')}</span>
      </th>
      <td class="number">
        {price === null ? 'not known' : money(price)}
        {moved && (
          <span class={`note ${price < previousPrice ? 'down' : 'up'}`}>
            {signedPercent(price / previousPrice - 1)} <span class="unseen">from {money(previousPrice)}</span>
          </span>
        )}
      </td>
      <td class="number">{leads}</td>
      <td class="number">
        <time dateTime={at}>{day(at)}</time>
      </td>
    </tr>
  );
}

const CHANGES: Record<string, string> = {
  new: 'New',
  price: 'Price changed',
  status: 'Status changed',
  expired: 'Expired',
};

/** Listings that draw one segment more than the brokerage's leads would have it. */
import type { ListingDraw } from '../../../../schemas/similar.ts';
import { segmentMeaning, spelled } from '../domain-words.ts';
import { percent } from '../format.ts';

export function ListingsCard({ listings, least }: { listings: readonly ListingDraw[]; least: number }) {
  return (
    <section class="card" aria-labelledby="listings-title">
      <h2 id="listings-title">Listings that draw a segment</h2>
      {listings.length === 0 && (
        <p class="muted">None stands out. A listing needs {least} viewers in four weeks to be looked at.</p>
      )}
      <ul class="similar">
        {listings.map(({ listing, segment, viewers, count, atLeast, tenantShare }) => (
          <li key={listing + segment}>
            <strong>{listing}</strong>
            <span class="number">
              {count} of {viewers}
            </span>
            <span class="detail" title={segmentMeaning(segment)}>
              {spelled(segment)}
            </span>
            <span class="muted">
              At least {percent(atLeast)} of its viewers; {percent(tenantShare)} of all who look
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

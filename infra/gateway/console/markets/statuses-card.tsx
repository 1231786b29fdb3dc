/** How many listings of the area stand how. */
import type { MarketSeries } from '../../../../schemas/competition-answers.ts';
import { spelled } from '../domain-words.ts';
import { money } from '../format.ts';
import { measured } from './measures.ts';

export function StatusesCard({ statuses }: Pick<MarketSeries, 'statuses'>) {
  if (statuses.length === 0) return null;
  return (
    <section class="card" aria-labelledby="statuses-title">
      <h2 id="statuses-title">Listings by status</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col" class="number">
              Listings
            </th>
            <th scope="col" class="number">
              Median price
            </th>
            <th scope="col" class="number">
              Median days
            </th>
          </tr>
        </thead>
        <tbody>
          {statuses.map(({ status, listings, medianPrice, medianDays }) => (
            <tr key={status}>
              <th scope="row">{spelled(status)}</th>
              <td class="number">{listings}</td>
              <td class="number">{measured(medianPrice, money)}</td>
              <td class="number">{measured(medianDays, (days) => String(Math.round(days)))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

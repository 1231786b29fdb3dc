/** What a home is worth by homes like it: estimate, interval, and the homes themselves. */
import type { PriceEstimate as Estimate } from '../../../../schemas/competition.ts';
import { spelled } from '../domain-words.ts';
import { day, money, percent } from '../format.ts';
import { EstimatePlot } from './estimate-plot.tsx';

const METHODS: Record<Estimate['method'], string> = {
  hedonic: 'by what beds, baths and the month are worth in the area',
  nearest: 'by the homes most like it',
};

export function PriceEstimate({ estimate }: { estimate: Estimate }) {
  const { listing, area, price, low, high, level, method, comparables } = estimate;
  return (
    <div class="estimate">
      <div>
        <p>
          <strong>{money(price)}</strong> for {listing ? `listing ${listing}` : 'this home'} in {area},{' '}
          {METHODS[method]}. {percent(level)} of such homes sell between {money(low)} and {money(high)}.
        </p>
        <EstimatePlot estimate={estimate} />
      </div>
      {comparables.length > 0 && <Comparables comparables={comparables} />}
    </div>
  );
}

function Comparables({ comparables }: Pick<Estimate, 'comparables'>) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Compared with</th>
          <th scope="col" class="number">
            Price
          </th>
          <th scope="col" class="number">
            Alike
          </th>
        </tr>
      </thead>
      <tbody>
        {comparables.map(({ listing, price, beds, baths, status, at, similarity }) => (
          <tr key={listing}>
            <th scope="row">
              {listing}
              <span class="note">
                {homeWords(beds, baths, status)} · {day(at)}
              </span>
            </th>
            <td class="number">{money(price)}</td>
            <td class="number">{percent(similarity)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `3 bd, 2 ba, sold`; what is not known is left out. */
const homeWords = (beds?: number, baths?: number, status?: string): string =>
  [
    beds !== undefined && `${beds}\u00a0bd`,
    baths !== undefined && `${baths}\u00a0ba`,
    status && spelled(status).toLowerCase(),
  ]
    .filter(Boolean)
    .join(', ');

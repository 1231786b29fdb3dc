/** The market around the lead, with the time of its facts. */
import type { MarketContext } from '../../../../schemas/insight.ts';
import { day, money } from '../format.ts';

export function MarketCard({ market }: { market: MarketContext }) {
  const { area, medianPrice, inventory, daysOnMarket, mortgageRate, asOf, text } = market;
  const facts = [
    ['Median price', medianPrice !== undefined && money(medianPrice)],
    ['Homes for sale', inventory !== undefined && String(inventory)],
    ['Days on market', daysOnMarket !== undefined && String(Math.round(daysOnMarket))],
    ['30-year rate', mortgageRate !== undefined && `${mortgageRate.toFixed(2)} %`],
  ].filter((fact): fact is [string, string] => fact[1] !== false);
  return (
    <section class="card" aria-labelledby="market-title">
      <h2 id="market-title">Market{area && ` in ${area}`}</h2>
      <p class="detail">{text}</p>
      <dl class="numbers">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {asOf && (
        <p class="muted">
          As of <time dateTime={asOf}>{day(asOf)}</time>
        </p>
      )}
    </section>
  );
}

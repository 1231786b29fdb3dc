/** An estimate with its interval on a line of prices, the homes it is compared with as dots below. */
import type { PriceEstimate } from '../../../../schemas/competition.ts';
import { money } from '../format.ts';

/** Share of the width that is kept free at both ends, for the words. */
const MARGIN = 0.17;

export function EstimatePlot({ estimate }: { estimate: PriceEstimate }) {
  const { price, low, high, comparables } = estimate;
  const prices = comparables.map((one) => one.price);
  const from = Math.min(low, ...prices);
  const to = Math.max(high, ...prices);
  const x = (dollars: number) =>
    `${100 * (MARGIN + (1 - 2 * MARGIN) * (to > from ? (dollars - from) / (to - from) : 0.5))}%`;
  const said = `Estimate ${money(price)}, between ${money(low)} and ${money(high)}; ${comparables.length} homes compared.`;
  return (
    <svg class="estimate-plot" role="img" aria-label={said}>
      <line class="axis" x1="0" x2="100%" y1="34" y2="34" />
      <line class="span" x1={x(low)} x2={x(high)} y1="34" y2="34" />
      <circle class="dot" cx={x(price)} cy="34" r="7" />
      {comparables.map(({ listing, price: paid }) => (
        <circle key={listing} class="comparable" cx={x(paid)} cy="54" r="4.5">
          <title>{`${listing}: ${money(paid)}`}</title>
        </circle>
      ))}
      <text class="low" x={x(low)} y="15" dx="-4">
        {money(low)}
      </text>
      <text class="point" x={x(price)} y="15">
        {money(price)}
      </text>
      <text class="high" x={x(high)} y="15" dx="4">
        {money(high)}
      </text>
    </svg>
  );
}

/** What a monitor saw, as a person would write it to a colleague. Names and figures are those of the facts. */
import type { Mention, Stance } from '../../schemas/competition.ts';
import type { MarketFacts } from '../../schemas/market-event.ts';
import { round } from '../round.ts';
import { calledOf } from './merge-rivals.ts';

type Listing = NonNullable<MarketFacts['listing']>;
type Shift = NonNullable<MarketFacts['shift']>;

export const STANCE: Record<Stance, string> = {
  neutral: 'Speaks of',
  considering: 'Is considering',
  comparing: 'Is comparing us with',
  committed: 'Says it is with',
  complaining: 'Is not content with',
};

export const mentionText = (mention: Mention): string =>
  `${STANCE[mention.stance]} ${calledOf(mention)}: “${mention.quote}”`;

export const portalText = (domain: string): string => `Looked at homes on ${domain}.`;

export const quietText = (who: string, days: number): string =>
  `Has been silent for ${days} days, longer than usual, after speaking of ${who}.`;

const MOVES: Record<string, string> = {
  listing_taken: 'took a listing',
  open_house: 'holds an open house',
  price_cut: 'cut a price',
  campaign: 'runs a campaign',
  sold: 'sold a home',
};
export const moveText = (agent: string, change: string, where: string): string =>
  `${agent} ${MOVES[change] ?? change.replaceAll('_', ' ')} ${where}.`;

/** `what`: which listing it is to this lead. */
export function priceText({ listing, previousPrice = 0, price }: Listing, what: string): string {
  const percent = round(Math.abs(price / previousPrice - 1) * 100, 1);
  const moved = price < previousPrice ? 'fell' : 'rose';
  return `${listing}, ${what}, ${moved} from ${dollars(previousPrice)} to ${dollars(price)} (${percent}%).`;
}
export const intoBudgetText = ({ listing, previousPrice = 0, price }: Listing, budget: number): string =>
  `${listing} fell from ${dollars(previousPrice)} to ${dollars(price)}: within the budget of ${dollars(budget)} now.`;
export const goneText = ({ listing, status }: Listing): string =>
  `${listing}, which it looked at, can no longer be had (${status}).`;
export const backText = ({ listing, price }: Listing): string =>
  `${listing} is back on the market at ${dollars(price)}.`;
export const rivalListedText = ({ listing, price }: Listing, area: string): string =>
  `${listing}, a home like its own in ${area}, was listed at ${dollars(price)}.`;
export const rivalExpiredText = ({ listing, price }: Listing): string =>
  `${listing}, a home like its own, left the market unsold at ${dollars(price)}.`;

const MEASURES: Record<Shift['measure'], string> = {
  inventory: 'homes for sale',
  medianPrice: 'median price',
  daysOnMarket: 'days on market',
  mortgageRate: '30-year rate',
};
export function shiftText({ measure, change, z }: Shift, area: string): string {
  const size =
    measure === 'mortgageRate'
      ? `${Math.abs(round(change, 2))} points`
      : `${Math.abs(round(change * 100, 1))}%`;
  const way = change < 0 ? 'down' : 'up';
  return `${area}: ${MEASURES[measure]} ${way} ${size}, ${Math.abs(round(z, 1))} times its usual weekly move.`;
}
export const rateText = (rate: number, named: number): string =>
  `The 30-year rate is ${rate}%, below the ${named}% it named.`;

export const dollars = (amount: number): string =>
  `$${String(Math.round(amount)).replace(/\B(?=(\d{3})+$)/g, ',')}`;

/** The market around a lead, in numbers and in a sentence. */
import type { MarketContext } from '../schemas/insight.ts';
import type { LeadState, MarketMemory } from './lead-state.ts';
import { iso, round } from './round.ts';

/** The same object as before where the market said nothing new, so that unchanged is cheap to see. */
export function marketContext(state: LeadState, before: LeadState | undefined): MarketContext {
  const kept = before?.view?.forecast.marketContext;
  const same = before && before.market === state.market && before.contact.area === state.contact.area;
  return same && kept ? kept : describe(state);
}

function describe({ market, contact }: LeadState): MarketContext {
  const { area } = market;
  const listings = market.listings.map(listingText);
  if (!area) {
    const place = contact.area ? `${contact.area}: no market data yet.` : 'No area known yet.';
    return { ...(contact.area && { area: contact.area }), text: [place, ...listings].join(' ') };
  }
  const { medianPrice, inventory, daysOnMarket, mortgageRate } = area.index;
  return {
    area: area.name,
    medianPrice,
    inventory,
    daysOnMarket,
    mortgageRate,
    asOf: iso(area.at),
    text: [areaText(area), ...listings].join(' '),
  };
}

function areaText({ name, index }: NonNullable<MarketMemory['area']>): string {
  const price = `median price ${dollars(index.medianPrice)}${change(index.previousMedianPrice, index.medianPrice)}`;
  const homes = `${index.inventory} homes for sale${change(index.previousInventory, index.inventory)}`;
  return `${name}: ${price}, ${homes}, ${index.daysOnMarket} days on the market, 30-year rate ${index.mortgageRate}%.`;
}

function listingText(listing: MarketMemory['listings'][number]): string {
  const status = listing.status ? `, ${listing.status}` : '';
  return `${listing.listing}: ${dollars(listing.price)}${change(listing.previousPrice, listing.price)}${status}.`;
}

function change(before: number | undefined, now: number): string {
  if (!before || before === now) return '';
  const percent = round(Math.abs(now / before - 1) * 100, 1);
  return percent === 0 ? '' : ` (${now > before ? 'up' : 'down'} ${percent}%)`;
}

const dollars = (amount: number): string => `$${String(Math.round(amount)).replace(/\B(?=(\d{3})+$)/g, ',')}`;

/** What homes like it say of a price: the estimate with its interval, and where asking prices and budget stand to it. */
import type { Claim } from '../../schemas/competition.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';
import { round } from '../round.ts';
import { dollars } from './signal-texts.ts';

const PRICES: ReadonlySet<string> = new Set([
  ...['viewed_price_cut', 'viewed_price_rise', 'rival_listed', 'rival_price_cut'],
  'cut_into_budget',
]);

export function pricingClaims({ competition, contact }: StreamingInsight): Claim[] {
  const { pricing, signals } = competition;
  const claims: Claim[] = signals
    .filter(({ kind }) => PRICES.has(kind))
    .map(({ text, source, at }) => ({ text, source, at }));
  if (!pricing) return claims;
  const { listing, area, price, low, high, level, method, comparables } = pricing;
  const what = listing ?? `a home like its own in ${area}`;
  const latest = Math.max(...comparables.map(({ at }) => at));
  // Of no comparable nothing is claimed: an estimate without one has no time.
  if (!Number.isFinite(latest)) return claims;
  const source = `${method} estimate of ${comparables.length} homes in ${area}`;
  const at = new Date(latest).toISOString();
  const range = `${dollars(low)} to ${dollars(high)} (${round(level * 100, 0)}% of homes fall in such a range)`;
  claims.unshift({ text: `Homes like it put ${what} at ${dollars(price)}, ${range}.`, source, at });
  if (listing && contact.budget && contact.budget < low)
    claims.push({ text: `Its budget of ${dollars(contact.budget)} is below that range.`, source, at });
  return claims;
}

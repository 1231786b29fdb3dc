/** What a request knows, as numbers, days and names: what a text about it may say. */
import { cleanFirstName, cleanLine } from './clean.ts';
import { changeOf } from './facts.ts';
import type { ContentRequest } from './request.ts';
import { type Clock, factClock, visitClock } from './say.ts';

export interface Known {
  /** US dollars. */
  money: number[];
  /** Homes, days on the market, and their differences. */
  counts: number[];
  percents: number[];
  /** Days that facts are of. */
  days: Clock[];
  /** Starts and ends of visits; their hours count only where the zone is known. */
  visits: { clock: Clock; hour: boolean }[];
}

const whole = (numbers: (number | undefined)[]): number[] =>
  numbers.flatMap((n) => (n === undefined || !Number.isFinite(n) ? [] : [Math.round(n)]));

/** Now, before, and the difference. */
const moved = (now: number, before: number | undefined): number[] =>
  before === undefined
    ? whole([now])
    : [...whole([now, before]), Math.abs(Math.round(now) - Math.round(before))];

const changed = (now: number, before: number | undefined): number[] =>
  before ? [changeOf(before, now)] : [];

export function knownOf(request: ContentRequest): Known {
  const { lead, market, timezone, slots, booked, at } = request;
  const index = market.area?.index;
  const spans = booked ? [...slots, booked] : slots;
  return {
    money: [
      ...whole([lead.budget]),
      ...(index ? moved(index.medianPrice, index.previousMedianPrice) : []),
      ...market.listings.flatMap(({ price, previousPrice }) => moved(price, previousPrice)),
    ],
    counts: index ? [...moved(index.inventory, index.previousInventory), Math.round(index.daysOnMarket)] : [],
    percents: percentsOf(request),
    days: [at, ...(market.area ? [market.area.at] : []), ...market.listings.map((fact) => fact.at)].map(
      (time) => factClock(time, timezone),
    ),
    visits: spans.flatMap(({ from, to }) => [from, to]).flatMap((time) => visitClock(time, timezone) ?? []),
  };
}

function percentsOf({ market: { area, listings } }: ContentRequest): number[] {
  const rates = area ? [area.index.mortgageRate, area.index.previousMortgageRate] : [];
  return [
    ...rates.filter((rate) => rate !== undefined),
    ...(area ? changed(area.index.medianPrice, area.index.previousMedianPrice) : []),
    ...(area ? changed(area.index.inventory, area.index.previousInventory) : []),
    ...listings.flatMap(({ price, previousPrice }) => changed(price, previousPrice)),
  ];
}

/** Names, places and addresses: longest first, so that a name within a name is not taken for it. */
export function namesOf({ lead, agent, sender, market, listing }: ContentRequest): string[] {
  const ids = [listing ?? '', ...market.listings.map((fact) => fact.listing)];
  const names = [
    ...[sender.brokerage, sender.postalAddress, agent.name, lead.area, market.area?.name],
    ...[cleanFirstName(lead.firstName), ...ids],
    // An id may be nothing but digits.
    ...ids.filter(Boolean).flatMap((id) => [`listing ${id}`, `la propiedad ${id}`]),
  ];
  return names
    .map((name) => cleanLine(name ?? ''))
    .filter((name) => name.length > 1 && /\p{L}/u.test(name))
    .sort((a, b) => b.length - a.length);
}

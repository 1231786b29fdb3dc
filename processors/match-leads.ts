/**
 * Which leads of an area a home's news touches, and why: a scan over columns, which at {@link MOST_INTERESTED} leads
 * is quicker than any tree would be to keep.
 */
import type { HomeEvent, MarketFacts } from '../schemas/market-event.ts';
import { BUYS, type Interested, SELLS, TASTE, TASTE_WIDTH } from './lead-tastes.ts';
import { standingOf } from './listing-standing.ts';

/** What a home's news is to an area; others touch nobody but those who look at the home. */
export type Occasion = 'new' | 'cut' | 'back' | 'expired';

export interface Match {
  lead: string;
  touch: NonNullable<MarketFacts['touch']>;
  /** How well it fits, in (0, 1]. */
  fit: number;
  /** Place among those interested. */
  place: number;
}

/** Leads told at most, the best first: all who fit of what they can act on, and of new homes few. */
const MOST: Record<Occasion, number> = { new: 50, cut: 1000, back: 200, expired: 100 };
/** Fit from which a lead is told: a new home is only for those it fits well. */
const LEAST: Record<Occasion, number> = { new: 0.6, cut: 0.2, back: 0.4, expired: 0.3 };

/** A price that fell by less is none that anybody hears of. */
const CUT = 0.01;
/** A budget looks at homes down to this share of it. */
const REACH = 0.75;
/** Homes as far apart as this, in ln price and in rooms, are one step less alike. */
const [PRICE, BEDS, BATHS] = [0.12, 1, 1] as const;

export function occasionOf(event: HomeEvent): Occasion | undefined {
  const { change, price, previousPrice, status, previousStatus } = event;
  const standing = standingOf(status);
  if (standing === 'expired') return standingOf(previousStatus) === 'expired' ? undefined : 'expired';
  if (standing === 'gone' || change === 'moved') return undefined;
  if (standingOf(previousStatus) !== 'active') return 'back';
  if (previousPrice !== undefined && price < previousPrice * (1 - CUT)) return 'cut';
  return change === 'new' && previousPrice === undefined ? 'new' : undefined;
}

/** Best first; of those that fit alike the lesser id, so that the order they came in does not matter. */
export function matchLeads(
  { interested, tastes }: Interested,
  event: HomeEvent,
  occasion: Occasion,
): Match[] {
  if (!tastes) return [];
  const own = new Set(tastes.own.flatMap(([lead, listing]) => (listing === event.listing ? lead : [])));
  const found: Match[] = [];
  for (let place = 0; place < interested.length; place++) {
    const lead = interested[place]!;
    const match = touchOf(tastes.numbers, place * TASTE_WIDTH, event, occasion);
    if (match && match.fit >= LEAST[occasion] && !own.has(lead)) found.push({ lead, place, ...match });
  }
  found.sort((a, b) => b.fit - a.fit || (a.lead < b.lead ? -1 : 1));
  return found.length > MOST[occasion] ? found.slice(0, MOST[occasion]) : found;
}

/** The reason that says most comes first: a seller's rival, a price that came into the budget, one within it, taste. */
function touchOf(
  tastes: Float64Array,
  from: number,
  event: HomeEvent,
  occasion: Occasion,
): Pick<Match, 'touch' | 'fit'> | undefined {
  const side = tastes[from + TASTE.side]!;
  if (side === 0) return undefined;
  const like = likeness(tastes, from, event);
  if (side === SELLS && like > 0) return { touch: 'rival', fit: like };
  if (occasion === 'expired') return undefined;
  const budget = tastes[from + TASTE.budget]!;
  const { price, previousPrice } = event;
  if (budget > 0 && price > budget) return undefined;
  const within = budget > 0 && price >= budget * REACH;
  const taste = side === BUYS ? like : 0;
  if (occasion === 'new') {
    // Both what it can pay and what it looked at, where both are known.
    const fit = budget === 0 ? taste : within ? (taste > 0 ? taste : LEAST.new) : 0;
    return { touch: taste > 0 ? 'similar' : 'budget', fit };
  }
  if (budget > 0 && previousPrice !== undefined && previousPrice > budget) {
    return { touch: 'budget', fit: Math.max(within ? 1 : 0.5, taste) };
  }
  if (within) return { touch: 'budget', fit: Math.max(0.5, taste) };
  return taste > 0 ? { touch: 'similar', fit: taste } : undefined;
}

/** How like the home is to the lead's: 0 where the price of one is not known. Rooms that are not known do not count. */
function likeness(tastes: Float64Array, from: number, { price, beds, baths }: HomeEvent): number {
  const own = tastes[from + TASTE.price]!;
  if (own <= 0 || price <= 0) return 0;
  const rooms = (known: number, told: number | undefined, step: number) =>
    known === 0 || told === undefined ? 0 : ((known - 1 - told) / step) ** 2;
  const squared =
    (Math.log(price / own) / PRICE) ** 2 +
    rooms(tastes[from + TASTE.beds]!, beds, BEDS) +
    rooms(tastes[from + TASTE.baths]!, baths, BATHS);
  return Math.exp(-squared / 2);
}

/** What the leads interested in an area look for, by columns in the order of their ids. */
import type { Subject } from '../models/comparables/home.ts';
import type { InterestEvent } from '../schemas/market-event.ts';
import { MOST_INTERESTED } from './market-state.ts';

export interface LeadTastes {
  /** {@link TASTE_WIDTH} a lead. */
  numbers: Float64Array;
  /** The listing that a lead sells: it is no rival to itself. */
  own: [lead: string, listing: string][];
}

/** Side (0 not known, 1 buys, 2 sells), budget, and of the home price and rooms plus one; 0: not known. */
const COLUMNS = ['side', 'budget', 'price', 'beds', 'baths'] as const;
export const TASTE_WIDTH = COLUMNS.length;
export const TASTE = Object.fromEntries(COLUMNS.map((name, i) => [name, i])) as Record<
  (typeof COLUMNS)[number],
  number
>;
export const [BUYS, SELLS] = [1, 2] as const;

export interface Interested {
  interested: string[];
  tastes?: LeadTastes;
}

/** The lead last in the list; what it did not say of its taste stays. Changes nothing. */
export function register({ interested, tastes }: Interested, event: InterestEvent): Interested {
  const known = interested.indexOf(event.lead);
  const drops = known < 0 && interested.length >= MOST_INTERESTED ? 0 : known;
  const ids = interested.filter((_, i) => i !== drops);
  ids.push(event.lead);
  const before =
    known < 0 ? undefined : tastes?.numbers.slice(known * TASTE_WIDTH, (known + 1) * TASTE_WIDTH);
  const row = event.side === undefined ? before : rowOf(event);
  if (!tastes && !row) return { interested: ids };
  const own = ownAfter(tastes?.own ?? [], event, drops >= 0 ? interested[drops]! : event.lead);
  const numbers = shifted(tastes?.numbers ?? new Float64Array(interested.length * TASTE_WIDTH), drops);
  if (row) numbers.set(row, numbers.length - TASTE_WIDTH);
  return { interested: ids, tastes: { numbers, own } };
}

/** Without the lead. */
export function withdraw({ interested, tastes }: Interested, lead: string): Interested {
  const known = interested.indexOf(lead);
  if (known < 0) return tastes ? { interested, tastes } : { interested };
  const ids = interested.filter((_, i) => i !== known);
  if (!tastes) return { interested: ids };
  const own = tastes.own.filter(([other]) => other !== lead);
  const numbers = shifted(tastes.numbers, known).slice(0, -TASTE_WIDTH);
  return { interested: ids, tastes: { numbers, own } };
}

function rowOf({ side, budget = 0, home = {} }: InterestEvent): number[] {
  if (side === 'none') return [0, 0, 0, 0, 0];
  const rooms = (count: number | undefined) => (count === undefined ? 0 : count + 1);
  return [side === 'sell' ? SELLS : BUYS, budget, home.price ?? 0, rooms(home.beds), rooms(home.baths)];
}

/** @param dropped the lead whose place is taken: its own, or that of another for which there is no room */
function ownAfter(own: LeadTastes['own'], event: InterestEvent, dropped: string): LeadTastes['own'] {
  const { lead, side, home } = event;
  if (side === undefined && dropped === lead) return own;
  const others = own.filter(([other]) => other !== dropped);
  return side === 'sell' && home?.listing !== undefined ? [...others, [lead, home.listing]] : others;
}

/** A row of zeros at the end, and row `drops` gone where there is one. */
function shifted(numbers: Float64Array, drops: number): Float64Array {
  if (drops < 0) {
    const longer = new Float64Array(numbers.length + TASTE_WIDTH);
    longer.set(numbers);
    return longer;
  }
  const same = numbers.slice();
  same.copyWithin(drops * TASTE_WIDTH, (drops + 1) * TASTE_WIDTH);
  same.fill(0, same.length - TASTE_WIDTH);
  return same;
}

/** The home of a lead's taste; undefined where none of it is known. */
export function homeOfLead({ interested, tastes }: Interested, place: number): Subject | undefined {
  if (!tastes) return undefined;
  const [side, , , beds, baths] = tastes.numbers.subarray(place * TASTE_WIDTH, (place + 1) * TASTE_WIDTH);
  if (side === 0 || (beds === 0 && baths === 0)) return undefined;
  const own = tastes.own.find(([lead]) => lead === interested[place])?.[1];
  return {
    ...(own !== undefined && { listing: own }),
    ...(beds! > 0 && { beds: beds! - 1 }),
    ...(baths! > 0 && { baths: baths! - 1 }),
  };
}

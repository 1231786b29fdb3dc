/** The homes of an area by columns: what each is asked for and how it stands. Bounded. */
import type { Home } from '../models/comparables/home.ts';
import type { HomeEvent } from '../schemas/market-event.ts';
import { STANDINGS, standingOf } from './listing-standing.ts';

/** With more, the homes that were sold or expired longest ago leave first, and then those said least lately. */
export const MOST_HOMES = 300;

export interface HomeRoster {
  ids: string[];
  /** {@link WIDTH} a home, in the order of the ids. */
  numbers: Float64Array;
}

/** Price, rooms plus one (0: not known), standing, when it was so (epoch ms), number of the change in the listing. */
const COLUMNS = ['price', 'beds', 'baths', 'standing', 'at', 'seq'] as const;
const WIDTH = COLUMNS.length;
const AT = Object.fromEntries(COLUMNS.map((name, i) => [name, i])) as Record<
  (typeof COLUMNS)[number],
  number
>;

/** Whether the roster knows the listing as of this change, or a later one. */
export function knowsHome(roster: HomeRoster | undefined, { listing, seq }: HomeEvent): boolean {
  const place = roster ? roster.ids.indexOf(listing) : -1;
  return place >= 0 && roster!.numbers[place * WIDTH + AT.seq]! >= seq;
}

/** The roster with the home as the event says, or without one that moved to another area. Changes nothing. */
export function takeHome(roster: HomeRoster | undefined, event: HomeEvent): HomeRoster {
  const { ids, numbers } = roster ?? { ids: [], numbers: new Float64Array(0) };
  const known = ids.indexOf(event.listing);
  if (event.change === 'moved') return known < 0 ? { ids, numbers } : without(ids, numbers, known);
  const grown =
    known < 0
      ? { ids: [...ids, event.listing], numbers: longer(numbers) }
      : { ids, numbers: numbers.slice() };
  const place = known < 0 ? ids.length : known;
  grown.numbers.set(rowOf(event, grown.numbers.subarray(place * WIDTH, (place + 1) * WIDTH)), place * WIDTH);
  return grown.ids.length > MOST_HOMES ? without(grown.ids, grown.numbers, firstToLeave(grown)) : grown;
}

/** Rooms that are not told stay as they were. */
const rowOf = (event: HomeEvent, before: Float64Array): number[] => [
  event.price,
  event.beds === undefined ? before[AT.beds]! : event.beds + 1,
  event.baths === undefined ? before[AT.baths]! : event.baths + 1,
  STANDINGS.indexOf(standingOf(event.status)),
  event.at,
  event.seq,
];

function longer(numbers: Float64Array): Float64Array {
  const more = new Float64Array(numbers.length + WIDTH);
  more.set(numbers);
  return more;
}

function without(ids: string[], numbers: Float64Array, place: number): HomeRoster {
  const fewer = new Float64Array(numbers.length - WIDTH);
  fewer.set(numbers.subarray(0, place * WIDTH));
  fewer.set(numbers.subarray((place + 1) * WIDTH), place * WIDTH);
  return { ids: ids.filter((_, i) => i !== place), numbers: fewer };
}

/** Of two that stand alike since the same moment the lesser id, so that the order they came in does not matter. */
function firstToLeave({ ids, numbers }: HomeRoster): number {
  let first = 0;
  for (let i = 1; i < ids.length; i++) if (leavesBefore(i, first)) first = i;
  return first;

  function leavesBefore(a: number, b: number): boolean {
    const over = (i: number) => (numbers[i * WIDTH + AT.standing]! > 0 ? 1 : 0);
    const at = (i: number) => numbers[i * WIDTH + AT.at]!;
    return (
      over(b) - over(a) < 0 || (over(a) === over(b) && (at(a) - at(b) || (ids[a]! < ids[b]! ? -1 : 1)) < 0)
    );
  }
}

/** As the models take them, sorted by id: what is said of an area does not depend on who came first. */
export function homesOf(roster: HomeRoster | undefined): Home[] {
  if (!roster) return [];
  const { ids, numbers } = roster;
  const homes = ids.map((listing, i): Home => {
    const of = (name: keyof typeof AT) => numbers[i * WIDTH + AT[name]]!;
    const rooms = (name: 'beds' | 'baths') => (of(name) === 0 ? undefined : of(name) - 1);
    return {
      ...{ listing, price: of('price'), at: of('at'), status: STANDINGS[of('standing')]! },
      ...{ beds: rooms('beds'), baths: rooms('baths') },
    };
  });
  return homes.filter(({ price }) => price > 0).sort((a, b) => (a.listing < b.listing ? -1 : 1));
}

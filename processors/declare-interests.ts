/** Tells the market shards what a lead first looks at, so that a change there finds its way back. */
import type { Output } from '../schemas/flow.ts';
import type { InterestEvent } from '../schemas/market-event.ts';
import { areaKey, listingKey } from '../schemas/shards.ts';
import { type ReadTurn, withOutputs } from './turn.ts';

/** Interests kept of a lead; the oldest is forgotten, and declared anew should it return. */
const MOST = 24;
const AREA_CHARACTERS = 200;
/** Activities whose `ref` is a listing. */
const ABOUT_LISTINGS = new Set([
  'listing_view',
  'favorite',
  'showing_booked',
  'showing_attended',
  'showing_missed',
  'offer_made',
  'offer_accepted',
]);

type Interest = { key: string; area: string } | { key: string; listing: string };

export function declareInterests<T extends ReadTurn>(turn: T): T {
  const { state } = turn;
  const shown = interestsOf(turn).filter(({ key }) => !state.interests.includes(key));
  if (shown.length === 0) return turn;
  const fresh = [...new Map(shown.map((interest) => [interest.key, interest])).values()].slice(0, MOST);
  const interests = [...state.interests, ...fresh.map(({ key }) => key)].slice(-MOST);
  const outputs = fresh.map((interest) => declaration(turn, interest));
  return withOutputs({ ...turn, state: { ...state, interests } }, ...outputs);
}

function interestsOf({ event, reading, state: { tenant } }: ReadTurn): Interest[] {
  const inArea = (area: string): Interest => ({ key: areaKey(tenant, area), area });
  if (event.type === 'profile') return event.area?.trim() ? [inArea(event.area)] : [];
  if (event.type === 'activity') {
    if (!event.ref || event.ref.length > 128 || !ABOUT_LISTINGS.has(event.activity)) return [];
    return [{ key: listingKey(tenant, event.ref), listing: event.ref }];
  }
  if (!reading) return [];
  const areas = reading.entities.filter(
    ({ kind, text }) => kind === 'area' && text.length <= AREA_CHARACTERS,
  );
  return areas.map(({ value, text }) => inArea(typeof value === 'string' ? value : text));
}

function declaration({ state, asOf }: ReadTurn, { key, ...about }: Interest): Output {
  const { tenant, lead, seq } = state;
  const event: InterestEvent = { id: `interest:${seq}`, tenant, at: asOf, type: 'interest', lead, ...about };
  return { to: 'outbox', space: 'market', key, event };
}

/** An event in the words of the models. */
import type { FeatureEvent } from '../models/judges.ts';
import type { ProfileEvent } from '../schemas/lead-event.ts';
import type { MarketFacts } from '../schemas/market-event.ts';
import { standingOf } from './listing-standing.ts';
import { marketMoves } from './remember-market.ts';
import type { IntentTurn } from './turn.ts';

/** Undefined for what is no evidence. */
export function featureEvent(turn: IntentTurn): FeatureEvent | undefined {
  const { event, asOf: at } = turn;
  switch (event.type) {
    case 'message':
      return messageSeen(turn, { at, kind: 'message', from: event.from, channel: event.channel });
    case 'activity':
      return zoned(turn, { at, kind: 'activity', activity: event.activity });
    case 'profile':
      return profileSeen({ at, kind: 'profile' }, event);
    case 'market':
      return movesInputs(event.facts) ? marketSeen(turn, event.facts) : undefined;
    case 'neighbour': {
      const { node: kind, inputs, market } = event;
      return { at, kind: 'market', around: { node: { kind, inputs }, ...(market && { market }) } };
    }
    case 'outcome':
      return { at, kind: event.type, result: event.result };
    case 'tick':
      return { at, kind: event.type };
    default:
      return undefined;
  }
}

function messageSeen(turn: IntentTurn, seen: FeatureEvent): FeatureEvent {
  if (turn.reading) seen.reading = turn.reading;
  if (turn.intents) seen.intents = turn.intents;
  return zoned(turn, seen);
}

/** On the lead's own clock, where it is known. */
function zoned({ state: { contact } }: IntentTurn, seen: FeatureEvent): FeatureEvent {
  if (contact.timezone !== undefined) seen.timezone = contact.timezone;
  return seen;
}

function profileSeen(seen: FeatureEvent, event: Omit<ProfileEvent, 'at'>): FeatureEvent {
  if (event.source !== undefined) seen.source = event.source;
  if (event.timezone !== undefined) seen.timezone = event.timezone;
  if (event.budget !== undefined) seen.budget = event.budget;
  return seen;
}

/**
 * Whether models see anything in what the market says. They learned from areas, and from homes that leads had looked
 * at: a home that a lead only may like is news to the lead, and nothing to them. What it does to the area's market they
 * hear some seconds later, in `market` ({@link retellMarket}).
 */
export const movesInputs = ({ index, listing, competitor, market, touch }: MarketFacts): boolean =>
  market !== undefined ||
  ((index ?? listing ?? competitor) !== undefined && (touch === undefined || touch === 'viewed'));

function marketSeen({ asOf: at, state, before }: IntentTurn, facts: MarketFacts): FeatureEvent {
  const seen: FeatureEvent = { at, kind: 'market', market: marketMoves(facts) };
  const { listing, market } = facts;
  if (listing && listing.listing === state.listing && listing.change !== 'known') {
    seen.listing = standingOf(listing.status) === 'active' ? 'moved' : 'gone';
  }
  // News of the area the lead is at home in, or of the only one it is known to look at.
  if (market && state.market.area?.name === facts.area && before) seen.around = { market };
  return seen;
}

/** Everything a text may state, by slot, with where it is known from. What is not known has no slot. */
import { SEGMENT_CARDS } from '../../schemas/segments.ts';
import { APPROACHES, type Approach, COMMON, type Said, SEGMENTS_BANK } from './bank.ts';
import { cleanAddress, cleanFirstName, cleanLine, cleanName, cleanTitle } from './clean.ts';
import { fill } from './fill.ts';
import { Found, type Slots } from './found.ts';
import { factOf, isFresh, isOffered, matching, priceBefore, repriced, stateOf } from './listings.ts';
import type { BankLanguage, ContentRequest, Fact, ListingFact, MarketIndex, Side } from './request.ts';
import { count, dateOf, money, percent, rounded, visitTime } from './say.ts';

const HOUR = 3_600_000;
/** Time to agree on a visit before it, and how far ahead one is offered. */
const SOONEST = 2 * HOUR;
const FURTHEST = 14 * 24 * HOUR;
const OFFERED_TIMES = 2;

export interface Facts {
  slots: Slots;
  /** By the slot that states it. */
  facts: Readonly<Record<string, Fact>>;
  side: Side | undefined;
  approach: Approach | undefined;
  group: string | undefined;
  /** What we can send. */
  offers: readonly Said[];
  /** The listing the text is about, where that is the point of it. */
  focus: ListingFact | undefined;
}

/** All that may be said to this lead. */
export function gatherFacts(request: ContentRequest): Facts {
  const { language, lead, segment } = request;
  const card = segment && SEGMENTS_BANK[segment];
  const side = lead.side ?? card?.side;
  const found = new Found(language);
  const focus = focusOf(request);
  addPeople(found, request);
  addMarket(found, request);
  addListing(found, request, focus);
  addTimes(found, request);
  const named = APPROACHES.find((approach) => approach === request.strategy);
  const suits = card && (!card.side || card.side === side);
  return {
    ...{ slots: found.slots, facts: found.facts, side, focus },
    approach: named ?? card?.approach,
    group: segment && SEGMENT_CARDS[segment]?.group,
    offers: suits ? card.offers : COMMON.offers.filter((offer) => !offer.side || offer.side === side),
  };
}

/** The listing that a match or a price alert is about. */
function focusOf(request: ContentRequest): ListingFact | undefined {
  if (request.type === 'listing_match') return matching(request);
  return request.type === 'price_alert' ? repriced(request) : undefined;
}

function addPeople(found: Found, { language, lead, agent, sender, market }: ContentRequest): void {
  found.add('firstName', cleanFirstName(lead.firstName));
  found.add('agent', cleanName(agent.name) ?? COMMON.phrases.agent[language]);
  found.add('brokerage', cleanTitle(sender.brokerage));
  found.add('postalAddress', cleanLine(sender.postalAddress ?? ''));
  found.add('area', cleanName(lead.area) ?? cleanName(market.area?.name));
  const { budget = 0 } = lead;
  if (budget >= 1000 && Number.isFinite(budget)) found.state('budget', money(budget), 'lead profile');
}

function addMarket(found: Found, { language, market, timezone, at: now }: ContentRequest): void {
  const name = cleanName(market.area?.name);
  if (!name || !market.area || !isFresh(market.area.at, now) || !isPlausible(market.area.index)) return;
  const { index, at } = market.area;
  const source = `market index of ${name}`;
  found.add('market', name);
  found.add('asOf', dateOf(at, timezone, language));
  found.state('median', money(index.medianPrice), source, at);
  found.state('inventory', count(index.inventory), source, at);
  found.state('days', count(index.daysOnMarket), source, at);
  found.state('rate', percent(index.mortgageRate, 3), source, at);
  const trend = (before: number | undefined, value: number) => trendOf(before, value, language);
  found.state('medianTrend', trend(index.previousMedianPrice, index.medianPrice), source, at);
  found.state('inventoryTrend', trend(index.previousInventory, index.inventory), source, at);
}

/** A report with a hole in it is not passed on. */
const isPlausible = (index: MarketIndex): boolean =>
  index.medianPrice >= 1000 && index.inventory >= 2 && index.daysOnMarket >= 2 && index.mortgageRate > 0;

function trendOf(before: number | undefined, value: number, language: BankLanguage): string | undefined {
  if (!before || before <= 0) return undefined;
  const change = changeOf(before, value);
  if (change === 0) return undefined;
  const words = COMMON.trend[value > before ? 'up' : 'down'][language];
  return fill(words, { percent: percent(change, 1) });
}

/** Size of a change in percent, to one digit. */
export const changeOf = (before: number, value: number): number =>
  rounded(Math.abs(value / before - 1) * 100, 1);

function addListing(found: Found, request: ContentRequest, focus: ListingFact | undefined): void {
  const { language, timezone } = request;
  const listing = focus?.listing ?? request.listing;
  if (!listing) return;
  const name = nameOf(listing, request);
  found.add('listing', name);
  const fact = focus ?? factOf(request, listing);
  if (!fact || !name) return;
  const source = `listing ${cleanLine(listing)}`;
  const state = stateOf(fact);
  if (state && state !== 'open') found.state('status', COMMON.status[state][language], source, fact.at);
  if (!isOffered(fact)) return;
  found.add('priceAsOf', dateOf(fact.at, timezone, language));
  found.state('price', money(fact.price), source, fact.at);
  const before = priceBefore(fact);
  if (before === undefined) return;
  found.state('previousPrice', money(before), source);
  if (before > fact.price) found.add('cut', money(Math.round(before) - Math.round(fact.price)));
}

/** By its address; else as the one on the lead's list, or by its id. */
function nameOf(listing: string, request: ContentRequest): string | undefined {
  const { listing: own, listingById } = COMMON.phrases;
  if (cleanAddress(listing)) return cleanAddress(listing);
  if (listing === request.listing) return own[request.language];
  const id = /^[\w-]{1,24}$/.test(listing) ? listing : undefined;
  return id && fill(listingById[request.language], { id });
}

function addTimes(found: Found, { language, slots, booked, timezone, at: now }: ContentRequest): void {
  const say = (at: number) => visitTime(at, timezone, language);
  const times = slots
    .map(({ from }) => from)
    .filter((from) => from >= now + SOONEST && from <= now + FURTHEST)
    .sort((a, b) => a - b)
    .flatMap((from) => say(from) ?? []);
  const offered = [...new Set(times)].slice(0, OFFERED_TIMES).join(COMMON.phrases.or[language]);
  found.state('slots', offered, "agent's calendar");
  if (booked && booked.from > now) found.state('booked', say(booked.from), 'booked visit');
}

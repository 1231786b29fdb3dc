/** What leads make of the messages that reach them: drawn from their hidden state, and planned as their next deeds. */
import { DAY, HOUR, MINUTE, START, timeOf } from '../../models/simulator/calendar.ts';
import { between, pick, type Random, whole } from '../../models/simulator/draws.ts';
import { FATE, type LeadState, type Surroundings, untold } from '../../models/simulator/lead-state.ts';
import type { ListingMarket } from '../../models/simulator/listings.ts';
import { answeredAfter, heard } from '../../models/simulator/live-day.ts';
import { lose } from '../../models/simulator/moves.ts';
import { refreshRates } from '../../models/simulator/rates.ts';
import { FATIGUE, VISIT } from '../../models/simulator/response-settings.ts';
import { type Response, respond } from '../../models/simulator/responses.ts';
import { STAGE } from '../../models/simulator/settings.ts';
import { drawTopic } from '../../models/simulator/topics.ts';
import { BACK } from '../../models/simulator/wordings.ts';
import type { SendOrder } from '../../schemas/nurture.ts';
import type { Channel } from '../../schemas/words.ts';
import { approachOf } from './approach-of.ts';
import { localDay, localHour } from './local-day.ts';
import type { LeadDeed, Person } from './person.ts';
import type { Meaning, Spoken } from './spoken.ts';

export interface ReactionOptions {
  /** `none`: nothing that is sent changes what anybody does. */
  effect: 'real' | 'none';
  spoken: Spoken;
  around: Surroundings;
  listings: ListingMarket;
  plan(person: Person, event: LeadDeed, meaning?: Meaning): void;
}

export interface Reactions {
  /** A message of the engine reached the lead. */
  reached(person: Person, order: SendOrder, at: number): void;
  /** Somebody answered what the lead wrote last. */
  answered(person: Person, at: number): void;
}

/** Hours after which an answer comes too late to be one. */
export const TOO_LATE = 36;

/** When, by which channel, and whether it had been silent. */
interface Moment {
  at: number;
  day: number;
  channel: Channel;
  silent: boolean;
}

export const messageOf = (lead: string, at: number, channel: Channel, text: string): LeadDeed => ({
  ...{ lead, at: Math.round(at), type: 'message', from: 'lead', channel, text },
});

export function createReactions({ effect, spoken, around, listings, plan }: ReactionOptions): Reactions {
  function answered(person: Person, at: number): void {
    if (person.waitsSince === 0) return;
    const hours = Math.min(TOO_LATE, Math.max(0, at - person.waitsSince) / HOUR);
    person.waitsSince = 0;
    if (effect === 'real') answeredAfter(hours, person.state);
  }

  function reached(person: Person, order: SendOrder, at: number): void {
    if (order.purpose === 'reply') answered(person, at);
    const recent = person.touched.filter((then) => then > at - FATIGUE.days * DAY);
    person.touched = order.purpose === 'marketing' ? [...recent, at] : recent;
    if (effect === 'none') return;
    const { channel } = order;
    const touch = {
      approach: approachOf(order),
      channel,
      recent: recent.length,
      ...localHour(at, person.zone),
    };
    const day = Math.floor((at - START) / DAY);
    const silent = person.state.silentUntil >= 0;
    const response = respond(person.state, touch, day, person.random);
    if (response.kind === 'stop') stopped(person, { at: at + delay(response), day, channel, silent });
    else if (response.kind !== 'nothing') {
      responded(person, response.kind, { at: at + delay(response), day, channel, silent });
      if (person.state.stage < STAGE.contract) refreshRates(person.state, day, around);
    }
  }

  function responded(person: Person, kind: 'reply' | 'look' | 'visit', moment: Moment): void {
    const { random, lead, state } = person;
    const { channel, day } = moment;
    const at = Math.round(moment.at);
    const act = { lead, at, type: 'activity' } as const;
    if (kind === 'look') {
      const clicks = state.traits.side === 'seller' || channel === 'email';
      plan(
        person,
        clicks
          ? { ...act, activity: 'link_click' }
          : { ...act, activity: 'listing_view', ref: homeOf(state, random) },
      );
    } else if (kind === 'visit') {
      plan(person, { ...act, activity: 'showing_booked', ref: homeOf(state, random) });
      if (random() < VISIT.comes) plan(person, visitOf(person, at));
    } else {
      const text = moment.silent ? pick(random, BACK) : replyOf(state, day, random);
      plan(person, messageOf(lead, at, channel, text), spoken.takeMeaning());
      heard(state, day);
    }
  }

  const homeOf = (state: LeadState, random: Random): string =>
    (listings.all[state.listing] ?? listings.browse(state.traits.area, random)).id;

  const replyOf = (state: LeadState, day: number, random: Random): string =>
    spoken.words.message(drawTopic(state, state.traits.deadline - day, random), random);

  function visitOf({ lead, zone, random, state }: Person, booked: number): LeadDeed {
    const day = localDay(booked, zone) + whole(random, 1, VISIT.within);
    if (random() < VISIT.likes) state.motivation += VISIT.lift;
    const at = timeOf(day, between(random, 10, 18), zone);
    return { lead, at, type: 'activity', activity: 'showing_attended', ref: homeOf(state, random) };
  }

  /** Whoever opts out is not heard of again; if it was not lost before, it is now. */
  function stopped(person: Person, { at, day, channel }: Moment): void {
    const { state, lead, random } = person;
    if (state.fate === FATE.open) lose(state, day, 'opted_out', around, untold);
    const meaning: Meaning = { reasons: [], asks: false, optsOut: true };
    plan(person, messageOf(lead, at, channel, spoken.optOut(random)), meaning);
  }

  return { reached, answered };
}

const delay = ({ hours }: Exclude<Response, { kind: 'nothing' }>): number => Math.max(MINUTE, hours * HOUR);

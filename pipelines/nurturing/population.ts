/**
 * The leads of a nurtured world: what they do of their own accord, told as events, and what they make of the messages
 * that reach them.
 */
import { DAY, HOUR, isWeekend, MINUTE, START, timeOf } from '../../models/simulator/calendar.ts';
import { type Contact, drawContact, profileOf } from '../../models/simulator/contacts.ts';
import { between, pick, type Random, STREAM, streamOf, whole } from '../../models/simulator/draws.ts';
import { FATE, type LeadState, type Tell, untold } from '../../models/simulator/lead-state.ts';
import { answeredAfter, heard } from '../../models/simulator/live-day.ts';
import { marketDay } from '../../models/simulator/market-events.ts';
import { AREAS } from '../../models/simulator/market-paths.ts';
import { lose } from '../../models/simulator/moves.ts';
import { createNarrator, type Untitled } from '../../models/simulator/narrator.ts';
import { refreshRates } from '../../models/simulator/rates.ts';
import { FATIGUE, VISIT } from '../../models/simulator/response-settings.ts';
import { type Response, respond } from '../../models/simulator/responses.ts';
import { STAGE } from '../../models/simulator/settings.ts';
import { drawTopic } from '../../models/simulator/topics.ts';
import { BACK } from '../../models/simulator/wordings.ts';
import { createPlay, tendedFromOffer, type World } from '../../models/simulator/world.ts';
import type { MarketEvent } from '../../schemas/market-event.ts';
import type { SendOrder } from '../../schemas/nurture.ts';
import type { Channel } from '../../schemas/words.ts';
import { inventName } from '../invented-names.ts';
import { approachOf } from './approach-of.ts';
import type { Happenings } from './happenings.ts';
import type { Meaning, Spoken } from './spoken.ts';

export type LeadDeed = Untitled & { at: number };

export interface PopulationOptions {
  leads: number;
  days: number;
  opens: number;
  seed: number;
  /** `none`: nothing that is sent changes what anybody does. */
  effect: 'real' | 'none';
  spoken: Spoken;
  happenings: Happenings;
  /** Something happens to a lead or is done by it. @param meaning of its message */
  deed(person: Person, event: LeadDeed, meaning: Meaning | undefined): void;
  market(event: MarketEvent & { at: number }): void;
  /** A lead is from now on in the hands of its agent, or no longer. */
  tended(person: Person, is: boolean, at: number): void;
}

export interface Person {
  index: number;
  lead: string;
  /** As it is now; undefined before it arrived. */
  state(): LeadState;
  contact: Contact;
  agent: string;
  zone: string;
  random: Random;
  /** Times of the marketing that reached it. */
  touched: number[];
  /** When it wrote what nobody has answered yet, epoch ms; 0: nothing. */
  waitsSince: number;
  /** Its agent looks after it itself. */
  tended: boolean;
}

export interface Population {
  world: World;
  people: readonly Person[];
  /** Lives one day of all leads and plans what happens in it. */
  day(day: number): void;
  /** A message of the engine reached the lead. */
  reached(index: number, order: SendOrder, at: number): void;
  /** A person wrote to the lead. */
  answeredBy(index: number, at: number): void;
  /** Lives days [from, until) that nobody sees; by default until every fate is known. */
  unseen(from: number, until?: number): void;
}

/** Shares of leads that say something planted, and the days after arrival within which. */
const PLANTED = { share: 0.45, within: 40 };
/** Hours after which an answer comes too late to be one. */
const TOO_LATE = 36;

export function createPopulation(options: PopulationOptions): Population {
  const { leads, days, opens, seed, effect, spoken, happenings, deed, market, tended } = options;
  const { words } = spoken;
  const people: Person[] = [];
  const contacts: Contact[] = [];
  const play = createPlay({ leads, days, opens, seed, nurtured: true }, (index) => listenTo(index));
  const { world, around } = play;
  let marketSeq = 0;
  let seenChanges = 0;

  function listenTo(index: number): Tell {
    let narrate: Tell | undefined;
    return (what, state, day, value) => {
      const person = people[index] ?? born(index, state);
      narrate ??= createNarrator({
        ...{ lead: person.lead, agent: person.agent, words, listings: world.listings },
        ...{ random: streamOf(seed, STREAM.words, index), out: (event) => told(person, event) },
      });
      narrate(what, state, day, value);
      const now = tendedFromOffer(state) && state.fate === FATE.open;
      if (now === person.tended) return;
      person.tended = now;
      tended(person, now, timeOf(day, 19, person.zone));
    };
  }

  function born(index: number, state: LeadState): Person {
    const zone = AREAS[state.traits.area]!.zone;
    const contact = drawContact(seed, index, state.traits, zone, contacts);
    const person: Person = {
      ...{ index, contact, zone, state: () => state, touched: [], waitsSince: 0, tended: false },
      lead: `lead-${String(index + 1).padStart(5, '0')}`,
      agent: world.agents[state.traits.agent]!.id,
      random: streamOf(seed, STREAM.responses, index),
    };
    contacts.push(contact);
    people.push(person);
    plant(person);
    return person;
  }

  /** Agents before an offer are silent: what they would say is the engine's to say. */
  function told(person: Person, event: LeadDeed): void {
    if (event.type === 'message' && event.from === 'agent' && !tendedFromOffer(person.state())) return;
    const spokenByLead = event.type === 'message' && event.from === 'lead';
    const meaning = spokenByLead ? spoken.takeMeaning() : undefined;
    plan(person, event.type === 'profile' ? withContact(person, event) : event, meaning);
  }

  function withContact({ contact, index }: Person, event: LeadDeed): LeadDeed {
    const { timezone: _, ...rest } = event as LeadDeed & { timezone?: string };
    return { ...rest, name: inventName(index), ...profileOf(contact, event.at) } as LeadDeed;
  }

  function plan(person: Person, event: LeadDeed, meaning?: Meaning): void {
    happenings.plan(event.at, () => {
      const { tended, waitsSince } = person;
      if (event.type === 'message' && event.from === 'agent') person.waitsSince = 0;
      else if (meaning?.asks && !tended && waitsSince === 0) person.waitsSince = event.at;
      deed(person, event, meaning);
    });
  }

  function plant(person: Person): void {
    const random = streamOf(seed, STREAM.planted, person.index);
    if (random() >= PLANTED.share) return;
    const { arrived, traits } = person.state();
    const day = arrived + whole(random, 1, PLANTED.within);
    const at = timeOf(day, Math.min(23.5, traits.hour), person.zone);
    const { text, meaning } = spoken.planted(random);
    happenings.plan(at, () => {
      const { fate } = person.state();
      if (fate !== FATE.open || person.tended) return;
      plan(person, messageOf(person, at, text, traits.channel), meaning);
    });
  }

  const messageOf = ({ lead }: Person, at: number, text: string, channel: Channel): LeadDeed => ({
    ...{ lead, at: Math.round(at), type: 'message', from: 'lead', channel, text },
  });

  function answered(person: Person, at: number): void {
    if (person.waitsSince === 0) return;
    const hours = Math.min(TOO_LATE, Math.max(0, at - person.waitsSince) / HOUR);
    person.waitsSince = 0;
    if (effect === 'real') answeredAfter(hours, person.state());
  }

  function reached(index: number, order: SendOrder, at: number): void {
    const person = people[index]!;
    if (order.purpose === 'reply') answered(person, at);
    const recent = person.touched.filter((then) => then > at - FATIGUE.days * DAY);
    person.touched = order.purpose === 'marketing' ? [...recent, at] : recent;
    if (effect === 'none') return;
    const local = localOf(at, person.zone);
    const touch = { approach: approachOf(order), channel: order.channel, recent: recent.length, ...local };
    const day = Math.floor((at - START) / DAY);
    const silent = person.state().silentUntil >= 0;
    const response = respond(person.state(), touch, day, person.random);
    if (response.kind !== 'nothing') responded(person, response, { channel: order.channel, at, day, silent });
  }

  function responded(
    person: Person,
    response: Exclude<Response, { kind: 'nothing' }>,
    { channel, at, day, silent }: { channel: Channel; at: number; day: number; silent: boolean },
  ): void {
    const { random, lead } = person;
    const state = person.state();
    const then = Math.round(at + Math.max(MINUTE, response.hours * HOUR));
    const act = (activity: 'link_click' | 'listing_view' | 'showing_booked', ref?: string) =>
      plan(person, { lead, at: then, type: 'activity', activity, ...(ref !== undefined && { ref }) });
    switch (response.kind) {
      case 'stop':
        stopped(person, channel, then, day);
        return;
      case 'look':
        if (state.traits.side === 'seller' || channel === 'email') act('link_click');
        else act('listing_view', homeOf(state, random));
        break;
      case 'visit':
        act('showing_booked', homeOf(state, random));
        if (random() < VISIT.comes) plan(person, visit(person, then));
        break;
      case 'reply': {
        const text = silent ? pick(random, BACK) : replyOf(state, day, random);
        plan(person, messageOf(person, then, text, channel), spoken.takeMeaning());
        heard(state, day);
      }
    }
    if (state.stage < STAGE.contract) refreshRates(state, day, around);
  }

  const homeOf = (state: LeadState, random: Random): string =>
    (world.listings.all[state.listing] ?? world.listings.browse(state.traits.area, random)).id;

  function visit({ lead, zone, random, state }: Person, booked: number): LeadDeed {
    const day = Math.floor((booked - START) / DAY) + whole(random, 1, VISIT.within);
    const known = state();
    if (random() < VISIT.likes) known.motivation += VISIT.lift;
    const at = timeOf(day, between(random, 10, 18), zone);
    return { lead, at, type: 'activity', activity: 'showing_attended', ref: homeOf(known, random) };
  }

  const replyOf = (state: LeadState, day: number, random: Random): string =>
    words.message(drawTopic(state, state.traits.deadline - day, random), random);

  /** Whoever opts out is not heard of again; if it was not lost before, it is now. */
  function stopped(person: Person, channel: Channel, at: number, day: number): void {
    const state = person.state();
    if (state.fate === FATE.open) lose(state, day, 'opted_out', around, untold);
    const meaning: Meaning = { reasons: [], asks: false, optsOut: true };
    plan(person, messageOf(person, at, spoken.optOut(person.random), channel), meaning);
  }

  function tellMarket(day: number): void {
    const changes = world.listings.changes.slice(seenChanges).filter((change) => change.day >= 0);
    seenChanges = world.listings.changes.length;
    for (const told of marketDay(world.market, changes, day, streamOf(seed, STREAM.listings, day + 2))) {
      const seq = ++marketSeq;
      happenings.plan(told.at, () =>
        market({ id: `m-${seq}`, seq, ...told } as MarketEvent & { at: number }),
      );
    }
  }

  return {
    world,
    people,
    day(day) {
      const now = START + day * DAY;
      for (const person of people)
        if (person.waitsSince > 0 && now - person.waitsSince > TOO_LATE * HOUR) answered(person, now);
      play.day(day);
      tellMarket(day);
    },
    reached,
    answeredBy: (index, at) => answered(people[index]!, at),
    unseen(from, until = play.length) {
      for (let day = from; day < until; day++) play.day(day);
      seenChanges = world.listings.changes.length;
    },
  };
}

/** The lead's own clock. */
function localOf(at: number, zone: string): { hour: number; weekend: boolean } {
  const guess = Math.floor((at - START) / DAY);
  const day = [guess + 1, guess, guess - 1].find((d) => timeOf(d, 0, zone) <= at)!;
  return { hour: (at - timeOf(day, 0, zone)) / HOUR, weekend: isWeekend(day) };
}

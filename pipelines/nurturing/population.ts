/** The leads of a nurtured world: what they do of their own accord, told as events, and their market. */
import { DAY, HOUR, START, timeOf } from '../../models/simulator/calendar.ts';
import { profileOf } from '../../models/simulator/contacts.ts';
import { STREAM, streamOf, whole } from '../../models/simulator/draws.ts';
import { FATE, type Tell } from '../../models/simulator/lead-state.ts';
import { marketDay } from '../../models/simulator/market-events.ts';
import { createNarrator } from '../../models/simulator/narrator.ts';
import { createPlay, tendedFromOffer, type World } from '../../models/simulator/world.ts';
import type { MarketEvent } from '../../schemas/market-event.ts';
import { inventName } from '../invented-names.ts';
import type { Happenings } from './happenings.ts';
import { type LeadDeed, type Person, personOf } from './person.ts';
import { createReactions, messageOf, type Reactions, TOO_LATE } from './reactions.ts';
import type { Meaning, Spoken } from './spoken.ts';

export interface PopulationOptions {
  leads: number;
  days: number;
  opens: number;
  seed: number;
  effect: 'real' | 'none';
  spoken: Spoken;
  happenings: Happenings;
  /** Something happens to a lead or is done by it. @param meaning of its message */
  deed(person: Person, event: LeadDeed, meaning: Meaning | undefined): void;
  market(event: MarketEvent & { at: number }): void;
  /** A lead is from now on in the hands of its agent, or no longer. */
  tended(person: Person, is: boolean, at: number): void;
}

export interface Population extends Reactions {
  world: World;
  people: readonly Person[];
  /** Lives one day of all leads and plans what happens in it. */
  day(day: number): void;
  /** Lives days [from, until) that nobody sees; by default until every fate is known. */
  unseen(from: number, until?: number): void;
}

/** Shares of leads that say something planted, and the days after arrival within which. */
const PLANTED = { share: 0.45, within: 40 };

export function createPopulation(options: PopulationOptions): Population {
  const { leads, days, opens, seed, effect, spoken, happenings, deed } = options;
  const people: Person[] = [];
  const play = createPlay({ leads, days, opens, seed, nurtured: true }, listenTo);
  const { world, around } = play;
  const { listings } = world;
  const reactions = createReactions({ effect, spoken, around, listings, plan });
  const tellMarket = createMarketTelling(world, options);

  function listenTo(index: number): Tell {
    let narrate: Tell | undefined;
    return (what, state, day, value) => {
      const person = people[index] ?? personOf(seed, state, world.agents, people);
      if (!people[index]) plant(people[people.push(person) - 1]!);
      narrate ??= createNarrator({
        ...{ lead: person.lead, agent: person.agent, words: spoken.words, listings },
        ...{ random: streamOf(seed, STREAM.words, index), out: (event) => told(person, event) },
      });
      narrate(what, state, day, value);
      const tended = tendedFromOffer(state) && state.fate === FATE.open;
      if (tended !== person.tended) options.tended(person, tended, timeOf(day, 19, person.zone));
      person.tended = tended;
    };
  }

  /** Agents before an offer are silent: what they would say is the engine's to say. */
  function told(person: Person, event: LeadDeed): void {
    const spokenBy = event.type === 'message' ? event.from : undefined;
    if (spokenBy === 'agent' && !tendedFromOffer(person.state)) return;
    const meaning = spokenBy === 'lead' ? spoken.takeMeaning() : undefined;
    plan(person, event.type === 'profile' ? introduced(person, event) : event, meaning);
  }

  function plan(person: Person, event: LeadDeed, meaning?: Meaning): void {
    happenings.plan(event.at, () => {
      if (event.type === 'message' && event.from === 'agent') person.waitsSince = 0;
      else if (meaning?.asks && !person.tended && person.waitsSince === 0) person.waitsSince = event.at;
      deed(person, event, meaning);
    });
  }

  function plant(person: Person): void {
    const random = streamOf(seed, STREAM.planted, person.index);
    if (random() >= PLANTED.share) return;
    const { arrived, traits } = person.state;
    const day = arrived + whole(random, 1, PLANTED.within);
    const at = timeOf(day, Math.min(23.5, traits.hour), person.zone);
    const { text, meaning } = spoken.planted(random);
    happenings.plan(at, () => {
      if (person.state.fate === FATE.open && !person.tended)
        plan(person, messageOf(person.lead, at, traits.channel, text), meaning);
    });
  }

  return {
    ...{ world, people, ...reactions },
    day(day) {
      const now = START + day * DAY;
      for (const person of people)
        if (person.waitsSince > 0 && now - person.waitsSince > TOO_LATE * HOUR)
          reactions.answered(person, now);
      play.day(day);
      tellMarket(day);
    },
    unseen(from, until = play.length) {
      for (let day = from; day < until; day++) play.day(day);
    },
  };
}

/** A profile as the web form of a brokerage makes it. */
function introduced({ contact, index }: Person, event: LeadDeed): LeadDeed {
  const { timezone: _, ...rest } = event as LeadDeed & { timezone?: string };
  return { ...rest, name: inventName(index), ...profileOf(contact, event.at) } as LeadDeed;
}

/** Plans what the market says of a day. */
function createMarketTelling(
  world: World,
  { seed, happenings, market }: PopulationOptions,
): (day: number) => void {
  let [seq, seen] = [0, 0];
  return (day) => {
    const changes = world.listings.changes.slice(seen).filter((change) => change.day === day);
    seen = world.listings.changes.length;
    for (const event of marketDay(world.market, changes, day, streamOf(seed, STREAM.listings, day + 2))) {
      const numbered = { id: `m-${++seq}`, seq, ...event } as MarketEvent & { at: number };
      happenings.plan(event.at, () => market(numbered));
    }
  };
}

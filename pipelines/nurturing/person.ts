/** One lead of a nurtured world as the simulation carries it along: its hidden state, and how it can be reached. */
import { type Contact, drawContact } from '../../models/simulator/contacts.ts';
import { type Random, STREAM, streamOf } from '../../models/simulator/draws.ts';
import type { LeadState } from '../../models/simulator/lead-state.ts';
import { AREAS } from '../../models/simulator/market-paths.ts';
import type { Untitled } from '../../models/simulator/narrator.ts';
import type { Agent } from '../../models/simulator/traits.ts';

/** Something a lead does, or that its agent does, at a time (epoch ms). */
export type LeadDeed = Untitled & { at: number };

export interface Person {
  index: number;
  lead: string;
  /** As the world moves it. */
  state: LeadState;
  contact: Contact;
  agent: string;
  zone: string;
  /** Of what it makes of messages. */
  random: Random;
  /** Times of the marketing that reached it. */
  touched: number[];
  /** When it wrote what nobody has answered yet, epoch ms; 0: nothing. */
  waitsSince: number;
  /** Its agent looks after it itself. */
  tended: boolean;
}

/** @param before those that arrived before it, in order */
export function personOf(
  seed: number,
  state: LeadState,
  agents: readonly Agent[],
  before: readonly Person[],
): Person {
  const index = before.length;
  const zone = AREAS[state.traits.area]!.zone;
  const contacts = before.map(({ contact }) => contact);
  return {
    ...{ index, state, zone, touched: [], waitsSince: 0, tended: false },
    lead: `lead-${String(index + 1).padStart(5, '0')}`,
    contact: drawContact(seed, index, state.traits, zone, contacts),
    agent: agents[state.traits.agent]!.id,
    random: streamOf(seed, STREAM.responses, index),
  };
}

/** The whole state of a lead's life, flat, so that a roll-out can start from a copy of it. */
import type { Random } from './draws.ts';
import { STAGE } from './settings.ts';
import { NEVER, type Traits } from './traits.ts';

export const FATE = { open: 0, converted: 1, lost: 2 } as const;
export const LOSSES = [
  'quiet',
  'competitor',
  'bought_elsewhere',
  'denied',
  'withdrew',
  'opted_out',
  'gave_up',
] as const;
export type Loss = (typeof LOSSES)[number];
export const LOAN = { none: 0, applied: 1, approved: 2, denied: 3, cash: 4 } as const;

export interface LeadState {
  traits: Traits;
  /** Day of arrival. */
  arrived: number;
  /** Index into STAGES. */
  stage: number;
  /** Day the stage was entered. */
  since: number;
  motivation: number;
  /** −1 to 1: what the lead thinks of the agent. */
  trust: number;
  /** One of {@link LOAN}. */
  loan: number;
  /** Silent, but back on this day; −1 when not ghosting. */
  silentUntil: number;
  /** Last day either side got in touch. */
  lastTouch: number;
  /** The agent's words since the lead was last heard of. */
  unanswered: number;
  /** Listing in mind, −1 for none. */
  listing: number;
  /** How sought-after that listing is (1 is usual), and how many other leads want it. */
  heat: number;
  rivals: number;
  /** Planned closing, and the one agreed first; {@link NEVER} before an acceptance. */
  closing: number;
  agreedClosing: number;
  /** Nothing stands against closing any more. */
  cleared: boolean;
  /** One of {@link FATE}, its day, and for the lost the index into {@link LOSSES}. */
  fate: number;
  fateDay: number;
  loss: number;
  /** Chances of this week, see rates.ts. */
  forward: number;
  lose: number;
  ghost: number;
  contact: number;
  tour: number;
}

/** What happened, told as it happens; `value` depends on the kind. */
export type Happening =
  | 'arrived'
  | 'contact'
  | 'touch'
  | 'ghost'
  | 'back'
  | 'applied'
  | 'approved'
  | 'denied'
  | 'engaged'
  | 'toured'
  | 'touring'
  | 'listing_lost'
  | 'offered'
  | 'rejected'
  | 'accepted'
  | 'postponed'
  | 'slipped'
  | 'cleared'
  | 'fell_through'
  | 'converted'
  | 'lost';

/** @param value hours to the answer (contact), 1 for liked (toured), days moved (postponed, slipped); else 0 */
export type Tell = (what: Happening, state: LeadState, day: number, value: number) => void;
export const untold: Tell = () => {};

/** What is around a lead: the market and the listings, real in the world, drawn in a roll-out. */
export interface Surroundings {
  ratePull(day: number): number;
  tightness(area: number, day: number): number;
  /** Whether a competitor courts the leads of an area. */
  courted(area: number, day: number): boolean;
  /** Whether an agent of its own answers and touches this lead, as people do. */
  tended(state: LeadState): boolean;
  /** Sets listing, heat and rivals of a lead that looks for a home. */
  chooseListing(state: LeadState, day: number, random: Random): void;
  /** Whether another buyer got the listing in mind today. */
  listingGone(state: LeadState, day: number, random: Random): boolean;
  /** The lead's offer is accepted: the listing is gone for all others. */
  takeListing(state: LeadState, day: number): void;
  /** The listing is no longer in mind. */
  dropListing(state: LeadState): void;
}

export function newLead(traits: Traits, arrived: number): LeadState {
  return {
    traits,
    arrived,
    stage: STAGE.inquiry,
    since: arrived,
    motivation: traits.baseMotivation,
    trust: 0.1 * traits.agentQuality,
    loan: traits.cash ? LOAN.cash : traits.startsApproved ? LOAN.approved : LOAN.none,
    silentUntil: -1,
    lastTouch: arrived,
    unanswered: 0,
    listing: -1,
    heat: traits.side === 'seller' ? traits.appeal : 1,
    rivals: 0,
    closing: NEVER,
    agreedClosing: NEVER,
    cleared: false,
    fate: FATE.open,
    fateDay: NEVER,
    loss: -1,
    forward: 0,
    lose: 0,
    ghost: 0,
    contact: 0,
    tour: 0,
  };
}

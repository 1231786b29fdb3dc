/**
 * What the overlay of rivals assumes, on one screen: set by hand before any model was measured on it, see card.json.
 * Chances are a day, for a lead of average readiness to go.
 */
import type { CompetitorKind, Stance } from '../../../schemas/competition.ts';
import type { Side } from '../settings.ts';

/** Days ahead a threat is about. */
export const THREAT_DAYS = 14;

/** Chance that a lead begins to talk to a rival, by stage (inquiry to offer), and what moves it. */
export const MEET = {
  stage: [0.015, 0.017, 0.013, 0.002],
  side: { buyer: 1, seller: 1.35, investor: 0.8 } satisfies Record<Side, number>,
  /** A seller whose home is listed with us has signed an exclusive. */
  listed: 0.25,
  courted: 2.2,
  /** For each recent move of a competitor in the area, as decayed by {@link MOVES_HALF_LIFE}. */
  moves: 0.06,
  trust: 0.8,
  waited: 1.8,
};
export const MOVES_HALF_LIFE = 7;

/** What kinds of rivals a side meets, in parts. */
export const KINDS: Record<Side, Record<CompetitorKind, number>> = {
  buyer: { agent: 52, brokerage: 18, portal: 28, ibuyer: 2 },
  seller: { agent: 42, brokerage: 16, portal: 10, ibuyer: 32 },
  investor: { agent: 55, brokerage: 15, portal: 25, ibuyer: 5 },
};
/** How strongly each kind draws. */
export const DRAW: Record<CompetitorKind, number> = { agent: 0.15, brokerage: 0, portal: -0.35, ibuyer: 0.1 };

/** The pull of a rival: where it begins, and how a day moves it. */
export const PULL = {
  start: -0.7,
  spread: 0.7,
  grows: 0.07,
  shake: 0.16,
  trust: 0.05,
  late: 0.3,
  quick: -0.08,
  offer: -1,
};
export const SIGN = { chance: 0.01, pull: 1.3, most: 0.35 };
export const COOL = { chance: 0.012, pull: -0.8 };

/** Of leads: those that never let on anything, and those that talk of rivals without any meaning. */
export const NATURE = { discreet: 0.2, talker: 0.4, chatty: 0.5, looker: 0.6 };
/** What a lead that is courted lets on, and what one that is not says anyway. */
export const LETS_ON = {
  mention: 0.15,
  portal: 0.06,
  quiet: 0.45,
  cools: 0.35,
  idle: 0.012,
  idlePortal: 0.006,
};
/** Of losses: said so, and recorded, as in the base world. */
export const TOLD = { says: 0.5, recorded: 0.6, silent: 0.3 };

/** Stances of what is said by how far it has come: up to each pull, in parts. */
export const STANCES_BY_PULL: readonly { upTo: number; parts: Record<Stance, number> }[] = [
  { upTo: -0.5, parts: { neutral: 35, considering: 45, comparing: 15, committed: 0, complaining: 5 } },
  { upTo: 0.5, parts: { neutral: 15, considering: 42, comparing: 41, committed: 0, complaining: 2 } },
  { upTo: 1.4, parts: { neutral: 10, considering: 35, comparing: 50, committed: 5, complaining: 0 } },
  {
    upTo: Number.POSITIVE_INFINITY,
    parts: { neutral: 4, considering: 11, comparing: 25, committed: 60, complaining: 0 },
  },
];
export const IDLE_STANCES: Record<Stance, number> = {
  neutral: 62,
  considering: 5,
  comparing: 13,
  committed: 0,
  complaining: 20,
};

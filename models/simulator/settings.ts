/**
 * What the world assumes, on one screen. Rates are chances a day for a lead of average motivation; the source of
 * each is the practice of the trade as written in card.json, not any data set, and no model was looked at.
 */
export const STAGES = ['inquiry', 'engaged', 'touring', 'offer', 'contract'] as const;
export type Stage = (typeof STAGES)[number];
export const STAGE = { inquiry: 0, engaged: 1, touring: 2, offer: 3, contract: 4 } as const;

export type Side = 'buyer' | 'seller' | 'investor';
export const SIDES: Record<Side, number> = { buyer: 0.62, seller: 0.26, investor: 0.12 };

/** Hidden cohorts: share of leads, where motivation settles, how long it takes from arrival to a deadline. */
export const COHORTS = {
  sprinter: { share: 0.2, motivation: 0.7, spread: 0.6, deadline: 0.45, days: 55 },
  planner: { share: 0.27, motivation: 0.2, spread: 0.5, deadline: 0.85, days: 120 },
  steady: { share: 0.2, motivation: 0.1, spread: 0.6, deadline: 0.25, days: 150 },
  waiter: { share: 0.13, motivation: -0.1, spread: 0.5, deadline: 0.15, days: 180 },
  browser: { share: 0.2, motivation: -1.5, spread: 0.5, deadline: 0.05, days: 200 },
} as const;
export type Cohort = keyof typeof COHORTS;

/** By stage: on to the next one, lost, a message of the lead. Contract has a course of its own. */
export const FORWARD = [0.06, 0.03, 0.042, 0.2];
export const LOSS = [0.026, 0.011, 0.0105, 0.014];
export const CONTACT = [0.3, 0.22, 0.2, 0.4, 0.22];
export const GHOST = [0.012, 0.009, 0.006, 0.001];
/** Factors on how often a lead writes, and goes to see homes, on weekdays and on weekends. */
export const HABIT = {
  usual: { weekday: 1.03, weekend: 0.92 },
  weekender: { weekday: 0.4, weekend: 2.5 },
  tour: { weekday: 0.6, weekend: 2 },
};
/** Silence of a lead that will be back, mean days. */
export const GHOST_DAYS = 24;

export const TOURING = { tour: 0.085, like: 0.42, withoutFavourite: 0.2 };
/** A seller's or listing side's "no" a day an offer is out; a rival's effect on it; sale to an outsider. */
export const OFFER = { rejected: 0.1, rival: 0.22, outsideSale: 0.014 };

export const FINANCING = {
  apply: 0.022,
  decided: 0.16,
  denied: 0.09,
  hopelessAfterDenial: 0.4,
  again: 0.012,
};

/**
 * Between acceptance and closing. Chances a day, `kept` on the closing day itself; the rest of the closing days
 * slips by one or two working days.
 */
export const CONTRACT = {
  inspection: { from: 3, to: 10, falls: 0.008 },
  loan: { from: 12, falls: 0.004 },
  postponed: { within: 12, chance: 0.008 },
  cleared: { within: 9, chance: 0.36, cash: 0.5 },
  onceCleared: { falls: 0.0005, postponed: 0.0012 },
  kept: 0.95,
  fallsToTouring: 0.5,
};

/**
 * What an agent does: the chance of a touch on a day it is due, what it is worth, how much longer the next one
 * waits for each that went unanswered, and after how many an agent stops.
 */
export const TOUCH = { chance: 0.3, lift: 0.1, wakes: 0.1, waits: 0.5, most: 9 };
/** Motivation moves once a week: back to its base by `pull`, shaken by `shake`, tired by `fatigue`. */
export const MOTIVATION = { pull: 0.12, shake: 0.26, fatigue: 0.012 };
export const WEEK = 7;
/** A lead that has come to nothing after so many days is lost. */
export const GIVES_UP = 540;
/** Days ahead the forecast is about. */
export const HORIZON = 365;

/**
 * What automatic messages do to a lead, on one screen. Assumed, as everything of the world is: what suits whom is the
 * practice of the trade, sizes are small, and no policy was run before they were set.
 */
import type { Strategy } from '../../schemas/policy.ts';
import type { Cohort, Side } from './settings.ts';

/** `service`: confirmations and what follows a visit, which no policy chooses. */
export type Approach = Exclude<Strategy, 'none'> | 'service';

/** Chance that an average lead writes back, and that it does something else, at a fit of 1. */
export const RESPONSE: Record<Approach, { reply: number; act: number }> = {
  answer: { reply: 0.16, act: 0.05 },
  check_in: { reply: 0.06, act: 0.015 },
  listing_match: { reply: 0.035, act: 0.09 },
  market_update: { reply: 0.025, act: 0.05 },
  showing_invite: { reply: 0.04, act: 0.045 },
  education: { reply: 0.03, act: 0.04 },
  re_engage: { reply: 0.045, act: 0.02 },
  service: { reply: 0.08, act: 0.02 },
};

/** Factors by stage (inquiry to contract), by side, and by cohort where it is not 1. */
export const FIT: Record<
  Approach,
  { stage: readonly number[]; side: Record<Side, number>; cohort: Partial<Record<Cohort, number>> }
> = {
  answer: { stage: [1, 1, 1, 1, 1], side: { buyer: 1, seller: 1, investor: 1 }, cohort: {} },
  check_in: {
    stage: [1, 1, 0.9, 0.7, 0.5],
    side: { buyer: 1, seller: 1, investor: 0.8 },
    cohort: { browser: 0.7, steady: 1.3 },
  },
  listing_match: {
    stage: [0.9, 1.4, 1.2, 0.3, 0.1],
    side: { buyer: 1.2, seller: 0.2, investor: 1.1 },
    cohort: { sprinter: 1.3, waiter: 0.7 },
  },
  market_update: {
    stage: [1, 1, 0.8, 0.5, 0.3],
    side: { buyer: 0.7, seller: 1.6, investor: 1.4 },
    cohort: { waiter: 1.9, sprinter: 0.6 },
  },
  showing_invite: {
    stage: [0.4, 1, 1.8, 0.5, 0.1],
    side: { buyer: 1.2, seller: 0.2, investor: 0.9 },
    cohort: { sprinter: 1.4, browser: 0.5, waiter: 0.6 },
  },
  education: {
    stage: [1.4, 1.2, 0.7, 0.4, 0.3],
    side: { buyer: 1, seller: 1.2, investor: 0.7 },
    cohort: { planner: 1.6, sprinter: 0.6 },
  },
  re_engage: { stage: [1, 1, 0.9, 0.4, 0.2], side: { buyer: 1, seller: 1, investor: 1 }, cohort: {} },
  service: { stage: [1, 1, 1, 1, 1], side: { buyer: 1, seller: 1, investor: 1 }, cohort: {} },
};

/** On the lead's own channel, by another telephone channel, and by mail where it is no mailer. */
export const CHANNEL_FIT = { own: 1.25, phone: 0.75, email: 0.5 };
/** Far from the lead's hour and near it, and hours that count as near; weekends for weekenders, weekdays for them. */
export const HOUR_FIT = { far: 0.7, near: 0.6, hours: 4, weekend: 1.5, weekday: 0.75 };
/** Of mood on the chance to respond: motivation, trust; of a silent lead, and of one that is asked to come back. */
export const MOOD = { motivation: 0.45, trust: 0.4, silent: 0.3, askedBack: 2.2, awake: 0.5 };
/** What each marketing message of the last 14 days costs the next one's chances, and adds to being told to stop. */
export const FATIGUE = { days: 14, tires: 0.28, annoys: 0.45 };
/** Chance that a message to an average lead is its last straw, of an answer to what it asked, and the most it comes to. */
export const STOP = { chance: 0.0025, answer: 0.0005, motivation: 0.35, trust: 0.4, most: 0.1 };
/** On motivation: of a message responded to, of a fitting one merely read, of each recent one. */
export const LIFT = { responded: 0.08, read: 0.04, tired: 0.012 };
/** Chance that a message that fits wakes a silent lead though it does not write back at once. */
export const WAKES = 0.04;
/** Median hours to a response by channel, and their spread on the log scale. */
export const LATENCY = { phone: 0.7, email: 5, spread: 1.1, most: 60 };
/** Of those who accept an invitation: how many come, days later, and like what they see. */
export const VISIT = { comes: 0.75, within: 3, likes: 0.42, lift: 0.08 };

/** One day of a lead's life: the mechanism, the same for the world that is told and for the oracle's roll-outs. */
import { isWeekend } from './calendar.ts';
import { contractDay, enterContract } from './contract.ts';
import { clamp, geometricDays, normal, pickWeighted, type Random } from './draws.ts';
import { FATE, type LeadState, LOAN, type Loss, type Surroundings, type Tell } from './lead-state.ts';
import { lose, moveTo } from './moves.ts';
import { refreshRates } from './rates.ts';
import {
  FINANCING,
  GHOST_DAYS,
  GIVES_UP,
  HABIT,
  MOTIVATION,
  OFFER,
  STAGE,
  TOUCH,
  TOURING,
  WEEK,
} from './settings.ts';

interface Today {
  state: LeadState;
  day: number;
  around: Surroundings;
  random: Random;
  tell: Tell;
}

/**
 * Lives one day of an open lead, in place.
 * @param day days since the calendar's start, each called once and in order from the day after arrival
 */
export function liveDay(state: LeadState, day: number, around: Surroundings, random: Random, tell: Tell) {
  const today = { state, day, around, random, tell };
  if ((day - state.arrived) % WEEK === 0) weekly(today);
  if (state.stage === STAGE.contract) {
    contractDay(state, day, around, random, tell);
    if (state.fate === FATE.open && random() < state.contact) contact(today);
    return;
  }
  if (day - state.arrived > GIVES_UP) return lose(state, day, 'gave_up', around, tell);
  if (state.listing >= 0 && around.listingGone(state, day, random)) listingLost(today);
  if (state.silentUntil >= 0) silentDay(today);
  else openDay(today);
  if (state.fate === FATE.open && state.stage < STAGE.contract) agentDay(today);
}

function weekly({ state, day, around, random, tell }: Today) {
  const { pull, shake, fatigue } = MOTIVATION;
  const tired = fatigue * ((day - state.arrived) / WEEK);
  const base = state.traits.baseMotivation - tired;
  state.motivation += pull * (base - state.motivation) + shake * normal(random);
  if (state.stage > STAGE.inquiry && state.stage < STAGE.contract) loanWeek(state, day, random, tell);
  refreshRates(state, day, around);
}

/** Loans move week by week; sellers and cash need none. */
function loanWeek(state: LeadState, day: number, random: Random, tell: Tell) {
  if (state.traits.side === 'seller' || state.loan === LOAN.cash || state.loan === LOAN.approved) return;
  const draw = random();
  const { apply, decided, denied, again } = FINANCING;
  if (state.loan === LOAN.none && draw < WEEK * apply * Math.exp(0.4 * state.motivation)) {
    state.loan = LOAN.applied;
    tell('applied', state, day, 0);
  } else if (state.loan === LOAN.applied && draw < WEEK * decided * 0.6) {
    const no = random() < denied * state.traits.creditRisk;
    state.loan = no ? LOAN.denied : LOAN.approved;
    state.motivation += no ? -0.5 : 0.3;
    tell(no ? 'denied' : 'approved', state, day, 0);
  } else if (state.loan === LOAN.denied && draw < WEEK * again) state.loan = LOAN.none;
}

function listingLost({ state, day, around, tell }: Today) {
  const hadOffer = state.stage === STAGE.offer;
  state.motivation -= hadOffer ? 0.2 : 0.08;
  tell('listing_lost', state, day, hadOffer ? 1 : 0);
  around.dropListing(state);
  if (hadOffer) moveTo(STAGE.touring, state, day, around);
  else refreshRates(state, day, around);
}

/** Ghosting: nothing is heard, life goes on, and some are lost unseen. */
function silentDay({ state, day, around, random, tell }: Today) {
  if (random() < 0.8 * state.lose) return lose(state, day, lossOf(state, random), around, tell);
  if (day < state.silentUntil) return;
  comeBack(state, day, tell);
}

/** The lead was heard of. */
export function heard(state: LeadState, day: number) {
  state.lastTouch = day;
  state.unanswered = 0;
}

function comeBack(state: LeadState, day: number, tell: Tell) {
  state.silentUntil = -1;
  heard(state, day);
  tell('back', state, day, 0);
}

function openDay(today: Today) {
  const { state, day, around, random, tell } = today;
  let draw = random();
  if (draw < state.forward) return goOn(today);
  draw -= state.forward;
  if (draw < state.lose) return lose(state, day, lossOf(state, random), around, tell);
  draw -= state.lose;
  if (draw < state.ghost) {
    state.silentUntil = day + geometricDays(random, GHOST_DAYS);
    return tell('ghost', state, day, 0);
  }
  draw -= state.ghost;
  const weekend = isWeekend(day) ? 'weekend' : 'weekday';
  const writes = state.contact * HABIT[state.traits.weekender ? 'weekender' : 'usual'][weekend];
  if (draw < writes) return contact(today);
  draw -= writes;
  if (draw < state.tour * HABIT.tour[weekend]) return tour(today);
  if (state.stage === STAGE.offer && random() < OFFER.rejected * (1 + OFFER.rival * state.rivals))
    reject(today);
}

function goOn(today: Today) {
  const { state, day, around, random, tell } = today;
  heard(state, day);
  if (state.stage === STAGE.offer) return enterContract(state, day, around, random, tell);
  const next = state.stage + 1;
  if (next >= STAGE.touring && state.listing < 0) around.chooseListing(state, day, random);
  moveTo(next, state, day, around);
  tell(next === STAGE.engaged ? 'engaged' : next === STAGE.touring ? 'touring' : 'offered', state, day, 0);
}

function lossOf({ stage, loan, traits, trust }: LeadState, random: Random): Loss {
  return pickWeighted(random, {
    quiet: stage <= STAGE.engaged ? 1.4 : 0.6,
    competitor: 0.35 * traits.roving * Math.exp(-trust),
    bought_elsewhere: stage === STAGE.inquiry ? 0.1 : 0.3,
    denied: loan === LOAN.denied ? 2 * FINANCING.hopelessAfterDenial : 0,
    withdrew: 0.45,
    opted_out: 0.08,
  });
}

/** The lead writes, the agent answers. */
function contact({ state, day, around, random, tell }: Today) {
  const hours = state.traits.answerHours * Math.exp(0.9 * normal(random));
  if (around.tended(state)) answeredAfter(hours, state);
  heard(state, day);
  tell('contact', state, day, hours);
}

/** Soon is good, late is not. */
export function answeredAfter(hours: number, state: LeadState): void {
  state.trust = clamp(state.trust + (hours > 20 ? -0.12 : hours < 2 ? 0.05 : 0.01), -1, 1);
  state.motivation += hours > 20 ? -0.05 : 0.015;
}

function tour({ state, day, around, random, tell }: Today) {
  if (state.listing < 0) around.chooseListing(state, day, random);
  const liked = random() < TOURING.like;
  heard(state, day);
  tell('toured', state, day, liked ? 1 : 0);
  if (liked) state.motivation += 0.08;
  else around.dropListing(state);
  refreshRates(state, day, around);
}

function reject({ state, day, around, tell }: Today) {
  state.motivation -= 0.1;
  tell('rejected', state, day, 0);
  around.dropListing(state);
  moveTo(STAGE.touring, state, day, around);
}

/** Agents wait longer the more of their words went unanswered. */
export const touchDue = ({ lastTouch, unanswered, traits }: LeadState, day: number): boolean =>
  day - lastTouch >= traits.cadence * (1 + TOUCH.waits * unanswered) && unanswered < TOUCH.most;

/** After days of quiet the agent gets in touch; that lifts a lead a little, and may wake a silent one. */
function agentDay({ state, day, around, random, tell }: Today) {
  if (!around.tended(state)) return;
  if (!touchDue(state, day) || random() >= TOUCH.chance) return;
  state.lastTouch = day;
  state.unanswered++;
  tell('touch', state, day, 0);
  state.motivation += TOUCH.lift * (0.5 + state.traits.agentQuality);
  if (state.silentUntil >= 0 && random() < TOUCH.wakes * (1 + state.traits.agentQuality))
    comeBack(state, day, tell);
}

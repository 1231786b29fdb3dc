/** From acceptance to closing: inspection, loan, a date that is usually kept, and what can go wrong with it. */
import { isWeekend, workingDay } from './calendar.ts';
import { clamp, normal, type Random, whole } from './draws.ts';
import { FATE, type LeadState, LOAN, type Surroundings, type Tell } from './lead-state.ts';
import { lose, moveTo } from './moves.ts';
import { CONTRACT, STAGE } from './settings.ts';
import { NEVER } from './traits.ts';

/** Days from acceptance to the agreed closing: cash 10 to 21, with a loan 25 to 50. Hardly ever a weekend. */
function agreeClosing(state: LeadState, day: number, random: Random): number {
  const days =
    state.loan === LOAN.cash ? whole(random, 10, 21) : clamp(Math.round(34 + 5.5 * normal(random)), 25, 50);
  return random() < 0.03 ? day + days : workingDay(day + days);
}

/** The offer is accepted today. */
export function enterContract(
  state: LeadState,
  day: number,
  around: Surroundings,
  random: Random,
  tell: Tell,
) {
  state.closing = agreeClosing(state, day, random);
  state.agreedClosing = state.closing;
  state.cleared = false;
  around.takeListing(state, day);
  moveTo(STAGE.contract, state, day, around);
  tell('accepted', state, day, 0);
}

function fallThrough(state: LeadState, day: number, around: Surroundings, random: Random, tell: Tell) {
  state.closing = state.agreedClosing = NEVER;
  state.cleared = false;
  state.motivation -= 0.25;
  around.dropListing(state);
  tell('fell_through', state, day, 0);
  if (random() < CONTRACT.fallsToTouring) moveTo(STAGE.touring, state, day, around);
  else lose(state, day, state.loan === LOAN.approved && random() < 0.4 ? 'denied' : 'withdrew', around, tell);
}

function postpone(state: LeadState, day: number, random: Random, tell: Tell) {
  const before = state.closing;
  state.closing = workingDay(before + whole(random, 3, 20));
  tell('postponed', state, day, state.closing - before);
}

function fallChance(state: LeadState, day: number): number {
  if (state.cleared) return CONTRACT.onceCleared.falls;
  const { inspection, loan } = CONTRACT;
  const age = day - state.since;
  if (age >= inspection.from && age <= inspection.to) return inspection.falls;
  return age >= loan.from && state.loan !== LOAN.cash ? loan.falls * state.traits.creditRisk ** 0.7 : 0;
}

function postponeChance(state: LeadState, daysLeft: number): number {
  if (state.cleared) return CONTRACT.onceCleared.postponed;
  return daysLeft <= CONTRACT.postponed.within ? CONTRACT.postponed.chance : 0;
}

function closingDay(state: LeadState, day: number, around: Surroundings, random: Random, tell: Tell) {
  if (!state.cleared) return postpone(state, day, random, tell);
  if (random() < CONTRACT.kept) {
    state.fate = FATE.converted;
    state.fateDay = day;
    around.dropListing(state);
    return tell('converted', state, day, 0);
  }
  state.closing = workingDay(day + whole(random, 1, 2));
  tell('slipped', state, day, state.closing - day);
}

/** A day under contract. */
export function contractDay(state: LeadState, day: number, around: Surroundings, random: Random, tell: Tell) {
  if (day >= state.closing) return closingDay(state, day, around, random, tell);
  const falls = fallChance(state, day);
  const daysLeft = state.closing - day;
  const draw = random();
  if (draw < falls) return fallThrough(state, day, around, random, tell);
  if (draw < falls + postponeChance(state, daysLeft)) return postpone(state, day, random, tell);
  if (state.cleared || daysLeft > CONTRACT.cleared.within || isWeekend(day)) return;
  if (random() < (state.loan === LOAN.cash ? CONTRACT.cleared.cash : CONTRACT.cleared.chance)) {
    state.cleared = true;
    tell('cleared', state, day, 0);
  }
}

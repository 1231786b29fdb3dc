/** Moves between stages, and out of them all. */
import { FATE, type LeadState, LOSSES, type Loss, type Surroundings, type Tell } from './lead-state.ts';
import { refreshRates } from './rates.ts';

export function moveTo(stage: number, state: LeadState, day: number, around: Surroundings): void {
  state.stage = stage;
  state.since = day;
  refreshRates(state, day, around);
}

export function lose(state: LeadState, day: number, loss: Loss, around: Surroundings, tell: Tell): void {
  state.fate = FATE.lost;
  state.fateDay = day;
  state.loss = LOSSES.indexOf(loss);
  around.dropListing(state);
  tell('lost', state, day, 0);
}

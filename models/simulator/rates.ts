/** A lead's chances a day, read anew every week and whenever its standing changes. */
import { season } from './calendar.ts';
import { type LeadState, LOAN, type Surroundings } from './lead-state.ts';
import { CONTACT, FORWARD, GHOST, LOSS, STAGE, TOURING } from './settings.ts';
import { NEVER, type Traits } from './traits.ts';

/** A deadline pulls most some seven weeks before it, the time an offer and a closing take; after it, little does. */
function deadlinePull(daysLeft: number, planner: boolean): number {
  if (daysLeft < 0) return 0.3;
  const near = Math.exp(-(((daysLeft - 50) / 38) ** 2));
  return planner ? 0.3 + 2.2 * near : 0.8 + 1.1 * near;
}

/** Each cohort's own shape of the hazard over the days since arrival. */
function cohortPull({ cohort, deadline }: Traits, age: number, day: number, ratePull: number): number {
  if (cohort === 'sprinter') return 0.35 + 1.5 * Math.exp(-age / 35);
  if (cohort === 'planner' && deadline < NEVER) return deadlinePull(deadline - day, true);
  if (cohort === 'waiter') return 0.35 * ratePull ** 3;
  const pull = cohort === 'browser' ? 0.5 : 1;
  return deadline < NEVER ? pull * deadlinePull(deadline - day, false) : pull;
}

/** By loan: how easily a lead goes to see homes, and to an offer. */
const LOAN_TO_TOUR = [0.75, 0.95, 1.5, 0.1, 1.5];
const LOAN_TO_OFFER = [0.2, 0.55, 1.4, 0.02, 1.6];

/** How the market speeds or slows a lead on to the next stage. */
function marketPull(state: LeadState, day: number, around: Surroundings): number {
  const { side, area } = state.traits;
  const tight = around.tightness(area, day);
  const pull = season(day) * around.ratePull(day);
  if (state.stage < STAGE.touring) return pull ** 0.5;
  return side === 'seller' ? pull * tight ** 0.6 * state.heat : pull * tight ** -0.4;
}

function forwardChance(state: LeadState, day: number, around: Surroundings): number {
  const { traits, stage, motivation, trust, loan } = state;
  const will = Math.exp(0.6 * motivation + 0.3 * trust);
  const shape = cohortPull(traits, day - state.arrived, day, around.ratePull(day));
  let chance = FORWARD[stage]! * will * shape * marketPull(state, day, around);
  if (traits.side === 'seller') return chance;
  if (stage === STAGE.engaged) chance *= LOAN_TO_TOUR[loan]!;
  if (stage === STAGE.touring) {
    chance *= LOAN_TO_OFFER[loan]! * (state.listing >= 0 ? 1 : TOURING.withoutFavourite);
  }
  return chance;
}

/** An offer is answered by the other side: the lead's will matters little, rivals do. */
function acceptChance(state: LeadState, day: number, around: Surroundings): number {
  const tight = around.tightness(state.traits.area, day);
  if (state.traits.side === 'seller') return FORWARD[STAGE.offer]! * tight ** 0.3;
  const money = state.loan === LOAN.cash ? 1.3 : 1;
  return (FORWARD[STAGE.offer]! * money) / (tight ** 0.7 * (1 + 0.15 * state.rivals) * state.heat ** 0.3);
}

/** A competitor's campaign makes leads this much readier to go. */
const COURTED = 2.5;

/** Refreshes the chances of `state` in place. */
export function refreshRates(state: LeadState, day: number, around: Surroundings) {
  const { stage, motivation, trust, traits } = state;
  if (stage === STAGE.contract) {
    state.contact = CONTACT[stage]! * traits.talk;
    state.forward = state.lose = state.ghost = state.tour = 0;
    return;
  }
  const tired = Math.exp(-0.6 * motivation - 0.35 * trust);
  const late = day > traits.deadline ? 2 : 1;
  state.forward =
    stage === STAGE.offer
      ? acceptChance(state, day, around)
      : Math.min(0.5, forwardChance(state, day, around));
  const courted = around.courted(traits.area, day) ? COURTED : 1;
  state.lose = LOSS[stage]! * tired * late * (0.7 + 0.3 * traits.roving * courted);
  state.ghost = GHOST[stage]! * tired;
  state.contact = CONTACT[stage]! * traits.talk * Math.exp(0.3 * motivation);
  const looks = stage === STAGE.touring && traits.side !== 'seller';
  state.tour = looks ? TOURING.tour * Math.exp(0.35 * motivation) * season(day) : 0;
  keepWithinOne(state);
}

/** One draw a day decides between all of these, so that together they must leave some chance for nothing. */
function keepWithinOne(state: LeadState) {
  const all = state.forward + state.lose + state.ghost + state.contact + state.tour;
  if (all <= 0.9) return;
  const scale = 0.9 / all;
  state.forward *= scale;
  state.lose *= scale;
  state.ghost *= scale;
  state.contact *= scale;
  state.tour *= scale;
}

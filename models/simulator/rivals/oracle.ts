/**
 * The best there can be said of a threat: lead and affair lived on from their true states, many times, with fresh
 * randomness in them and in the market. It knows every latent, and nothing of the future.
 */
import { drawnSurroundings } from '../around.ts';
import { STREAM, streamOf } from '../draws.ts';
import { FATE, type LeadState, LOSSES, type Surroundings } from '../lead-state.ts';
import { liveDay } from '../live-day.ts';
import { drawFuture } from '../market-paths.ts';
import { WEEK } from '../settings.ts';
import type { World } from '../world.ts';
import { affairDay } from './affair.ts';
import type { RivalLook } from './overlay.ts';
import { THREAT_DAYS } from './settings.ts';

const ROLL_OUTS = 200;
const FUTURES = 10;
const COMPETITOR = LOSSES.indexOf('competitor');

/** P(lost to a competitor within {@link THREAT_DAYS}) of looks in order of day. Moves of competitors stay as many as now. */
export function createRivalOracle({
  seed,
  market,
  listings,
}: World): (look: RivalLook, index: number) => number {
  let week = -1;
  let futures: Surroundings[] = [];
  const futuresOf = (day: number): Surroundings[] => {
    const asked = Math.floor(day / WEEK);
    if (asked === week) return futures;
    week = asked;
    futures = Array.from({ length: FUTURES }, (_, i) => {
      const random = streamOf(seed, STREAM.futures, -2 - week * FUTURES - i);
      const weeks = Math.ceil(THREAT_DAYS / WEEK) + 2;
      return drawnSurroundings(drawFuture(market, week, weeks, random), listings.competition);
    });
    return futures;
  };
  return (look, index) => {
    const random = streamOf(seed, STREAM.rivalLooks, index + 1);
    const drawn = futuresOf(look.day);
    let lost = 0;
    for (let i = 0; i < ROLL_OUTS; i++) if (isLost(look, drawn[i % FUTURES]!, random)) lost++;
    return lost / ROLL_OUTS;
  };
}

function isLost(
  { state, affair, day, moves }: RivalLook,
  around: Surroundings,
  random: () => number,
): boolean {
  const life: LeadState = { ...state };
  const own = { ...affair };
  let answeredAfter: number | undefined;
  for (let today = day + 1; today <= day + THREAT_DAYS; today++) {
    answeredAfter = undefined;
    liveDay(life, today, around, random, (what, _state, _day, value) => {
      if (what === 'contact') answeredAfter = value;
    });
    if (life.fate !== FATE.open) return life.fate === FATE.lost && life.loss === COMPETITOR;
    const courted = around.courted(life.traits.area, today);
    affairDay(own, life, { day: today, courted, moves, answeredAfter }, random);
    if (own.lostTo >= 0) return true;
  }
  return false;
}

/**
 * The clocks by which the hazard of every member runs. A day's ln odds is a sum over clocks of a piecewise linear
 * function of that clock, whose values at the knots are what a member's network puts out: days since the forecast,
 * days since the stage began, days from the closing last named, days from the deadline last named, the weekday (few
 * close at weekends) and the season. Days are whole days on the lead's own calendar: day 0 is what is left of today.
 */
import { HORIZON } from './horizon.ts';

/** Days 0 … HORIZON. */
export const DAYS = HORIZON + 1;

const SINCE_LOOK = [0, 2, 5, 10, 20, 40, 80, 160, 365];
const SINCE_STAGE = [0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 45, 52, 62, 80, 110, 160, 260, 500];
const FROM_CLOSING = [-45, -21, -10, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8, 11, 15, 22, 35, 60];
const FROM_TARGET = [-120, -60, -35, -20, -10, -4, 0, 4, 10, 20, 40, 80];
const WEEK = 7;
const SEASON = 4;

/** A piecewise linear function of an integer clock: knot before each value, and the share of the knot after. */
interface Hat {
  from: number;
  knot: Uint8Array;
  share: Float64Array;
  knots: readonly number[];
}

function hat(knots: readonly number[]): Hat {
  const from = knots[0]!;
  const length = knots.at(-1)! - from + 1;
  const knot = new Uint8Array(length);
  const share = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    let k = 0;
    while (k < knots.length - 2 && knots[k + 1]! <= from + i) k++;
    knot[i] = k;
    share[i] = (from + i - knots[k]!) / (knots[k + 1]! - knots[k]!);
  }
  return { from, knot, share, knots };
}

const HATS = {
  look: hat(SINCE_LOOK),
  stage: hat(SINCE_STAGE),
  closing: hat(FROM_CLOSING),
  target: hat(FROM_TARGET),
};

/** Where each clock's coefficients are in the output of a network. */
export const BASIS = {
  level: 0,
  look: 1,
  stage: 1 + HATS.look.knots.length,
  closing: 1 + HATS.look.knots.length + HATS.stage.knots.length,
  target: 1 + HATS.look.knots.length + HATS.stage.knots.length + HATS.closing.knots.length,
  week:
    1 +
    HATS.look.knots.length +
    HATS.stage.knots.length +
    HATS.closing.knots.length +
    HATS.target.knots.length,
  season:
    1 +
    HATS.look.knots.length +
    HATS.stage.knots.length +
    HATS.closing.knots.length +
    HATS.target.knots.length +
    WEEK,
};
export const BASIS_WIDTH = BASIS.season + SEASON;
/** The hazard of a recorded loss has a level and the days since the forecast alone. */
export const LOSS_WIDTH = 1 + HATS.look.knots.length;

/** What the clocks show at the moment of the forecast. */
export interface Clocks {
  /** Whole days since 1970 on the lead's calendar. */
  today: number;
  /** Whole days since the stage began. */
  inStage: number;
  /** Days until the closing last named, negative when past; undefined where none was. */
  toClosing: number | undefined;
  /** Days until the deadline last named. */
  toTarget: number | undefined;
}

/** The year is 365.25 days, so the season comes round exactly in four years. */
const FOUR_YEARS = 1461;
const sines = Float64Array.from({ length: FOUR_YEARS }, (_, day) => Math.sin((2 * Math.PI * day) / 365.25));
const cosines = Float64Array.from({ length: FOUR_YEARS }, (_, day) => Math.cos((2 * Math.PI * day) / 365.25));
const ofFourYears = (day: number): number => ((day % FOUR_YEARS) + FOUR_YEARS) % FOUR_YEARS;

/** Adds the function from clock `start` on, stretch by stretch: within one it grows by the same each day. */
function addHat(
  { knots }: Hat,
  e: ArrayLike<number>,
  at: number,
  start: number,
  days: number,
  out: Float64Array,
): void {
  const last = knots.length - 1;
  let j = 0;
  for (const until = Math.min(days, knots[0]! - start); j < until; j++) out[j]! += e[at]!;
  for (let k = 0; k < last && j < days; k++) {
    const until = Math.min(days, knots[k + 1]! - start);
    if (j >= until) continue;
    const step = (e[at + k + 1]! - e[at + k]!) / (knots[k + 1]! - knots[k]!);
    let value = e[at + k]! + step * (start + j - knots[k]!);
    for (; j < until; j++) {
      out[j]! += value;
      value += step;
    }
  }
  for (const end = e[at + last]!; j < days; j++) out[j]! += end;
}

function spreadHat(
  h: Hat,
  g: Float64Array,
  days: number,
  start: number,
  at: number,
  out: Float64Array,
): void {
  const last = h.knot.length - 1;
  for (let j = 0; j < days; j++) {
    const i = Math.min(last, Math.max(0, start + j - h.from));
    const k = at + h.knot[i]!;
    const s = h.share[i]!;
    out[k]! += g[j]! * (1 - s);
    out[k + 1]! += g[j]! * s;
  }
}

/** ln odds of converting on each of the first `days` days. @param e coefficients, at least BASIS_WIDTH */
export function conversionLogits(e: ArrayLike<number>, c: Clocks, days: number, out: Float64Array): void {
  out.fill(e[BASIS.level]!, 0, days);
  addHat(HATS.look, e, BASIS.look, 0, days, out);
  addHat(HATS.stage, e, BASIS.stage, c.inStage, days, out);
  if (c.toClosing !== undefined) addHat(HATS.closing, e, BASIS.closing, -c.toClosing, days, out);
  if (c.toTarget !== undefined) addHat(HATS.target, e, BASIS.target, -c.toTarget, days, out);
  const [first, second] = [BASIS.season, BASIS.season + 2];
  const [sin1, cos1, sin2, cos2] = [e[first]!, e[first + 1]!, 2 * e[second]!, e[second + 1]!];
  let day = ofFourYears(c.today);
  let week = weekday(c.today);
  for (let j = 0; j < days; j++) {
    const sin = sines[day]!;
    const cos = cosines[day]!;
    out[j]! +=
      e[BASIS.week + week]! + sin1 * sin + cos1 * cos + sin2 * sin * cos + cos2 * (cos * cos - sin * sin);
    // Counted up, not divided: this loop is most of what a forecast costs.
    if (++day === FOUR_YEARS) day = 0;
    if (++week === WEEK) week = 0;
  }
}

/** Adds d/de of {@link conversionLogits}, given d/dlogit of each day. */
export function spreadConversion(g: Float64Array, c: Clocks, days: number, out: Float64Array): void {
  for (let j = 0; j < days; j++) {
    const day = ofFourYears(c.today + j);
    const sin = sines[day]!;
    const cos = cosines[day]!;
    out[BASIS.level]! += g[j]!;
    out[BASIS.week + weekday(c.today + j)]! += g[j]!;
    out[BASIS.season]! += g[j]! * sin;
    out[BASIS.season + 1]! += g[j]! * cos;
    out[BASIS.season + 2]! += g[j]! * 2 * sin * cos;
    out[BASIS.season + 3]! += g[j]! * (cos * cos - sin * sin);
  }
  spreadHat(HATS.look, g, days, 0, BASIS.look, out);
  spreadHat(HATS.stage, g, days, c.inStage, BASIS.stage, out);
  if (c.toClosing !== undefined) spreadHat(HATS.closing, g, days, -c.toClosing, BASIS.closing, out);
  if (c.toTarget !== undefined) spreadHat(HATS.target, g, days, -c.toTarget, BASIS.target, out);
}

/** 1970-01-01 was a Thursday; Sunday is 0. */
const weekday = (day: number): number => (((day + 4) % WEEK) + WEEK) % WEEK;

/** ln odds of a recorded loss on each of the first `days` days. @param at of the loss coefficients in `e` */
export function lossLogits(e: ArrayLike<number>, at: number, days: number, out: Float64Array): void {
  out.fill(e[at]!, 0, days);
  addHat(HATS.look, e, at + 1, 0, days, out);
}

/** Adds d/de of {@link lossLogits}. */
export function spreadLoss(g: Float64Array, at: number, days: number, out: Float64Array): void {
  for (let j = 0; j < days; j++) out[at]! += g[j]!;
  spreadHat(HATS.look, g, days, 0, at + 1, out);
}

/**
 * Whether an area's market has shifted beyond its noise: two-sided CUSUM (Page 1954) over week-to-week moves, each in
 * usual deviations (median and MAD, which a shift itself hardly moves). A shift is told once; the sums begin anew after it.
 */
import { type AreaBoard, SERIES } from '../history/market-board.ts';

export const MEASURES = SERIES;
export type Measure = (typeof MEASURES)[number];

export interface Shift {
  measure: Measure;
  /** Since it began: relative; of the rate in points. */
  change: number;
  /** The same in usual week-to-week deviations. */
  z: number;
}

/** Drift a week that counts as none, and the sum at which it rings, both in usual deviations; see card.json. */
export const SETTINGS = { slack: 0.75, rings: 4 };
/** So many weeks after a shift was told, what still moves belongs to it. */
const SAME_SHIFT = 4;
/** With fewer moves nobody knows what is usual. */
export const FEWEST_MOVES = 10;
/** What is usual at least, so that a series that never moved does not ring at its first rounding. */
const LEAST: Record<Measure, number> = {
  ...{ inventory: 0.01, medianPrice: 0.003, daysOnMarket: 0.03, mortgageRate: 0.02 },
};
/** Less is no news, however quiet the market was: shares, of the rate points. */
const MATERIAL: Record<Measure, number> = {
  ...{ inventory: 0.05, medianPrice: 0.02, daysOnMarket: 0.1, mortgageRate: 0.15 },
};
/** MAD to standard deviation, of normal noise. */
const NORMAL = 1.4826;

const AGES = 1_000_000;
/** Weeks since each measure's last shift was told, {@link MEASURES} order; a fresh area has never told one. */
export type Quiet = readonly number[];
export const NEVER_RANG: Quiet = MEASURES.map(() => AGES);

/** After another reported week: `quiet` is about one more. */
export const weekLater = (quiet: Quiet): number[] => quiet.map((weeks) => Math.min(AGES, weeks + 1));

/** The greatest shift that rings in the latest week, if any, and what to remember of having told it. */
export function detectShift(
  { weeks }: Pick<AreaBoard, 'weeks'>,
  quiet: Quiet,
  settings = SETTINGS,
): { shift: Shift; quiet: number[] } | undefined {
  const shifts = MEASURES.flatMap((measure, m) => shiftOf(weeks, m, measure, quiet[m]!, settings) ?? []);
  if (shifts.length === 0) return undefined;
  const shift = shifts.reduce((a, b) => (Math.abs(b.z) > Math.abs(a.z) ? b : a));
  return { shift, quiet: quiet.map((since, m) => (MEASURES[m] === shift.measure ? 0 : since)) };
}

function shiftOf(
  weeks: readonly (readonly number[])[],
  m: number,
  measure: Measure,
  quiet: number,
  { slack, rings }: typeof SETTINGS,
): Shift | undefined {
  const moves = weeks.slice(1).map((week, w) => week[m]! - weeks[w]![m]!);
  if (moves.length < FEWEST_MOVES) return undefined;
  const usual = median(moves);
  const scale = Math.max(LEAST[measure], NORMAL * median(moves.map((move) => Math.abs(move - usual))));
  const watched = moves.slice(Math.max(0, moves.length - Math.max(0, quiet - SAME_SHIFT)));
  for (const sign of [1, -1]) {
    const { sum, from } = cusum(watched, sign, usual, scale, slack);
    if (sum < rings) continue;
    const moved = watched.slice(from).reduce((total, move) => total + move, 0);
    const change = measure === 'mortgageRate' ? moved : Math.exp(moved) - 1;
    if (Math.abs(change) >= MATERIAL[measure]) return { measure, change, z: moved / scale };
  }
  return undefined;
}

/** The sum at the end, and the first move that is in it. */
function cusum(moves: number[], sign: number, usual: number, scale: number, slack: number) {
  let [sum, from] = [0, 0];
  moves.forEach((move, w) => {
    if (sum === 0) from = w;
    sum = Math.max(0, sum + (sign * (move - usual)) / scale - slack);
  });
  return { sum, from };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Hedonic regression: ln price by bedrooms, baths and time, ridged, with each home's residual as if it had not been
 * there (Rosen 1974 for the idea; the closed form of leave-one-out is Allen's PRESS, 1974).
 */
import { solveSymmetric } from '../survival/solve-symmetric.ts';
import { type Home, type Subject, yearsAgo } from './home.ts';

/** Intercept, bedrooms, baths, years ago. */
const WIDTH = 4;
/** Ridge: nothing on the level, little on rooms, more on the trend, which a few months of prices hardly show. */
const RIDGE = [0, 0.5, 0.5, 10];

export interface Hedonic {
  /** ln price now. */
  predict(subject: Subject): number;
  /** ln price less its prediction from the others, in the order of the homes. */
  residuals: Float64Array;
}

/** @param homes at least one */
export function fitHedonic(homes: readonly Home[], now: number): Hedonic {
  const beds = meanOf(homes, 'beds');
  const baths = meanOf(homes, 'baths');
  const row = (subject: Subject, years: number) => [
    ...[1, (subject.beds ?? beds) - beds, (subject.baths ?? baths) - baths, -years],
  ];
  const rows = homes.map((home) => row(home, yearsAgo(home.at, now)));
  const logs = homes.map(({ price }) => Math.log(price));
  const { gram, moments } = normalEquations(rows, logs);
  const weights = solveSymmetric(gram, moments);
  const inverse = inverseOf(gram);
  const residuals = Float64Array.from(rows, (x, i) => {
    const leverage = dot(
      x,
      inverse.map((column) => dot(x, column)),
    );
    return (logs[i]! - dot(x, weights)) / Math.max(1e-6, 1 - leverage);
  });
  return { predict: (subject) => dot(row(subject, 0), weights), residuals };
}

function normalEquations(rows: number[][], targets: number[]) {
  const gram = new Float64Array(WIDTH * WIDTH);
  const moments = new Float64Array(WIDTH);
  for (let i = 0; i < WIDTH; i++) gram[i * WIDTH + i] = RIDGE[i]!;
  rows.forEach((x, n) => {
    for (let i = 0; i < WIDTH; i++) {
      moments[i]! += x[i]! * targets[n]!;
      for (let j = 0; j < WIDTH; j++) gram[i * WIDTH + j]! += x[i]! * x[j]!;
    }
  });
  return { gram, moments };
}

/** Columns of the inverse. */
const inverseOf = (gram: Float64Array): Float64Array[] =>
  Array.from({ length: WIDTH }, (_, j) => {
    const unit = new Float64Array(WIDTH);
    unit[j] = 1;
    return solveSymmetric(gram, unit);
  });

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < WIDTH; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Over the homes that say it; 0 where none does. */
function meanOf(homes: readonly Home[], name: 'beds' | 'baths'): number {
  const known = homes.flatMap((home) => home[name] ?? []);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : 0;
}

/** Whether a lead will ever convert: a logistic regression with shrunken weights. */
import { minimise } from '../linear/minimise.ts';
import { FORECAST_INPUTS, type Standing } from './inputs.ts';

/** Penalty on weights of inputs scaled to standard deviation 1, against one unit of loss a lead. */
export const EVER_L2 = 40;
const ITERATIONS = 60;

interface Looked {
  standing: Standing;
  weight: number;
}

export interface Ever {
  /** ln odds at the mean. */
  intercept: number;
  weights: Float64Array;
  probability(standing: Standing): number;
}

/** Standard deviation of each input, 1 where it does not vary. */
export function inputSpreads(looked: readonly Looked[], means: Float64Array): Float64Array {
  const spreads = new Float64Array(means.length);
  let total = 0;
  for (const { standing, weight } of looked) {
    total += weight;
    for (let j = 0; j < means.length; j++) spreads[j]! += weight * (standing.inputs[j]! - means[j]!) ** 2;
  }
  return spreads.map((sum) => Math.sqrt(sum / total) || 1);
}

/** Centred and scaled inputs, one row a landmark. */
export const scaledInputs = (
  looked: readonly Looked[],
  means: Float64Array,
  spreads: Float64Array,
): Float64Array[] =>
  looked.map(({ standing }) => standing.inputs.map((x, j) => (x - means[j]!) / spreads[j]!));

/** @param will wanted probability of each landmark */
export function fitEver(looked: readonly Looked[], means: Float64Array, will: Float64Array): Ever {
  const width = FORECAST_INPUTS.length;
  const spreads = inputSpreads(looked, means);
  const rows = scaledInputs(looked, means, spreads);
  const best = minimise(
    (x, gradient) => {
      gradient.fill(0);
      let loss = 0;
      rows.forEach((row, i) => {
        let z = x[width]!;
        for (let j = 0; j < width; j++) z += x[j]! * row[j]!;
        const { weight } = looked[i]!;
        loss += weight * (Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - will[i]! * z);
        const error = weight * (1 / (1 + Math.exp(-z)) - will[i]!);
        for (let j = 0; j < width; j++) gradient[j]! += error * row[j]!;
        gradient[width]! += error;
      });
      for (let j = 0; j < width; j++) {
        loss += (EVER_L2 / 2) * x[j]! ** 2;
        gradient[j]! += EVER_L2 * x[j]!;
      }
      return loss;
    },
    new Float64Array(width + 1),
    ITERATIONS,
  );
  const weights = spreads.map((spread, j) => best[j]! / spread);
  const intercept = best[width]!;
  const probability = ({ inputs }: Standing) => {
    let z = intercept;
    for (let j = 0; j < width; j++) z += weights[j]! * (inputs[j]! - means[j]!);
    return 1 / (1 + Math.exp(-z));
  };
  return { intercept, weights, probability };
}

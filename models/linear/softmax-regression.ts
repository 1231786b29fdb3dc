/** Multinomial logistic regression on a few hundred dense inputs, beside evidence that is already there. */
import type { Artefact } from '../artefact.ts';
import { addRows, Picked } from './add-rows.ts';
import { minimise } from './minimise.ts';
import { type QuantisedRows, quantise } from './quantised-rows.ts';
import { softmax } from './softmax.ts';

export interface DenseLinear {
  /** A row for each input. Inputs that are 0 cost nothing. */
  rows: QuantisedRows;
  bias: Float32Array;
}

export interface DenseExample {
  inputs: Float32Array;
  /** Logits given before this model adds its own. */
  given?: Float64Array;
  target: number;
  weight: number;
}

const picked = new Picked();

/** Adds the model's logits to `sums`. */
export function addLogits({ rows, bias }: DenseLinear, inputs: Float32Array, sums: Float64Array): void {
  const { classes, bytes, scales } = rows;
  for (let k = 0; k < classes; k++) sums[k]! += bias[k]!;
  picked.count = 0;
  for (let j = 0; j < inputs.length; j++) if (inputs[j] !== 0) picked.add(j, inputs[j]! * scales[j]!);
  addRows(bytes, classes, picked, sums);
}

/** Root mean square of each input, 1 where it is always 0: inputs are scaled by it, not centred, so zeros stay. */
export function inputScales(examples: readonly { inputs: Float32Array }[]): Float64Array {
  const scales = new Float64Array(examples[0]?.inputs.length ?? 0);
  for (const { inputs } of examples) for (let j = 0; j < scales.length; j++) scales[j]! += inputs[j]! ** 2;
  return scales.map((sum) => Math.sqrt(sum / examples.length) || 1);
}

/**
 * @param l2 penalty on each weight (of inputs scaled to root mean square 1) against the weighted sum of log losses
 */
export function fitSoftmax(
  examples: readonly DenseExample[],
  classes: number,
  l2: number,
  iterations: number,
): DenseLinear {
  const scales = inputScales(examples);
  const width = scales.length;
  const scaled = examples.map(({ inputs }) => inputs.map((x, j) => x / scales[j]!));
  const z = new Float64Array(classes);
  const best = minimise(
    (x, gradient) => {
      let loss = 0;
      for (let i = 0; i < width * classes; i++) {
        loss += (l2 / 2) * x[i]! ** 2;
        gradient[i] = l2 * x[i]!;
      }
      gradient.fill(0, width * classes);
      examples.forEach((example, i) => {
        loss += addExample(example, scaled[i]!, x, gradient, z);
      });
      return loss;
    },
    new Float64Array((width + 1) * classes),
    iterations,
  );
  const weights = new Float64Array(width * classes);
  for (let i = 0; i < weights.length; i++) weights[i] = best[i]! / scales[Math.floor(i / classes)]!;
  return { rows: quantise(weights, classes), bias: Float32Array.from(best.subarray(width * classes)) };
}

/** Adds one example's gradient; returns its loss. The last `classes` parameters are the bias. */
function addExample(
  { given, target, weight }: DenseExample,
  inputs: Float32Array,
  x: Float64Array,
  gradient: Float64Array,
  z: Float64Array,
): number {
  const classes = z.length;
  const biasAt = inputs.length * classes;
  for (let k = 0; k < classes; k++) z[k] = x[biasAt + k]! + (given?.[k] ?? 0);
  for (let j = 0; j < inputs.length; j++) {
    const value = inputs[j]!;
    if (value === 0) continue;
    const from = j * classes;
    for (let k = 0; k < classes; k++) z[k]! += value * x[from + k]!;
  }
  softmax(z);
  const loss = -weight * Math.log(Math.max(z[target]!, 1e-12));
  z[target]! -= 1;
  for (let k = 0; k < classes; k++) {
    z[k]! *= weight;
    gradient[biasAt + k]! += z[k]!;
  }
  for (let j = 0; j < inputs.length; j++) {
    const value = inputs[j]!;
    if (value === 0) continue;
    const from = j * classes;
    for (let k = 0; k < classes; k++) gradient[from + k]! += value * z[k]!;
  }
  return loss;
}

/** The model as arrays of an artefact, under a prefix. */
export const denseArrays = (prefix: string, { rows, bias }: DenseLinear) => ({
  [`${prefix}Weights`]: rows.bytes,
  [`${prefix}Scales`]: rows.scales,
  [`${prefix}Bias`]: bias,
});

export function readDense(artefact: Artefact, prefix: string): DenseLinear {
  const bias = artefact.array(`${prefix}Bias`, 'Float32Array');
  const bytes = artefact.array(`${prefix}Weights`, 'Int8Array');
  const scales = artefact.array(`${prefix}Scales`, 'Float32Array');
  return { rows: { classes: bias.length, bytes, scales }, bias };
}

/** Trains the deep part with TensorFlow.js: Adam on log loss, with dropout; seeded. */
import type { Scalar, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { SEGMENTS } from '../../schemas/segments.ts';
import { tf } from '../backend.ts';
import '../gradients.ts';
import { seededRandom, shuffle } from '../linear/random.ts';
import { type DeepModel, EARLY, LATE, LOG_MESSAGES, standardise } from './deep.ts';

export const DEEP_SETTINGS = {
  hidden: 96,
  epochs: 30,
  batch: 64,
  rate: 2e-3,
  l2: 3e-3,
  /** Share of inputs and of hidden units left out while learning. */
  dropInputs: 0.2,
  dropHidden: 0.3,
  seed: 20_261_127,
};

export interface DeepExample {
  /** As `deepInputs` makes them. */
  inputs: Float32Array;
  segment: number;
  weight: number;
}

const CLASSES = SEGMENTS.length;

function momentsOf(examples: readonly DeepExample[]): Pick<DeepModel, 'means' | 'scales'> {
  const width = examples[0]!.inputs.length;
  const sums = new Float64Array(width);
  const squares = new Float64Array(width);
  for (const { inputs } of examples) {
    for (let j = 0; j < width; j++) {
      sums[j]! += inputs[j]!;
      squares[j]! += inputs[j]! ** 2;
    }
  }
  const count = examples.length;
  const means = Float32Array.from(sums, (sum) => sum / count);
  const scales = Float32Array.from(
    squares,
    (s, j) => Math.sqrt(Math.max(0, s / count - means[j]! ** 2)) || 1,
  );
  return { means, scales };
}

/** One batch as tensors: standardised inputs, both texts, ln n, one-hot targets and weights. */
function batchOf(examples: readonly DeepExample[], own: Int32Array, inputs: readonly Float32Array[]) {
  const size = own.length;
  const pick = (width: number, fill: (i: number, out: Float32Array) => void) => {
    const all = new Float32Array(size * width);
    own.forEach((e, i) => {
      fill(e, all.subarray(i * width, (i + 1) * width));
    });
    return tf.tensor2d(all, [size, width]);
  };
  return {
    x: pick(inputs[0]!.length, (e, out) => out.set(inputs[e]!)),
    early: pick(CLASSES, (e, out) => out.set(examples[e]!.inputs.subarray(EARLY, EARLY + CLASSES))),
    late: pick(CLASSES, (e, out) => out.set(examples[e]!.inputs.subarray(LATE, LATE + CLASSES))),
    log: pick(1, (e, out) => out.fill(examples[e]!.inputs[LOG_MESSAGES]!)),
    target: pick(CLASSES, (e, out) => {
      out[examples[e]!.segment] = 1;
    }),
    weight: pick(1, (e, out) => out.fill(examples[e]!.weight)),
  };
}

/** A mask of kept units, scaled so that their sum stays. */
function mask(rows: number, columns: number, dropped: number, random: () => number): Tensor2D {
  const keep = 1 / (1 - dropped);
  const values = Float32Array.from({ length: rows * columns }, () => (random() < dropped ? 0 : keep));
  return tf.tensor2d(values, [rows, columns]);
}

function glorot(rows: number, columns: number, random: () => number): Variable {
  const most = Math.sqrt(6 / (rows + columns));
  const values = Float32Array.from({ length: rows * columns }, () => (2 * random() - 1) * most);
  return tf.variable(tf.tensor2d(values, [rows, columns]));
}

/** Needs an open backend. */
export function trainDeep(examples: readonly DeepExample[]): DeepModel {
  const { hidden, epochs, batch, rate, l2, dropInputs, dropHidden, seed } = DEEP_SETTINGS;
  const random = seededRandom(seed);
  const { means, scales } = momentsOf(examples);
  const inputs = examples.map((example) => {
    const own = example.inputs.slice();
    standardise(own, means, scales);
    return own;
  });
  const width = means.length;
  const inWeights = glorot(width, hidden, random);
  const inBias = tf.variable(tf.zeros([hidden]));
  const outWeights = glorot(hidden, CLASSES, random);
  const outBias = tf.variable(tf.zeros([CLASSES]));
  const trust = tf.variable(tf.tensor1d([1, 0, 1, 0]));
  const variables = [inWeights, inBias, outWeights, outBias, trust];
  const optimizer = tf.train.adam(rate);
  const order = Int32Array.from(examples, (_, i) => i);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    // The step falls to nothing along half a cosine.
    (optimizer as unknown as { learningRate: number }).learningRate =
      (rate * (1 + Math.cos((Math.PI * epoch) / epochs))) / 2;
    for (let from = 0; from < order.length; from += batch) {
      tf.tidy(() => {
        const own = order.subarray(from, from + batch);
        const { x, early, late, log, target, weight } = batchOf(examples, own, inputs);
        const inMask = mask(own.length, width, dropInputs, random);
        const hiddenMask = mask(own.length, hidden, dropHidden, random);
        optimizer.minimize(
          () => {
            const inner = tf.mul(
              tf.relu(
                tf.add(tf.matMul(tf.mul(x, inMask) as Tensor2D, inWeights as unknown as Tensor2D), inBias),
              ),
              hiddenMask,
            );
            const [e0, e1, l0, l1] = tf.split(trust, 4);
            const text = tf.add(
              tf.mul(early, tf.add(e0!, tf.mul(log, e1!))),
              tf.mul(late, tf.add(l0!, tf.mul(log, l1!))),
            );
            const deep = tf.add(tf.matMul(inner as Tensor2D, outWeights as unknown as Tensor2D), outBias);
            const logs = tf.logSoftmax(tf.add(text, deep));
            const loss = tf.neg(tf.sum(tf.mul(weight, tf.mul(target, logs))));
            const penalty = tf.add(tf.sum(tf.square(inWeights)), tf.sum(tf.square(outWeights)));
            return tf.add(tf.div(loss, tf.sum(weight)), tf.mul(l2, penalty)) as Scalar;
          },
          false,
          variables,
        );
      });
    }
  }
  const [a, b, c, d, t] = variables.map((v) => Float32Array.from(v.dataSync()));
  tf.dispose(variables);
  optimizer.dispose();
  return { means, scales, inWeights: a!, inBias: b!, outWeights: c!, outBias: d!, trust: t! };
}

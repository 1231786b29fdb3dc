/** Trains the network over word vectors by a hand-written loop in TensorFlow.js. Same data, seed and backend, same bits. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { INTENTS } from '../../schemas/intents.ts';
import { tf } from '../backend.ts';
import { seededRandom, shuffle } from '../linear/random.ts';
import { type IntentNetwork, NETWORK_INPUTS } from './network.ts';

export const NETWORK_SETTINGS = {
  hidden: 128,
  epochs: 8,
  batch: 128,
  step: 2e-3,
  /** The last epoch's step, as a share of the first's. */
  lastStep: 0.1,
  /** Share of inputs, and of hidden units, silenced at each step. */
  silenced: 0.35,
  /** Pull of the weights to 0, as a share of the step. */
  decay: 0.03,
  seed: 20_261_128,
} as const;

export interface NetworkExample {
  inputs: Float32Array;
  labels: readonly number[];
}

const INTENT_COUNT = INTENTS.length;

/** Needs a backend opened by {@link ../backend.ts openBackend}. */
export function trainNetwork(examples: readonly NetworkExample[]): IntentNetwork {
  const { hidden, epochs, batch, silenced, decay, seed } = NETWORK_SETTINGS;
  const { mean, scale } = scaling(examples);
  const random = seededRandom(seed);
  const he = Math.sqrt(2 / NETWORK_INPUTS);
  const weights = {
    hidden: tf.variable(
      tf.tensor2d(gaussians(NETWORK_INPUTS * hidden, he, random), [NETWORK_INPUTS, hidden]),
    ),
    hiddenBias: tf.variable(tf.zeros([hidden])),
    out: tf.variable(tf.tensor2d(gaussians(hidden * INTENT_COUNT, 0.05, random), [hidden, INTENT_COUNT])),
    outBias: tf.variable(tf.zeros([INTENT_COUNT])),
    trust: tf.variable(tf.fill([INTENT_COUNT], 0.7)),
  };
  const optimiser = tf.train.adam(NETWORK_SETTINGS.step);
  const order = Int32Array.from(examples.keys());
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const progress = epoch / (epochs - 1);
    const step = NETWORK_SETTINGS.step * (1 - (1 - NETWORK_SETTINGS.lastStep) * progress);
    (optimiser as unknown as { learningRate: number }).learningRate = step;
    for (let from = 0; from < order.length; from += batch) {
      const picked = order.subarray(from, from + batch);
      tf.tidy(() => {
        const { x, linear, y } = gather(examples, picked, mean, scale);
        const keepIn = mask(picked.length * NETWORK_INPUTS, silenced, random);
        const keepHidden = mask(picked.length * hidden, silenced, random);
        const inputs = tf.mul(x, tf.tensor2d(keepIn, [picked.length, NETWORK_INPUTS])) as Tensor2D;
        const kept = tf.tensor2d(keepHidden, [picked.length, hidden]);
        const h = tf.relu(tf.add(tf.matMul(inputs, weights.hidden), weights.hiddenBias));
        const active = tf.mul(h, kept) as Tensor2D;
        const z = tf.add(
          tf.add(tf.matMul(active, weights.out), weights.outBias),
          tf.mul(linear, weights.trust),
        );
        // Binary cross-entropy: its slope by each logit is p − y. The rest is the chain rule.
        const dz = tf.div(tf.sub(tf.sigmoid(z), y), picked.length) as Tensor2D;
        const dh = tf.mul(tf.mul(tf.matMul(dz, weights.out, false, true), kept), tf.step(h)) as Tensor2D;
        optimiser.applyGradients({
          [weights.hidden.name]: tf.matMul(inputs, dh, true),
          [weights.hiddenBias.name]: tf.sum(dh, 0),
          [weights.out.name]: tf.matMul(active, dz, true),
          [weights.outBias.name]: tf.sum(dz, 0),
          [weights.trust.name]: tf.sum(tf.mul(dz, linear), 0),
        });
        for (const w of [weights.hidden, weights.out]) w.assign(tf.mul(w, 1 - step * decay));
      });
    }
  }
  const values = (name: keyof typeof weights) => Float32Array.from(weights[name].dataSync());
  const network: IntentNetwork = {
    mean,
    scale,
    hidden: values('hidden'),
    hiddenBias: values('hiddenBias'),
    out: values('out'),
    outBias: values('outBias'),
    trust: values('trust'),
  };
  for (const w of Object.values(weights)) w.dispose();
  optimiser.dispose();
  return network;
}

/** Mean and inverse spread of each input. */
function scaling(examples: readonly NetworkExample[]) {
  const sum = new Float64Array(NETWORK_INPUTS);
  const square = new Float64Array(NETWORK_INPUTS);
  for (const { inputs } of examples) {
    for (let i = 0; i < NETWORK_INPUTS; i++) {
      sum[i]! += inputs[i]!;
      square[i]! += inputs[i]! ** 2;
    }
  }
  const mean = Float32Array.from(sum, (s) => s / examples.length);
  const scale = Float32Array.from(
    square,
    (s, i) => 1 / Math.sqrt(Math.max(1e-6, s / examples.length - mean[i]! ** 2)),
  );
  return { mean, scale };
}

function gather(
  examples: readonly NetworkExample[],
  picked: Int32Array,
  mean: Float32Array,
  scale: Float32Array,
) {
  const x = new Float32Array(picked.length * NETWORK_INPUTS);
  const linear = new Float32Array(picked.length * INTENT_COUNT);
  const y = new Float32Array(picked.length * INTENT_COUNT);
  picked.forEach((index, row) => {
    const { inputs, labels } = examples[index]!;
    for (let i = 0; i < NETWORK_INPUTS; i++)
      x[row * NETWORK_INPUTS + i] = (inputs[i]! - mean[i]!) * scale[i]!;
    linear.set(inputs.subarray(NETWORK_INPUTS - INTENT_COUNT), row * INTENT_COUNT);
    for (const k of labels) y[row * INTENT_COUNT + k] = 1;
  });
  return {
    x: tf.tensor2d(x, [picked.length, NETWORK_INPUTS]),
    linear: tf.tensor2d(linear, [picked.length, INTENT_COUNT]),
    y: tf.tensor2d(y, [picked.length, INTENT_COUNT]),
  };
}

/** Zeros for the silenced, and for the others what keeps the mean. */
function mask(length: number, silenced: number, random: () => number): Float32Array {
  const kept = new Float32Array(length);
  for (let i = 0; i < length; i++) kept[i] = random() < silenced ? 0 : 1 / (1 - silenced);
  return kept;
}

/** Box–Muller. */
function gaussians(length: number, spread: number, random: () => number): Float32Array {
  const drawn = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    drawn[i] = spread * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  }
  return drawn;
}

/** Trains the network of mentions by a hand-written loop in TensorFlow.js. Same data, seed and backend, same bits. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { tf } from '../backend.ts';
import { seededRandom, shuffle } from '../linear/random.ts';
import { softmax } from '../linear/softmax.ts';
import { DIMENSIONS } from '../word-vectors/word-vectors.ts';
import {
  FLAGS,
  type MentionNetwork,
  OUTPUTS,
  PROJECTED,
  SLOTS,
  STANCE_FROM,
  SWITCHING_AT,
} from './network.ts';
import type { NetworkExample } from './network-examples.ts';

export const NETWORK_SETTINGS = {
  hidden: 40,
  epochs: 6,
  batch: 64,
  step: 3e-3,
  /** The last epoch's step, as a share of the first's. */
  lastStep: 0.1,
  /** Share of inputs, and of hidden units, silenced at each step. */
  silenced: 0.3,
  /** Pull of the weights to 0, as a share of the step. */
  decay: 0.05,
  seed: 20_261_126,
} as const;

/** Operands are transposed beforehand: WebAssembly multiplies only such as they lie fast. */
const product = <T extends Tensor = Tensor2D>(a: Tensor, b: Tensor): T =>
  tf.matMul(a as Tensor2D, b as Tensor2D) as Tensor as T;

/** Slopes of the loss by each output: cross-entropies of kinds, of stances and of leaving. */
function slopes(z: Float32Array, examples: readonly NetworkExample[], picked: Int32Array): Float32Array {
  const dz = new Float32Array(z.length);
  picked.forEach((index, row) => {
    const { wanted, weight, mentionWeight } = examples[index]!;
    const said = Float64Array.from(z.subarray(row * OUTPUTS, (row + 1) * OUTPUTS));
    softmax(said.subarray(0, STANCE_FROM));
    softmax(said.subarray(STANCE_FROM, SWITCHING_AT));
    said[SWITCHING_AT] = 1 / (1 + Math.exp(-said[SWITCHING_AT]!));
    for (let k = 0; k < OUTPUTS; k++) {
      const counts = k < STANCE_FROM ? weight : mentionWeight;
      dz[row * OUTPUTS + k] = (counts * (said[k]! - wanted[k]!)) / picked.length;
    }
  });
  return dz;
}

/** Needs a backend opened by {@link ../backend.ts openBackend}. */
export function trainNetwork(examples: readonly NetworkExample[]): MentionNetwork {
  const { hidden, epochs, batch, silenced, decay, lastStep, seed } = NETWORK_SETTINGS;
  const random = seededRandom(seed);
  const width = SLOTS * PROJECTED;
  const drawn = (rows: number, columns: number, spread: number) =>
    tf.variable(tf.tensor2d(gaussians(rows * columns, spread, random), [rows, columns]));
  const weights = {
    projection: drawn(DIMENSIONS, PROJECTED, Math.sqrt(1 / DIMENSIONS)),
    words: drawn(width, hidden, Math.sqrt(1 / width)),
    flags: drawn(FLAGS, hidden, 0.1),
    hiddenBias: tf.variable(tf.zeros([hidden])),
    out: drawn(hidden, OUTPUTS, 0.1),
    outBias: tf.variable(tf.zeros([OUTPUTS])),
  };
  const optimiser = tf.train.adam(NETWORK_SETTINGS.step);
  const order = Int32Array.from(examples.keys());
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const step = NETWORK_SETTINGS.step * (1 - (1 - lastStep) * (epoch / (epochs - 1)));
    (optimiser as unknown as { learningRate: number }).learningRate = step;
    for (let from = 0; from < order.length; from += batch) {
      const picked = order.subarray(from, from + batch);
      tf.tidy(() => {
        const rows = picked.length;
        const { words, flags } = gather(examples, picked);
        const keptWords = tf.tensor2d(mask(rows * width, silenced, random), [rows, width]);
        const kept = tf.tensor2d(mask(rows * hidden, silenced, random), [rows, hidden]);
        const x = tf.mul(tf.reshape(product(words, weights.projection), [rows, width]), keptWords);
        const pre = tf.add(product(x, weights.words), product(flags, weights.flags));
        const h = tf.relu(tf.add(pre, weights.hiddenBias));
        const active = tf.mul(h, kept);
        const z = tf.add(product(active, weights.out), weights.outBias);
        // The slope by each output is what was said less what was wanted. The rest is the chain rule.
        const dz = tf.tensor2d(slopes(z.dataSync() as Float32Array, examples, picked), [rows, OUTPUTS]);
        const dh = tf.mul(tf.mul(product(dz, tf.transpose(weights.out as Tensor2D)), kept), tf.step(h));
        const dx = tf.mul(product(dh, tf.transpose(weights.words as Tensor2D)), keptWords);
        optimiser.applyGradients({
          [weights.projection.name]: product(tf.transpose(words), tf.reshape(dx, [rows * SLOTS, PROJECTED])),
          [weights.words.name]: product(tf.transpose(x), dh),
          [weights.flags.name]: product(tf.transpose(flags), dh),
          [weights.hiddenBias.name]: tf.sum(dh, 0),
          [weights.out.name]: product(tf.transpose(active), dz),
          [weights.outBias.name]: tf.sum(dz, 0),
        });
        for (const w of [weights.words, weights.flags, weights.out]) w.assign(tf.mul(w, 1 - step * decay));
      });
    }
  }
  const network = Object.fromEntries(
    Object.entries(weights).map(([name, w]) => [name, Float32Array.from(w.dataSync())]),
  ) as unknown as MentionNetwork;
  for (const w of Object.values(weights)) w.dispose();
  optimiser.dispose();
  return network;
}

function gather(examples: readonly NetworkExample[], picked: Int32Array) {
  const words = new Float32Array(picked.length * SLOTS * DIMENSIONS);
  const flags = new Float32Array(picked.length * FLAGS);
  picked.forEach((index, row) => {
    words.set(examples[index]!.words, row * SLOTS * DIMENSIONS);
    flags.set(examples[index]!.flags, row * FLAGS);
  });
  return {
    words: tf.tensor2d(words, [picked.length * SLOTS, DIMENSIONS]),
    flags: tf.tensor2d(flags, [picked.length, FLAGS]),
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

/**
 * Discrete-time hazard network on static columns: a small perceptron with one logit per interval of time, fitted by
 * the likelihood of having passed the intervals survived and stopped in that of the event (Gensheimer and
 * Narasimhan, PeerJ 7:e6257, 2019). A competing end is censoring here: what it gives is a hazard. Trained with
 * TensorFlow.js on whatever backend is open; the bits are the same again on the same backend.
 */
import type { Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { tf } from '../backend.ts';
import '../gradients.ts';
import { seededRandom, shuffle } from '../linear/random.ts';

export interface NetRows {
  /** Row-major, standardised, nothing missing. */
  x: Float32Array;
  columns: number;
  /** Days. */
  time: Float64Array;
  /** 1 where the event was seen. */
  event: Uint8Array;
}

export interface HazardNetSettings {
  /** Right ends of the intervals, days; what lasts longer is censored at the last. */
  ends: number[];
  hidden: number;
  epochs: number;
  batch: number;
  rate: number;
  /** Penalty on the squares of weights, not of biases. */
  l2: number;
  seed: number;
}

export interface HazardNet {
  ends: number[];
  columns: number;
  /** columns × hidden, hidden, hidden × intervals, intervals; row-major. */
  weights: [Float32Array, Float32Array, Float32Array, Float32Array];
}

/** Interval in which a day lies, 0 … ends.length (beyond the last). */
function intervalOf(ends: readonly number[], day: number): number {
  let k = 0;
  while (k < ends.length && day > ends[k]!) k++;
  return k;
}

/**
 * What a row says of each interval: `passed` 1 if it was at risk in it to its end (by more than half, where censored
 * within), `stopped` 1 if the event came in it.
 */
function lessons({ time, event }: NetRows, ends: readonly number[]) {
  const intervals = ends.length;
  const passed = new Float32Array(time.length * intervals);
  const stopped = new Float32Array(time.length * intervals);
  for (let i = 0; i < time.length; i++) {
    const own = intervalOf(ends, time[i]!);
    for (let k = 0; k < own; k++) passed[i * intervals + k] = 1;
    if (own === intervals) continue;
    const from = own === 0 ? 0 : ends[own - 1]!;
    if (event[i] === 1) stopped[i * intervals + own] = 1;
    else if (time[i]! > (from + ends[own]!) / 2) passed[i * intervals + own] = 1;
  }
  return { passed, stopped };
}

/** Logits of interval k at the start: those of its hazard in all rows. */
function baseLogits(passed: Float32Array, stopped: Float32Array, intervals: number): Float32Array {
  return Float32Array.from({ length: intervals }, (_, k) => {
    let [p, s] = [1, 0.5];
    for (let at = k; at < passed.length; at += intervals) {
      p += passed[at]!;
      s += stopped[at]!;
    }
    return Math.log(s / p);
  });
}

function glorot(rows: number, columns: number, random: () => number): Float32Array {
  const most = Math.sqrt(6 / (rows + columns));
  return Float32Array.from({ length: rows * columns }, () => (2 * random() - 1) * most);
}

function pick(values: Float32Array, width: number, rows: Int32Array): Tensor2D {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    out.set(values.subarray(row * width, (row + 1) * width), i * width);
  });
  return tf.tensor2d(out, [rows.length, width]);
}

type Variables = [Variable, Variable, Variable, Variable];

const logitsOf = (x: Tensor2D, [w1, b1, w2, b2]: Variables): Tensor2D =>
  tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(x, w1 as Tensor2D), b1)), w2 as Tensor2D), b2);

/** −log likelihood per row: softplus(z) for intervals passed, softplus(−z) for the one of the event. */
function loss(z: Tensor, passed: Tensor, stopped: Tensor): Scalar {
  const lost = tf.add(tf.mul(passed, tf.softplus(z)), tf.mul(stopped, tf.softplus(tf.neg(z))));
  return tf.div(tf.sum(lost), z.shape[0]!);
}

export function trainHazardNet(rows: NetRows, settings: HazardNetSettings): HazardNet {
  const { ends, hidden, epochs, batch, rate, l2, seed } = settings;
  const { columns } = rows;
  const random = seededRandom(seed);
  const { passed, stopped } = lessons(rows, ends);
  const start = tf.variable;
  const variables: Variables = [
    start(tf.tensor2d(glorot(columns, hidden, random), [columns, hidden])),
    start(tf.zeros([hidden])),
    start(tf.tensor2d(glorot(hidden, ends.length, random), [hidden, ends.length])),
    start(tf.tensor1d(baseLogits(passed, stopped, ends.length))),
  ];
  const order = Int32Array.from(rows.time, (_, i) => i);
  const optimizer = tf.train.adam(rate);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (let from = 0; from + batch <= order.length || from === 0; from += batch) {
      const own = order.subarray(from, from + batch);
      tf.tidy(() => {
        const [x, p, s] = [
          pick(rows.x, columns, own),
          pick(passed, ends.length, own),
          pick(stopped, ends.length, own),
        ];
        const penalty = () =>
          tf.mul(l2 / 2, tf.add(tf.sum(tf.square(variables[0])), tf.sum(tf.square(variables[2]))));
        optimizer.minimize(
          () => tf.add(loss(logitsOf(x, variables), p, s), penalty()) as Scalar,
          false,
          variables,
        );
      });
    }
  }
  const weights = variables.map((v) => v.dataSync() as Float32Array) as HazardNet['weights'];
  tf.dispose(variables);
  optimizer.dispose();
  return { ends, columns, weights };
}

/** Hazard of each interval for one row. */
function hazards({ ends, columns, weights }: HazardNet, x: ArrayLike<number>): Float64Array {
  const [w1, b1, w2, b2] = weights;
  const hidden = b1.length;
  const z = Float64Array.from(b2);
  for (let h = 0; h < hidden; h++) {
    let sum = b1[h]!;
    for (let c = 0; c < columns; c++) sum += x[c]! * w1[c * hidden + h]!;
    if (sum <= 0) continue;
    for (let k = 0; k < ends.length; k++) z[k]! += sum * w2[h * ends.length + k]!;
  }
  return z.map((logit) => 1 / (1 + Math.exp(-logit)));
}

/** P(event by each day): the hazard is constant within an interval, and nothing comes after the last. */
export function netIncidence(net: HazardNet, x: ArrayLike<number>, days: ArrayLike<number>): Float64Array {
  const rates = hazards(net, x).map((h) => -Math.log1p(-Math.min(h, 1 - 1e-9)));
  return Float64Array.from(days as ArrayLike<number>, (day) => {
    let [from, sum] = [0, 0];
    for (let k = 0; k < net.ends.length && day > from; k++) {
      const end = net.ends[k]!;
      sum += rates[k]! * Math.min(1, (day - from) / (end - from));
      from = end;
    }
    return 1 - Math.exp(-sum);
  });
}

/**
 * The recurrent part of the temporal member (Hochreiter and Schmidhuber, Neural Computation 9, 1997; forget gates by
 * Gers et al., 2000). Trained unrolled over a lead's events; served one step an event, the state carried.
 */
import type { Tensor, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { tf } from '../backend.ts';
import { openLayers } from '../dense-layers.ts';
import { seededRandom } from '../linear/random.ts';
import { initial } from './dense-head.ts';
import { EVENT_WIDTH } from './event-vector.ts';

export const UNITS = 32;
const GATES = 4 * UNITS;
/** Output and cell, one after the other. */
export const STATE_WIDTH = 2 * UNITS;

/** Gates in the order input, forget, cell, output. */
export interface LstmWeights {
  /** (EVENT_WIDTH + UNITS) × GATES */
  kernel: Float32Array;
  bias: Float32Array;
}

export interface LstmVariables {
  all: Variable[];
  /** @param events steps × leads × EVENT_WIDTH; @returns outputs, (steps · leads) × UNITS, step by step */
  unroll(events: Tensor3D): Tensor2D;
  weights(): LstmWeights;
  dispose(): void;
}

export function lstmVariables(seed: number): LstmVariables {
  const random = seededRandom(seed);
  const input = tf.variable(tf.tensor2d(initial(EVENT_WIDTH, GATES, 1.5, random), [EVENT_WIDTH, GATES]));
  const recurrent = tf.variable(tf.tensor2d(initial(UNITS, GATES, 1, random), [UNITS, GATES]));
  const start = new Float32Array(GATES);
  // Remembering is the better first guess (Jozefowicz et al., ICML 2015).
  start.fill(1, UNITS, 2 * UNITS);
  const bias = tf.variable(tf.tensor1d(start)) as Variable;
  const all = [input, recurrent, bias];
  return {
    all,
    unroll(events) {
      const [steps, leads] = events.shape;
      const driven = tf.add(tf.matMul(tf.reshape(events, [steps * leads, EVENT_WIDTH]), input), bias);
      let h: Tensor = tf.zeros([leads, UNITS]);
      let c: Tensor = tf.zeros([leads, UNITS]);
      const outputs = tf.unstack(tf.reshape(driven, [steps, leads, GATES])).map((drive) => {
        const [i, f, g, o] = tf.split(tf.add(drive, tf.matMul(h as Tensor2D, recurrent)), 4, 1) as Tensor[];
        c = tf.add(tf.mul(tf.sigmoid(f!), c), tf.mul(tf.sigmoid(i!), tf.tanh(g!)));
        h = tf.mul(tf.sigmoid(o!), tf.tanh(c));
        return h;
      });
      return tf.concat(outputs, 0) as Tensor2D;
    },
    weights() {
      const kernel = new Float32Array((EVENT_WIDTH + UNITS) * GATES);
      kernel.set(input.dataSync());
      kernel.set(recurrent.dataSync(), EVENT_WIDTH * GATES);
      return { kernel, bias: Float32Array.from(bias.dataSync()) };
    },
    dispose: () => tf.dispose(all),
  };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export interface LstmCell {
  /**
   * One step of each of a batch of leads. A lead's bits do not depend on the others.
   *
   * @param rows of EVENT_WIDTH; @param states of STATE_WIDTH, changed in place
   */
  step(rows: readonly Float32Array[], states: readonly Float32Array[]): void;
}

/** Keeps tensors for the life of the process. One operation of the backend a step; the gates are cheap to do here. */
export function lstmCell({ kernel, bias }: LstmWeights): LstmCell {
  const width = EVENT_WIDTH + UNITS;
  const run = openLayers({ weights: kernel, inputs: width, units: GATES, bias });
  return {
    step(rows, states) {
      const x = new Float32Array(rows.length * width);
      rows.forEach((row, n) => {
        x.set(row, n * width);
        x.set(states[n]!.subarray(0, UNITS), n * width + EVENT_WIDTH);
      });
      const gates = run(x, rows.length);
      states.forEach((state, n) => {
        for (let u = 0, at = n * GATES; u < UNITS; u++, at++) {
          const cell =
            sigmoid(gates[at + UNITS]!) * state[UNITS + u]! +
            sigmoid(gates[at]!) * Math.tanh(gates[at + 2 * UNITS]!);
          state[UNITS + u] = cell;
          state[u] = sigmoid(gates[at + 3 * UNITS]!) * Math.tanh(cell);
        }
      });
    },
  };
}

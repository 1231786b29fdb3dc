/**
 * The training loop of every network here: Adam over shuffled batches, halving its step and going back to the best
 * weights when the loss on leads held aside stops falling. Seeded; the loss is the head's likelihood.
 */
import type { Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { tf } from '../backend.ts';
import '../gradients.ts';
import { headLoss } from './hazard-head.ts';
import type { LabelledLook } from './training-looks.ts';

export interface NetworkSettings {
  /** Most passes over the looks. */
  epochs: number;
  step: number;
  /** Times the step is halved before training ends. */
  halvings: number;
  /** Share by which weights shrink at each step, times the step. */
  decay: number;
}
export const NETWORK_SETTINGS: NetworkSettings = { epochs: 40, step: 6e-3, halvings: 4, decay: 0.1 };

export interface TrainableNetwork {
  variables: Variable[];
  /** Outputs of the looks of one batch, HEAD_WIDTH a row. Called within a tidy. */
  forward(batch: Int32Array): Tensor2D;
}

/** Shrinks as Adam steps: weights and not biases, of rank 2. */
function shrink(variables: readonly Variable[], share: number): void {
  tf.tidy(() => {
    for (const variable of variables) if (variable.rank === 2) variable.assign(tf.mul(variable, 1 - share));
  });
}

/** Mean of the head's loss over a batch, as an operation that TensorFlow.js can differentiate through. */
function batchLoss(outputs: Tensor2D, looks: readonly LabelledLook[], batch: Int32Array): Scalar {
  const op = tf.customGrad((x) => {
    const e = (x as Tensor).dataSync() as Float32Array;
    const width = outputs.shape[1];
    const slope = new Float32Array(e.length);
    let [loss, total] = [0, 0];
    batch.forEach((look, row) => {
      const { clocks, ending, weight } = looks[look]!;
      loss += headLoss(e, row * width, clocks, ending, weight, slope);
      total += weight;
    });
    for (let i = 0; i < slope.length; i++) slope[i]! /= total;
    return {
      value: tf.scalar(loss / total),
      gradFunc: (dy: Tensor) => tf.mul(tf.tensor2d(slope, outputs.shape), dy),
    };
  });
  return op(outputs) as Scalar;
}

function meanLoss(
  network: TrainableNetwork,
  looks: readonly LabelledLook[],
  batches: readonly Int32Array[],
): number {
  let [loss, total] = [0, 0];
  for (const batch of batches) {
    const weight = batch.reduce((sum, look) => sum + looks[look]!.weight, 0);
    loss += weight * tf.tidy(() => batchLoss(network.forward(batch), looks, batch).dataSync()[0]!);
    total += weight;
  }
  return loss / total;
}

/**
 * @param batches of looks to learn from, in an order of its own each time it is called
 * @param aside batches of looks of other leads, that say when to stop
 * @returns the loss on those held aside
 */
export async function fitNetwork(
  network: TrainableNetwork,
  looks: readonly LabelledLook[],
  batches: () => Int32Array[],
  aside: readonly Int32Array[],
  settings: NetworkSettings,
  tell: (epoch: number, loss: number) => void = () => {},
): Promise<number> {
  let { step } = settings;
  let optimizer = tf.train.adam(step);
  let best = meanLoss(network, looks, aside);
  let kept = network.variables.map((v) => v.dataSync().slice());
  let [halvings, stale] = [0, 0];
  for (let epoch = 0; epoch < settings.epochs && halvings <= settings.halvings; epoch++) {
    for (const batch of batches()) {
      optimizer.minimize(() => batchLoss(network.forward(batch), looks, batch), false, network.variables);
      shrink(network.variables, step * settings.decay);
    }
    // A pause, so that whoever shows progress can.
    await new Promise((resume) => setImmediate(resume));
    const loss = meanLoss(network, looks, aside);
    tell(epoch, loss);
    if (loss < best - 1e-4) {
      best = loss;
      kept = network.variables.map((v) => v.dataSync().slice());
      stale = 0;
    } else if (++stale === 2) {
      restore(network.variables, kept);
      stale = 0;
      halvings++;
      step /= 2;
      optimizer.dispose();
      optimizer = tf.train.adam(step);
    }
  }
  restore(network.variables, kept);
  optimizer.dispose();
  return best;
}

function restore(variables: readonly Variable[], kept: readonly ArrayLike<number>[]): void {
  variables.forEach((variable, i) => {
    tf.tidy(() => variable.assign(tf.tensor(Float32Array.from(kept[i]!), variable.shape)));
  });
}

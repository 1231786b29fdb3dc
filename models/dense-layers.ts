/**
 * Fully connected layers as they serve. The engine is asked for the kernel itself: its operators reshape and record
 * for gradients around it, which costs more than the arithmetic of a layer as small as these.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from './backend.ts';

export interface DenseLayer {
  /** inputs × units, row-major. */
  weights: Float32Array;
  inputs: number;
  units: number;
  bias?: Float32Array;
  /** linear where none is given */
  activation?: 'linear' | 'relu';
}

/** @param x rows × inputs of the first layer; @returns rows × units of the last. A row's bits do not depend on the others. */
export type RunLayers = (x: Float32Array, rows: number) => Float32Array;

/** One layer after the other. Keeps tensors for the life of the process, as the weights of a model do. */
export function openLayers(...layers: readonly DenseLayer[]): RunLayers {
  const engine = tf.engine();
  const opened = layers.map(openLayer);
  const { inputs } = layers[0]!;
  return (x, rows) => {
    let now: Tensor = engine.makeTensor(x, [1, rows, inputs], 'float32');
    for (const run of opened) {
      const next = run(now);
      now.dispose();
      now = next;
    }
    const out = now.dataSync() as Float32Array;
    now.dispose();
    return out;
  };
}

function openLayer({ weights, inputs, units, bias, activation = 'linear' }: DenseLayer) {
  const engine = tf.engine();
  const b = tf.tensor3d(weights, [1, inputs, units]);
  const [transposeA, transposeB] = [false, false];
  if (!bias)
    return (a: Tensor) => engine.runKernel('BatchMatMul', { a, b }, { transposeA, transposeB }) as Tensor;
  const biases = tf.tensor1d(bias);
  const attrs = { transposeA, transposeB, activation };
  return (a: Tensor) => engine.runKernel('_FusedMatMul', { a, b, bias: biases }, attrs) as Tensor;
}

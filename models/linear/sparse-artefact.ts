/** A {@link SparseLinear} as arrays of an artefact, under a prefix. */
import type { Artefact } from '../artefact.ts';
import { indexRows, type SparseLinear } from './sparse-linear.ts';

export const sparseArrays = (model: SparseLinear) => ({
  ids: model.ids,
  weights: model.weights,
  scales: model.scales,
  bias: model.bias,
});

export function readSparse(artefact: Artefact, space: number): SparseLinear {
  const ids = artefact.array('ids', 'Uint32Array');
  const bias = artefact.array('bias', 'Float32Array');
  return {
    classes: bias.length,
    ids,
    weights: artefact.array('weights', 'Int8Array'),
    scales: artefact.array('scales', 'Float32Array'),
    bias,
    rowOf: indexRows(ids, space),
  };
}

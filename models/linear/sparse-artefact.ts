/** A {@link SparseLinear} as arrays of an artefact. */
import type { Artefact } from '../artefact.ts';
import { RowIndex, type SparseLinear } from './sparse-linear.ts';

export const sparseArrays = ({ ids, rows, bias }: SparseLinear) => ({
  ids,
  weights: rows.bytes,
  scales: rows.scales,
  bias,
});

export function readSparse(artefact: Artefact, space: number): SparseLinear {
  const ids = artefact.array('ids', 'Uint32Array');
  const bias = artefact.array('bias', 'Float32Array');
  const bytes = artefact.array('weights', 'Int8Array');
  const scales = artefact.array('scales', 'Float32Array');
  return { ids, rows: { classes: bias.length, bytes, scales }, bias, index: new RowIndex(ids, space) };
}

/** A {@link SparseLinear} as arrays of an artefact, under a prefix. */
import type { Artefact } from '../artefact.ts';
import { RowIndex, type SparseLinear } from './sparse-linear.ts';

export const sparseArrays = ({ ids, rows, bias }: SparseLinear, prefix = '') => ({
  [`${prefix}ids`]: ids,
  [`${prefix}weights`]: rows.bytes,
  [`${prefix}scales`]: rows.scales,
  [`${prefix}bias`]: bias,
});

export function readSparse(artefact: Artefact, space: number, prefix = ''): SparseLinear {
  const ids = artefact.array(`${prefix}ids`, 'Uint32Array');
  const bias = artefact.array(`${prefix}bias`, 'Float32Array');
  const bytes = artefact.array(`${prefix}weights`, 'Int8Array');
  const scales = artefact.array(`${prefix}scales`, 'Float32Array');
  return { ids, rows: { classes: bias.length, bytes, scales }, bias, index: new RowIndex(ids, space) };
}

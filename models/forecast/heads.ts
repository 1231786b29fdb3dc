/**
 * The members' heads as one network, for serving. All members are told the present and each its own inputs beside it,
 * so their first layers are blocks of one matrix. What they put out is summed, each member with its share: with the
 * shares of a stage that is the fused forecast, with one share of 1 it is that member's alone.
 */
import { openLayers } from '../dense-layers.ts';
import type { DenseWeights } from './dense-head.ts';
import { HEAD_WIDTH } from './hazard-head.ts';
import { NOW_WIDTH } from './now-vector.ts';

export interface Heads {
  /** Length of a row: the present, then each member's own inputs. */
  width: number;
  /** Where each member's own inputs begin. */
  own: readonly number[];
  /** @returns HEAD_WIDTH a row. A row's bits do not depend on the others. */
  run(rows: readonly HeadRow[]): Float32Array;
}

export interface HeadRow {
  /** `width` of the heads. */
  inputs: Float32Array;
  /** Of each member in what is put out. */
  shares: ArrayLike<number>;
}

/** Keeps tensors for the life of the process, as the weights of a model do. */
export function openHeads(members: readonly DenseWeights[]): Heads {
  const own = runningSums(
    NOW_WIDTH,
    members.map(({ inputs }) => inputs - NOW_WIDTH),
  );
  const units = runningSums(
    0,
    members.map(({ bias }) => bias.length),
  );
  const width = own.at(-1)!;
  const hidden = units.at(-1)!;
  const bias = joined(members.map((member) => member.bias));
  const into = { weights: firstLayer(members, own, units), inputs: width, units: hidden, bias };
  const first = openLayers({ ...into, activation: 'relu' });
  const out = joined(members.map((member) => member.out));
  const second = openLayers({ weights: out, inputs: hidden, units: HEAD_WIDTH });
  return {
    width,
    own: own.slice(0, -1),
    run(rows) {
      const { x, of } = distinct(rows, width);
      const active = first(x, x.length / width);
      const shared = new Float32Array(rows.length * hidden);
      rows.forEach(({ shares }, row) => {
        const [from, to] = [of[row]! * hidden, row * hidden];
        for (let m = 0; m < members.length; m++)
          for (let u = units[m]!; u < units[m + 1]!; u++) shared[to + u] = active[from + u]! * shares[m]!;
      });
      return second(shared, rows.length);
    },
  };
}

/** Rows of the very same inputs, one after the other, go through the first layer once. @returns where in x each row is */
function distinct(rows: readonly HeadRow[], width: number): { x: Float32Array; of: Uint32Array } {
  const of = new Uint32Array(rows.length);
  for (let row = 1; row < rows.length; row++)
    of[row] = of[row - 1]! + (rows[row]!.inputs === rows[row - 1]!.inputs ? 0 : 1);
  const x = new Float32Array((of.at(-1)! + 1) * width);
  rows.forEach(({ inputs }, row) => {
    if (of[row] !== of[row - 1]) x.set(inputs, of[row]! * width);
  });
  return { x, of };
}

/** `from`, and the sum after each of the lengths. */
function runningSums(from: number, lengths: readonly number[]): number[] {
  const sums = [from];
  for (const length of lengths) sums.push(sums.at(-1)! + length);
  return sums;
}

/** Rows of the present are shared by all members, the others are each member's alone. */
function firstLayer(
  members: readonly DenseWeights[],
  own: readonly number[],
  units: readonly number[],
): Float32Array {
  const hidden = units.at(-1)!;
  const layer = new Float32Array(own.at(-1)! * hidden);
  members.forEach(({ inputs, into, bias }, m) => {
    for (let i = 0; i < inputs; i++) {
      const row = i < NOW_WIDTH ? i : own[m]! + i - NOW_WIDTH;
      layer.set(into.subarray(i * bias.length, (i + 1) * bias.length), row * hidden + units[m]!);
    }
  });
  return layer;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

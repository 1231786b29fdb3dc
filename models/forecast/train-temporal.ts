/** Trains the recurrent member and its head together, unrolled over stretches of each lead's events. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { tf } from '../backend.ts';
import { seededRandom, shuffle } from '../linear/random.ts';
import { denseVariables } from './dense-head.ts';
import { EVENT_WIDTH } from './event-vector.ts';
import { fitNetwork, type NetworkSettings } from './fit-network.ts';
import { type LstmWeights, lstmVariables, UNITS } from './lstm.ts';
import type { MemberWeights } from './members.ts';
import { NOW_WIDTH } from './now-vector.ts';
import { inBatches } from './train-dense-member.ts';
import type { LabelledLook } from './training-looks.ts';

const HEAD_UNITS = 24;
/** Stretches unrolled at once. */
const BATCH = 96;
/**
 * Looks are learned from in runs of this many events, with so many events before them to warm the state up; a longer
 * past costs more than it teaches, and serving carries the whole of it.
 */
const RUN = 48;
const WARM_UP = 24;

/** A run of one lead's events, and the looks that fall into it. */
interface Stretch {
  lead: number;
  from: number;
  to: number;
  looks: number[];
}

export interface TemporalWeights extends MemberWeights {
  lstm: LstmWeights;
}

function stretchesOf(looks: readonly LabelledLook[]): Stretch[] {
  const stretches = new Map<string, Stretch>();
  looks.forEach(({ lead, steps }, i) => {
    const run = Math.floor((steps - 1) / RUN);
    const key = `${lead}/${run}`;
    let stretch = stretches.get(key);
    if (!stretch) {
      stretch = { lead, from: Math.max(0, run * RUN - WARM_UP), to: steps, looks: [] };
      stretches.set(key, stretch);
    }
    stretch.to = Math.max(stretch.to, steps);
    stretch.looks.push(i);
  });
  return [...stretches.values()];
}

/** Picks rows; the gradient goes back to where they came from. Not every backend can differentiate a gather. */
function pickRows(outputs: Tensor2D, picked: Int32Array): Tensor2D {
  const [rows, width] = outputs.shape;
  const op = tf.customGrad((x) => {
    const all = (x as Tensor).dataSync();
    const some = new Float32Array(picked.length * width);
    picked.forEach((row, i) => {
      some.set(all.subarray(row * width, (row + 1) * width) as Float32Array, i * width);
    });
    const gradFunc = (dy: Tensor) => {
      const slope = dy.dataSync();
      const back = new Float32Array(rows * width);
      picked.forEach((row, i) => {
        for (let k = 0; k < width; k++) back[row * width + k]! += slope[i * width + k]!;
      });
      return tf.tensor2d(back, [rows, width]);
    };
    return { value: tf.tensor2d(some, [picked.length, width]), gradFunc };
  });
  return op(outputs) as Tensor2D;
}

/** Batches of stretches about as long as each other, as the looks in them. */
function batchesOf(stretches: readonly Stretch[], random: () => number): Int32Array[] {
  const noise = stretches.map(() => random() * 8);
  const order = Int32Array.from(stretches.keys()).sort((a, b) => {
    const length = (i: number) => stretches[i]!.to - stretches[i]!.from + noise[i]!;
    return length(a) - length(b) || a - b;
  });
  const batches = inBatches(order, BATCH);
  const turns = Int32Array.from(batches.keys());
  shuffle(turns, random);
  return Array.from(turns, (turn) =>
    Int32Array.from([...batches[turn]!].flatMap((s) => stretches[s]!.looks)),
  );
}

/** @param rows of each lead, one a step */
export async function trainTemporal(
  looks: readonly LabelledLook[],
  rows: readonly Float32Array[][],
  aside: readonly boolean[],
  seed: number,
  settings: NetworkSettings,
  tell: (epoch: number, loss: number) => void,
): Promise<TemporalWeights> {
  const stretches = stretchesOf(looks);
  const home = new Map(stretches.flatMap((stretch) => stretch.looks.map((look) => [look, stretch] as const)));
  const random = seededRandom(seed + 1);
  const lstm = lstmVariables(seed);
  const dense = denseVariables(NOW_WIDTH + UNITS, HEAD_UNITS, seed + 2);
  const learn = stretches.filter(({ looks: [first] }) => !aside[first!]);
  const held = stretches.filter(({ looks: [first] }) => aside[first!]);
  await fitNetwork(
    {
      variables: [...lstm.all, ...dense.all],
      forward(batch): Tensor2D {
        const used = [...new Set(Array.from(batch, (look) => home.get(look)!))];
        const outputs = lstm.unroll(
          tf.tensor3d(unrolled(used, rows), [longest(used), used.length, EVENT_WIDTH]),
        );
        const column = new Map(used.map((stretch, i) => [stretch, i]));
        const picked = Int32Array.from(batch, (look) => {
          const stretch = home.get(look)!;
          return (looks[look]!.steps - 1 - stretch.from) * used.length + column.get(stretch)!;
        });
        const now = new Float32Array(batch.length * NOW_WIDTH);
        batch.forEach((look, row) => {
          now.set(looks[look]!.now, row * NOW_WIDTH);
        });
        return dense.forward(
          tf.concat([tf.tensor2d(now, [batch.length, NOW_WIDTH]), pickRows(outputs, picked)], 1),
        );
      },
    },
    looks,
    () => batchesOf(learn, random),
    batchesOf(held, seededRandom(seed)),
    settings,
    tell,
  );
  const scaling = { means: new Float32Array(UNITS), spreads: new Float32Array(UNITS).fill(1) };
  const weights = { lstm: lstm.weights(), scaling, dense: dense.weights() };
  lstm.dispose();
  dense.dispose();
  return weights;
}

const longest = (stretches: readonly Stretch[]): number =>
  Math.max(...stretches.map(({ from, to }) => to - from));

/** Steps × stretches × EVENT_WIDTH; after a stretch's end it is 0, and nobody looks there. */
function unrolled(stretches: readonly Stretch[], rows: readonly Float32Array[][]): Float32Array {
  const steps = longest(stretches);
  const out = new Float32Array(steps * stretches.length * EVENT_WIDTH);
  stretches.forEach(({ lead, from, to }, column) => {
    for (let s = from; s < to; s++)
      out.set(rows[lead]![s]!, ((s - from) * stretches.length + column) * EVENT_WIDTH);
  });
  return out;
}

/** Trains a member whose inputs are a row of numbers. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { tf } from '../backend.ts';
import { seededRandom, shuffle } from '../linear/random.ts';
import { denseVariables } from './dense-head.ts';
import { fitNetwork, type NetworkSettings } from './fit-network.ts';
import { type MemberWeights, memberInputs, type OwnInputs } from './members.ts';
import { NOW_WIDTH } from './now-vector.ts';
import { fitScaling } from './scaling.ts';
import type { LabelledLook } from './training-looks.ts';

const UNITS = 24;
const BATCH = 512;

/** Consecutive runs of at most `size`. */
export function inBatches(items: Int32Array, size: number): Int32Array[] {
  const batches: Int32Array[] = [];
  for (let from = 0; from < items.length; from += size) batches.push(items.subarray(from, from + size));
  return batches;
}

/** @param aside whether a look's lead is held aside, to say when to stop */
export async function trainDenseMember(
  looks: readonly LabelledLook[],
  own: OwnInputs,
  aside: readonly boolean[],
  seed: number,
  settings: NetworkSettings,
  tell: (epoch: number, loss: number) => void,
): Promise<MemberWeights> {
  const scaling = fitScaling(looks.map(own));
  const x = memberInputs(looks, own, scaling);
  const width = NOW_WIDTH + scaling.means.length;
  const dense = denseVariables(width, UNITS, seed);
  const random = seededRandom(seed + 1);
  const learn = Int32Array.from(aside.keys()).filter((i) => !aside[i]);
  const held = Int32Array.from(aside.keys()).filter((i) => aside[i]!);
  await fitNetwork(
    {
      variables: dense.all,
      forward(batch): Tensor2D {
        const rows = new Float32Array(batch.length * width);
        batch.forEach((look, row) => {
          rows.set(x.subarray(look * width, (look + 1) * width), row * width);
        });
        return dense.forward(tf.tensor2d(rows, [batch.length, width]));
      },
    },
    looks,
    () => {
      shuffle(learn, random);
      return inBatches(learn, BATCH);
    },
    inBatches(held, BATCH),
    settings,
    tell,
  );
  const weights = dense.weights();
  dense.dispose();
  return { scaling, dense: weights };
}

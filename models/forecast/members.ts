/**
 * The four members, each a hazard model alone: how the lead stands now, and what the member alone looks at, through a
 * network to the coefficients of the shared head.
 */
import type { DenseHead, DenseWeights } from './dense-head.ts';
import { HEAD_WIDTH } from './hazard-head.ts';
import { NOW_WIDTH } from './now-vector.ts';
import type { Look } from './replay-history.ts';
import { type Scaling, scaleInto } from './scaling.ts';

export const MEMBERS = ['temporal', 'behavioral', 'graph', 'market'] as const;
export type MemberName = (typeof MEMBERS)[number];

/** A trained network of one member. */
export interface MemberWeights {
  /** Of the member's own inputs; the present ones are on a scale already. */
  scaling: Scaling;
  dense: DenseWeights;
}

/** What a member looks at beside {@link Look.now}, for each look. */
export type OwnInputs = (look: Look, index: number) => Float32Array;

/** Rows of NOW_WIDTH and own inputs. */
export function memberInputs(
  looks: readonly Look[],
  own: OwnInputs,
  scaling: Scaling,
  out = new Float32Array(looks.length * (NOW_WIDTH + scaling.means.length)),
): Float32Array {
  const width = NOW_WIDTH + scaling.means.length;
  looks.forEach((look, row) => {
    out.set(look.now, row * width);
    scaleInto(scaling, own(look, row), out, row * width + NOW_WIDTH);
  });
  return out;
}

/** Rows that go through a network at once; more would only cost memory. */
const MOST_ROWS = 1024;

/** Outputs of all looks, HEAD_WIDTH a row. */
export function memberOutputs(
  looks: readonly Look[],
  own: OwnInputs,
  scaling: Scaling,
  head: DenseHead,
): Float32Array {
  const out = new Float32Array(looks.length * HEAD_WIDTH);
  for (let from = 0; from < looks.length; from += MOST_ROWS) {
    const some = looks.slice(from, from + MOST_ROWS);
    const x = memberInputs(some, (look, row) => own(look, from + row), scaling);
    out.set(head.run(x, some.length), from * HEAD_WIDTH);
  }
  return out;
}

/** States as bytes and back, to the bit; older versions are brought up step by step as they are read. */
import { addExtension, Packr } from 'msgpackr';
import { packFloats, unpackFloats } from './sparse-floats.ts';

// Plain MessagePack with field names, so that any tool can read a state; type 1 is a sparse Float64Array.
const packr = new Packr({ useRecords: false, moreTypes: true });
addExtension({ Class: Float64Array, type: 1, pack: packFloats, unpack: unpackFloats });

/** Version n → what makes of its state one of version n + 1. A step once released never changes. */
export type Upgrades = Record<number, (state: Record<string, unknown>) => Record<string, unknown>>;

export interface StateCodec<S> {
  pack(state: S): Uint8Array;
  /** Throws where the bytes are no state, or one of a later Doorstep. */
  unpack(bytes: Uint8Array): S;
}

export function createStateCodec<S extends { v: number }>(
  version: number,
  upgrades: Upgrades,
): StateCodec<S> {
  return {
    pack: (state) => packr.pack(state),
    unpack: (bytes) => upgrade(packr.unpack(bytes), version, upgrades) as unknown as S,
  };
}

/** The same state in version `to`. Throws where no way leads there. */
function upgrade(state: unknown, to: number, upgrades: Upgrades): Record<string, unknown> {
  let now = state as Record<string, unknown>;
  if (typeof now?.v !== 'number') throw new Error('state: has no version. It was not written by Doorstep');
  if (now.v > to)
    throw new Error(`state: has version ${now.v}, this Doorstep knows ${to}. Start a newer Doorstep`);
  for (let v = now.v; v < to; v++) {
    const step = upgrades[v];
    if (!step) throw new Error(`state: no upgrade from version ${v}. Start a Doorstep between the two`);
    now = { ...step(now), v: v + 1 };
  }
  return now;
}

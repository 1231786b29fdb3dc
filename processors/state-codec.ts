/** States as bytes and back, to the bit; older versions are brought up step by step as they are read. */
import { addExtension, Packr } from 'msgpackr';
import { fromRow, type Layout, toRow } from './row-layout.ts';
import { packFloats, unpackFloats } from './sparse-floats.ts';

// Plain MessagePack; extension type 1 is a sparse Float64Array.
const packr = new Packr({ useRecords: false, moreTypes: true });
addExtension({ Class: Float64Array, type: 1, pack: packFloats, unpack: unpackFloats });

/** Version n → what makes of its state one of version n + 1. A step once released never changes. */
export type Upgrades = Readonly<Record<number, (state: Versioned) => Record<string, unknown>>>;
type Versioned = Record<string, unknown> & { v: number };

export interface StateCodec<S> {
  pack(state: S): Uint8Array;
  /** Throws where the bytes are no state, or one of a later Doorstep. */
  unpack(bytes: Uint8Array): S;
}

/** Bytes hold the pair of version and row. `layouts` has one for every version that may still be read. */
export function createStateCodec<S extends { v: number }>(
  layouts: Readonly<Record<number, Layout>>,
  upgrades: Upgrades = {},
): StateCodec<S> {
  const version = Math.max(...Object.keys(layouts).map(Number));
  return {
    pack: (state) => packr.pack([state.v, toRow(state, layouts[version]!)]),
    unpack(bytes) {
      const [v, row] = pairOf(packr.unpack(bytes));
      const layout = layouts[v];
      if (!layout)
        throw new Error(`state: has version ${v}, this Doorstep knows ${version}. Start a newer Doorstep`);
      return upgrade({ v, ...fromRow(row, layout) }, version, upgrades) as unknown as S;
    },
  };
}

function pairOf(packed: unknown): [v: number, row: unknown] {
  if (Array.isArray(packed) && typeof packed[0] === 'number') return [packed[0], packed[1]];
  throw new Error('state: has no version. It was not written by Doorstep');
}

/** The same state in version `to`. Throws where no way leads there. */
function upgrade(state: Versioned, to: number, upgrades: Upgrades): Versioned {
  let now = state;
  for (let v = state.v; v < to; v++) {
    const step = upgrades[v];
    if (!step) throw new Error(`state: no upgrade from version ${v}. Start a Doorstep between the two`);
    now = { ...step(now), v: v + 1 };
  }
  return now;
}

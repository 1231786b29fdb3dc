/**
 * The static part of the ensemble: what is known of a case once, without its history. A random survival forest, a
 * discrete-time hazard network and Cox proportional hazards, stacked on forecasts of folds left out.
 */
import { openForest } from '../forest/forest.ts';
import { trainForest } from '../forest/train.ts';
import { seededRandom, shuffle } from '../linear/random.ts';
import { coxSurvival, fitCox } from './cox.ts';
import { type ColumnKinds, fitEncoder } from './encode-columns.ts';
import type { StaticTable } from './flchain.ts';
import { netIncidence, trainHazardNet } from './hazard-net.ts';
import type { Seen } from './seen.ts';
import { stackCurves } from './stack-curves.ts';

export const STATIC_MEMBERS = ['cox', 'forest', 'net'] as const;

export const STATIC_SETTINGS = {
  forest: { trees: 100, minLeaf: 15, maxDepth: 16, share: 0.632, seed: 11 },
  net: { hidden: 24, epochs: 30, batch: 64, rate: 0.003, l2: 1e-3, seed: 12 },
  cox: { l2: 1 },
  /** Intervals of the network, with equally many events in each. */
  intervals: 20,
  innerFolds: 5,
  foldSeed: 13,
} as const;

/** Curves of the rows asked for: P(event by each of the days). */
type Forecast = (rows: readonly number[]) => ArrayLike<number>[];

export const seenOf = ({ time, event }: StaticTable, rows: readonly number[]): Seen[] =>
  rows.map((row) => ({ days: time[row]!, result: event[row] === 1 ? 'converted' : 'open', weight: 1 }));

/** Folds 0 … folds − 1 for the rows, shuffled by the seed. */
export function dealFolds(rows: readonly number[], folds: number, seed: number): number[][] {
  const order = Int32Array.from(rows);
  shuffle(order, seededRandom(seed));
  return Array.from({ length: folds }, (_, fold) => [...order].filter((_, i) => i % folds === fold));
}

function forestMember(table: StaticTable, rows: readonly number[], days: Float64Array): Forecast {
  const { trees, minLeaf, maxDepth, share, seed } = STATIC_SETTINGS.forest;
  const { columns } = table;
  const x = Float32Array.from(table.x);
  const forest = trainForest(
    {
      x: Float32Array.from(rows.flatMap((row) => [...x.subarray(row * columns, (row + 1) * columns)])),
      columns,
      time: Float32Array.from(rows, (row) => table.time[row]!),
      kind: Uint8Array.from(rows, (row) => table.event[row]!),
      weight: new Float32Array(rows.length).fill(1),
      group: Int32Array.from(rows, (_, i) => i),
    },
    {
      ...{ trees, minLeaf, maxDepth, seed, edges: days },
      mtry: Math.ceil(Math.sqrt(columns)),
      sampleRows: Math.round(share * rows.length),
    },
  );
  const incidence = openForest(forest);
  return (wanted) =>
    wanted.map((row) => {
      const out = new Float32Array(days.length);
      incidence(x, out, row * columns);
      return out;
    });
}

/** Days that cut the events of the rows into equal parts; the last lies after everything seen. */
function equalEvents({ time, event }: StaticTable, rows: readonly number[], intervals: number): number[] {
  const days = rows.filter((row) => event[row] === 1).map((row) => time[row]!);
  days.sort((a, b) => a - b);
  const inner = Array.from({ length: intervals - 1 }, (_, k) => {
    return days[Math.floor(((k + 1) * days.length) / intervals)]!;
  });
  const last = rows.reduce((most, row) => Math.max(most, time[row]!), 0);
  return [...new Set([...inner.filter((day) => day > 0 && day < last), last])];
}

function netMember(
  table: StaticTable,
  rows: readonly number[],
  days: Float64Array,
  kinds: ColumnKinds,
): Forecast {
  const encoder = fitEncoder(table, rows, kinds);
  const net = trainHazardNet(
    {
      x: encoder.encode(rows),
      columns: encoder.columns,
      time: Float64Array.from(rows, (row) => table.time[row]!),
      event: Uint8Array.from(rows, (row) => table.event[row]!),
    },
    { ...STATIC_SETTINGS.net, ends: equalEvents(table, rows, STATIC_SETTINGS.intervals) },
  );
  return (wanted) => {
    const x = encoder.encode(wanted);
    const { columns } = encoder;
    return wanted.map((_, i) => netIncidence(net, x.subarray(i * columns, (i + 1) * columns), days));
  };
}

function coxMember(
  table: StaticTable,
  rows: readonly number[],
  days: Float64Array,
  kinds: ColumnKinds,
): Forecast {
  const encoder = fitEncoder(table, rows, kinds);
  const { columns } = encoder;
  const cox = fitCox(
    {
      x: Float64Array.from(encoder.encode(rows)),
      columns,
      time: Float64Array.from(rows, (row) => table.time[row]!),
      event: Uint8Array.from(rows, (row) => table.event[row]!),
    },
    STATIC_SETTINGS.cox.l2,
  );
  return (wanted) => {
    const x = encoder.encode(wanted);
    return wanted.map((_, i) =>
      coxSurvival(cox, x.subarray(i * columns, (i + 1) * columns), days).map((s) => 1 - s),
    );
  };
}

/** The members in the order of STATIC_MEMBERS, fitted on the rows. */
const fitMembers = (
  table: StaticTable,
  rows: readonly number[],
  days: Float64Array,
  kinds: ColumnKinds,
): Forecast[] => [
  coxMember(table, rows, days, kinds),
  forestMember(table, rows, days),
  netMember(table, rows, days, kinds),
];

export interface StaticEnsemble {
  /** By member. */
  weights: Float64Array;
  members: Forecast[];
  forecast: Forecast;
}

/**
 * Fits on the rows only: weights on forecasts of inner folds left out, members then again on all the rows.
 * A TensorFlow.js backend must be open.
 * @param days an even grid on which curves are given and the weights are chosen
 */
export function fitStaticEnsemble(
  table: StaticTable,
  rows: readonly number[],
  days: Float64Array,
  kinds: ColumnKinds,
): StaticEnsemble {
  const folds = dealFolds(rows, STATIC_SETTINGS.innerFolds, STATIC_SETTINGS.foldSeed);
  const left = folds.map((fold, f) => {
    const others = folds.flatMap((rest, r) => (r === f ? [] : rest));
    return fitMembers(table, others, days, kinds).map((member) => member(fold));
  });
  const curves = STATIC_MEMBERS.map((_, m) => left.flatMap((members) => members[m]!));
  const weights = stackCurves(seenOf(table, folds.flat()), curves, days);
  const members = fitMembers(table, rows, days, kinds);
  const forecast: Forecast = (wanted) => {
    const own = members.map((member) => member(wanted));
    return wanted.map((_, i) =>
      Float64Array.from(days, (_, d) => own.reduce((sum, c, m) => sum + weights[m]! * c[i]![d]!, 0)),
    );
  };
  return { weights, members, forecast };
}

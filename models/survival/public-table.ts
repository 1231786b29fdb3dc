/** The metric code and the static part of the ensemble on a public table, beside figures measured by others. */
import { integratedBrier } from './brier.ts';
import { dCalibration } from './calibration.ts';
import { concordance, unoConcordance } from './concordance.ts';
import { FLCHAIN_COLUMNS, readFlchain, type StaticTable } from './flchain.ts';
import { aalenJohansen } from './product-limit.ts';
import { dealFolds, fitStaticEnsemble, STATIC_MEMBERS, seenOf } from './static-ensemble.ts';
import { valueAt } from './step-curve.ts';

/** Means over five folds, by other software. */
export const REFERENCES = {
  cox: { c: 0.791, ibs: 0.0998 },
  forest: { c: 0.781, ibs: 0.0998 },
} as const;

/**
 * The grid of the integrated Brier score: even between these quantiles of follow-up (`futime`) in the rows learned
 * from. On it our own Cox model has the reference's score; on grids from day 1 or by deaths it has less.
 */
const GRID = { from: 0.05, to: 0.95, points: 100 };
const FOLDS = 5;
const FOLD_SEED = 1;

const KINDS = {
  categories: [FLCHAIN_COLUMNS.indexOf('flc.grp')],
  logarithms: [FLCHAIN_COLUMNS.indexOf('kappa'), FLCHAIN_COLUMNS.indexOf('lambda')],
};

function gridOf({ time }: StaticTable, rows: readonly number[]): Float64Array {
  const sorted = rows.map((row) => time[row]!).sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.floor(q * (sorted.length - 1))]!;
  const [from, to] = [at(GRID.from), at(GRID.to)];
  return Float64Array.from({ length: GRID.points }, (_, k) => from + ((to - from) * k) / (GRID.points - 1));
}

export interface PublicFigures {
  model: string;
  /** Harrell's. */
  c: number;
  /** Uno's, up to the end of the grid. */
  unoC: number;
  ibs: number;
  /** Folds that pass the test of D-calibration at 5 %, what lies beyond the grid cut off at its end. */
  dCalibrated: number;
}

export interface PublicTable {
  table: 'flchain';
  rows: number;
  events: number;
  folds: number;
  grid: string;
  /** Means over folds: ours (stacked), its members, Kaplan–Meier. */
  figures: PublicFigures[];
  /** Weight of each member by fold. */
  weights: { member: string; byFold: number[] }[];
  references: typeof REFERENCES;
}

/** P(no event by a day) from a curve on the grid, straight between its days and from 1 on day 0. */
function survivalAt(curve: ArrayLike<number>, days: Float64Array, day: number): number {
  let [k, from, p] = [0, 0, 0];
  for (; k < days.length - 1 && days[k]! < day; k++) [from, p] = [days[k]!, curve[k]!];
  return 1 - p - (curve[k]! - p) * Math.min(1, (day - from) / (days[k]! - from));
}

/** Ranked by the area under the curve: surely and soon is high. */
function figuresOf(
  table: StaticTable,
  rows: readonly number[],
  days: Float64Array,
  curves: ArrayLike<number>[],
) {
  const seen = seenOf(table, rows);
  const end = days[days.length - 1]!;
  const ranked = seen.map((s, i) => ({ ...s, p: Array.from(curves[i]!).reduce((sum, p) => sum + p, 0) }));
  const cutOff = seen.map((s, i) => ({
    ...s,
    ...(s.days > end && { days: end, result: 'open' as const }),
    survival: survivalAt(curves[i]!, days, Math.min(end, s.days)),
  }));
  return {
    c: concordance(ranked),
    unoC: unoConcordance(ranked, end),
    ibs: integratedBrier(seen, days, (i, k) => curves[i]![k]!),
    dCalibrated: dCalibration(cutOff).calibrated ? 1 : 0,
  };
}

function checkFold(table: StaticTable, folds: readonly number[][], f: number) {
  const test = folds[f]!;
  const train = folds.flatMap((rest, r) => (r === f ? [] : rest));
  const days = gridOf(table, train);
  const ensemble = fitStaticEnsemble(table, train, days, KINDS);
  const constant = aalenJohansen(seenOf(table, train));
  const level = Float64Array.from(days, (day) => valueAt(constant, day));
  const figures = [
    { model: 'stacked', ...figuresOf(table, test, days, ensemble.forecast(test)) },
    ...ensemble.members.map((member, m) => {
      return { model: STATIC_MEMBERS[m]!, ...figuresOf(table, test, days, member(test)) };
    }),
    {
      model: 'kaplan-meier',
      ...figuresOf(
        table,
        test,
        days,
        test.map(() => level),
      ),
    },
  ];
  return { figures, weights: ensemble.weights };
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

/**
 * Five-fold figures, everything fitted (imputation, members, stacking) on the other folds. A TensorFlow.js backend
 * must be open.
 * @param tell called before each fold, with how many of how many are done
 * @param only how many of the folds to measure; all five unless told
 */
export async function checkPublicTable(
  tell: (done: number, of: number) => Promise<void>,
  only: number = FOLDS,
): Promise<PublicTable> {
  const table = readFlchain();
  const rows = Array.from(table.time, (_, row) => row);
  const folds = dealFolds(rows, FOLDS, FOLD_SEED);
  const measured: ReturnType<typeof checkFold>[] = [];
  for (let f = 0; f < only; f++) {
    await tell(f, only);
    measured.push(checkFold(table, folds, f));
  }
  const names = measured[0]!.figures.map(({ model }) => model);
  return {
    table: 'flchain',
    rows: rows.length,
    events: table.event.reduce((sum, e) => sum + e, 0),
    folds: only,
    grid: `${GRID.points} days, even between the 5 % and 95 % quantiles of follow-up in the rows learned from`,
    figures: names.map((model, k) => {
      const all = measured.map(({ figures }) => figures[k]!);
      return {
        model,
        c: mean(all.map(({ c }) => c)),
        unoC: mean(all.map(({ unoC }) => unoC)),
        ibs: mean(all.map(({ ibs }) => ibs)),
        dCalibrated: all.reduce((sum, f) => sum + f.dCalibrated, 0),
      };
    }),
    weights: STATIC_MEMBERS.map((member, m) => ({
      member,
      byFold: measured.map(({ weights }) => weights[m]!),
    })),
    references: REFERENCES,
  };
}

/** Static columns as a network wants them: standardised, categories one by one, what is missing said apart. */
import type { StaticTable } from './flchain.ts';

export interface ColumnKinds {
  /** Columns whose values are names, not amounts. */
  categories: readonly number[];
  /** Columns of positive amounts whose ratios matter: their logarithm is taken. */
  logarithms: readonly number[];
}

interface Plan {
  column: number;
  /** Amount in units of its spread, membership of a category, or being missing. */
  as: 'amount' | 'category' | 'missing';
  log: boolean;
  middle: number;
  scale: number;
}

/** Smallest amount whose logarithm is taken. */
const TINY = 1e-3;

function planAmount(column: number, values: number[], log: boolean): Plan {
  const sorted = values.filter((v) => !Number.isNaN(v)).sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1]!;
  const mean = sorted.reduce((sum, v) => sum + v, 0) / sorted.length;
  const spread = Math.sqrt(sorted.reduce((sum, v) => sum + (v - mean) ** 2, 0) / sorted.length);
  return { column, as: 'amount', log, middle, scale: spread > 0 ? 1 / spread : 0 };
}

/** Learns middles, spreads and categories from the rows given; the encoder takes any row of the table. */
export function fitEncoder({ x, columns }: StaticTable, rows: readonly number[], kinds: ColumnKinds) {
  const plans = Array.from({ length: columns }, (_, column): Plan[] => {
    const log = kinds.logarithms.includes(column);
    const raw = rows.map((row) => x[row * columns + column]!);
    const values = log ? raw.map((v) => Math.log(Math.max(TINY, v))) : raw;
    const missing: Plan = { column, as: 'missing', log: false, middle: 0, scale: 1 };
    const ownMissing = values.some(Number.isNaN) ? [missing] : [];
    if (!kinds.categories.includes(column)) return [planAmount(column, values, log), ...ownMissing];
    const names = [...new Set(values)].filter((v) => !Number.isNaN(v)).sort((a, b) => a - b);
    const category = (middle: number): Plan => ({ column, as: 'category', log: false, middle, scale: 1 });
    // The first is where all others are 0.
    return [...names.slice(1).map(category), ...ownMissing];
  }).flat();

  const encodeOne = ({ column, as, log, middle, scale }: Plan, row: number): number => {
    const raw = x[row * columns + column]!;
    if (as === 'missing') return Number.isNaN(raw) ? 1 : 0;
    if (as === 'category') return raw === middle ? 1 : 0;
    const value = log ? Math.log(Math.max(TINY, raw)) : raw;
    return Number.isNaN(value) ? 0 : (value - middle) * scale;
  };
  return {
    columns: plans.length,
    /** Row-major, rows × columns. */
    encode: (wanted: readonly number[]): Float32Array =>
      Float32Array.from(wanted.flatMap((row) => plans.map((plan) => encodeOne(plan, row)))),
  };
}

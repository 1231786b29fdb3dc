/**
 * A public table to check against the world: serum free light chains and death of 7,874 people (Dispenzieri et al.,
 * Mayo Clinic Proceedings 87, 2012; `flchain` of R's survival package). `chapter`, the cause of death, is left out:
 * it is known of the dead only.
 */
import { readFileSync } from 'node:fs';

/** What each person is described by; creatinine is missing for one in six (NaN). */
export const FLCHAIN_COLUMNS = [
  'age',
  'sex',
  'sample.yr',
  'kappa',
  'lambda',
  'flc.grp',
  'creatinine',
  'mgus',
] as const;

export interface StaticTable {
  columns: number;
  /** Row-major, NaN where missing. */
  x: Float64Array;
  /** Days. */
  time: Float64Array;
  event: Uint8Array;
}

const number = (text: string): number => {
  if (text === 'F') return 0;
  if (text === 'M') return 1;
  return text === '' || text === 'NA' ? Number.NaN : Number(text);
};

export function readFlchain(): StaticTable {
  const text = readFileSync(new URL('data/flchain.csv', import.meta.url), 'utf8');
  const [head, ...lines] = text.trim().split(/\r?\n/);
  const names = head!.replaceAll('"', '').split(',');
  const rows = lines.map((line) => line.replaceAll('"', '').split(','));
  const column = (name: string) => rows.map((row) => number(row[names.indexOf(name)]!));
  const columns = FLCHAIN_COLUMNS.map(column);
  return {
    columns: columns.length,
    x: Float64Array.from(rows.flatMap((_, i) => columns.map((values) => values[i]!))),
    time: Float64Array.from(column('futime')),
    event: Uint8Array.from(column('death')),
  };
}

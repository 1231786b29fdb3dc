/**
 * Whether new leads are of other kinds than before: segments of those of the last week against the four weeks before.
 * All are judged at the same age, a day, since a segment settles as a lead goes on; so both windows end a day ago.
 */
import type { CohortShifts } from '../../schemas/similar.ts';
import { discoveries, fisher } from './chance.ts';
import { DAY_MS, LEAST_CASES } from './next-steps.ts';

const RECENT_DAYS = 7;
const BEFORE_DAYS = 28;
/** Age at which a lead's segment counts. */
export const JUDGED_AFTER_MS = DAY_MS;
const RATE = 0.05;

export interface NewLead {
  /** Event time of its first event, epoch ms. */
  firstAt: number;
  /** Its segment at the age of a day. */
  early: string;
}

/** @param asOf epoch ms */
export function cohortShifts(leads: Iterable<NewLead>, asOf: number): CohortShifts {
  const end = asOf - JUDGED_AFTER_MS;
  const middle = end - RECENT_DAYS * DAY_MS;
  const start = middle - BEFORE_DAYS * DAY_MS;
  const recent = new Map<string, number>();
  const before = new Map<string, number>();
  for (const { firstAt, early } of leads) {
    if (firstAt > end || firstAt <= start) continue;
    const counts = firstAt > middle ? recent : before;
    counts.set(early, (counts.get(early) ?? 0) + 1);
  }
  const window = (counts: Map<string, number>, from: number, to: number) => ({
    ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    leads: [...counts.values()].reduce((sum, n) => sum + n, 0),
  });
  const windows = { recent: window(recent, middle, end), before: window(before, start, middle) };
  const enough = windows.recent.leads >= LEAST_CASES && windows.before.leads >= LEAST_CASES;
  return { ...windows, enough, shifts: enough ? standingOut(recent, before, windows) : [] };
}

type Counts = ReadonlyMap<string, number>;

function standingOut(
  recent: Counts,
  before: Counts,
  windows: Pick<CohortShifts, 'recent' | 'before'>,
): CohortShifts['shifts'] {
  const all = [...new Set([...recent.keys(), ...before.keys()])].sort().map((segment) => {
    const [a, b] = [recent.get(segment) ?? 0, before.get(segment) ?? 0];
    return {
      ...{ segment, recent: a, before: b },
      ...{ recentShare: a / windows.recent.leads, beforeShare: b / windows.before.leads },
      p: fisher(a, windows.recent.leads, b, windows.before.leads),
    };
  });
  const found = discoveries(
    all.map(({ p }) => p),
    RATE,
  );
  return all.filter((_, i) => found[i]).sort((x, y) => x.p - y.p);
}

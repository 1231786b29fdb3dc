/** Estimators from what was seen under censoring: Kaplan–Meier, Nelson–Aalen, Aalen–Johansen. Cases carry weights. */
import type { Seen } from './seen.ts';
import { type StepCurve, valueAt } from './step-curve.ts';

/** Weight ending on one day, by result, and weight at risk just before it. */
interface Day {
  day: number;
  atRisk: number;
  converted: number;
  lost: number;
  open: number;
}

function daysOf(seen: readonly Seen[]): Day[] {
  const sorted = [...seen].sort((a, b) => a.days - b.days);
  let atRisk = sorted.reduce((sum, s) => sum + s.weight, 0);
  const days: Day[] = [];
  for (let i = 0; i < sorted.length; ) {
    const one: Day = { day: sorted[i]!.days, atRisk, converted: 0, lost: 0, open: 0 };
    for (; i < sorted.length && sorted[i]!.days === one.day; i++) one[sorted[i]!.result] += sorted[i]!.weight;
    days.push(one);
    atRisk = Math.max(1e-9, atRisk - one.converted - one.lost - one.open);
  }
  return days;
}

type Result = Seen['result'];
const ended = (day: Day, results: readonly Result[]): number => results.reduce((sum, r) => sum + day[r], 0);

function walk(days: readonly Day[], start: number, next: (value: number, day: Day) => number): StepCurve {
  const curve: StepCurve = { days: [], values: [], start };
  let value = start;
  for (const day of days) {
    const then = next(value, day);
    if (then === value) continue;
    value = then;
    curve.days.push(day.day);
    curve.values.push(value);
  }
  return curve;
}

/**
 * Kaplan–Meier: probability of having had none of the `results` by a day; other ends count as censoring.
 * Kaplan and Meier, JASA 53, 1958.
 */
export const kaplanMeier = (seen: readonly Seen[], results: readonly Result[]): StepCurve =>
  walk(daysOf(seen), 1, (survival, day) => survival * (1 - ended(day, results) / day.atRisk));

/** Nelson–Aalen: cumulative hazard of the `results`. Aalen, Annals of Statistics 6, 1978. */
export const nelsonAalen = (seen: readonly Seen[], results: readonly Result[]): StepCurve =>
  walk(daysOf(seen), 0, (hazard, day) => hazard + ended(day, results) / day.atRisk);

/**
 * Probability of still being watched: Kaplan–Meier of censoring, where a case that ends on the day another is
 * censored is taken to end first.
 */
export const watchedCurve = (seen: readonly Seen[]): StepCurve =>
  walk(daysOf(seen), 1, (watched, { atRisk, converted, lost, open }) =>
    open === 0 ? watched : watched * Math.max(0, 1 - open / Math.max(1e-9, atRisk - converted - lost)),
  );

/**
 * Aalen–Johansen: P(converted by a day) where "lost" competes; the constant forecast every model must beat.
 * Aalen and Johansen, Scandinavian Journal of Statistics 5, 1978.
 */
export function aalenJohansen(seen: readonly Seen[]): StepCurve {
  let free = 1;
  return walk(daysOf(seen), 0, (sum, { atRisk, converted, lost }) => {
    const then = sum + (free * converted) / atRisk;
    free *= 1 - (converted + lost) / atRisk;
    return then;
  });
}

/** Share converted by the horizon (Aalen–Johansen). */
export const convertedBy = (seen: readonly Seen[], horizon: number): number =>
  valueAt(aalenJohansen(seen), horizon);

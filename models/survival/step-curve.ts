/** Step functions of days, right-continuous: the value holds from its day on. */
export interface StepCurve {
  /** Ascending. */
  days: number[];
  values: number[];
  /** Value before the first step. */
  start: number;
}

/** How many steps lie at or before the day (before it only, with `strictly`). */
function stepsUpTo({ days }: StepCurve, day: number, strictly: boolean): number {
  let [from, to] = [0, days.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const counts = strictly ? days[middle]! < day : days[middle]! <= day;
    if (counts) from = middle + 1;
    else to = middle;
  }
  return from;
}

const after = (curve: StepCurve, steps: number): number =>
  steps === 0 ? curve.start : curve.values[steps - 1]!;

export const valueAt = (curve: StepCurve, day: number): number => after(curve, stepsUpTo(curve, day, false));

/** The limit from the left: what the curve was just before the day. */
export const valueBefore = (curve: StepCurve, day: number): number =>
  after(curve, stepsUpTo(curve, day, true));

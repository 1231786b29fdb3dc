/**
 * Calibration of `pConvert` from outcomes, long before its 365 days are over: what has not converted yet counts by how
 * much of its conversion was due. P(seen to convert) = σ(z), P(not yet by day d) = 1 − r(d)·σ(z), where r(d) is the
 * model's own share of conversions due by d, and z = slope · logit p + offset. Chapelle, "Modeling delayed feedback in
 * display advertising", KDD 2014; Platt (1999) for the line. Held to the identity by a prior, so that few outcomes
 * move it little.
 */
import { FACT_DAYS } from '../../schemas/forecast-facts.ts';
import type { JudgedForecast } from '../../schemas/judged-forecast.ts';
import { minimise } from '../linear/minimise.ts';
import { type Line, logitOf, sigmoid } from './calibration.ts';
import { seenBy } from './seen-by.ts';

/** Below as many converted leads nothing is fitted: the pooled model stands. */
export const LEAST_CONVERSIONS = 120;
/** How firmly ln slope and offset are held to 0, in leads of middling probability. */
const PRIOR = 10;
const ITERATIONS = 60;

/** One forecast as far as it was seen. */
export interface CalibrationCase {
  lead: string;
  /** First event of the lead, epoch ms. */
  since: number;
  /** logit of `pConvert` before any calibration. */
  logit: number;
  /** Converted; else the share of its conversion that was due and did not come: 1 once lost or all days are over. */
  converted: boolean;
  due: number;
  /** Forecasts of one lead share a weight of 1. */
  weight: number;
}

/**
 * @param judged served or shadow forecasts of one version and one tenant
 * @param now epoch ms
 */
export function calibrationCases(judged: readonly JudgedForecast[], now: number): CalibrationCase[] {
  const cases = judged.flatMap((j): CalibrationCase[] => {
    const seen = seenBy(j, now);
    if (!seen) return [];
    const converted = seen.result === 'converted' && seen.days <= FACT_DAYS.at(-1)!;
    const due = seen.result === 'lost' ? 1 : shareDue(j.forecast.p, seen.days);
    return [{ lead: j.lead, since: j.since, logit: logitOf(j.forecast.raw), converted, due, weight: 1 }];
  });
  const forecasts = new Map<string, number>();
  for (const { lead } of cases) forecasts.set(lead, (forecasts.get(lead) ?? 0) + 1);
  return cases.map((c) => ({ ...c, weight: 1 / forecasts.get(c.lead)! }));
}

/** Share of the horizon's conversions that come within `days`, linear between the days that are told. */
function shareDue(p: readonly number[], days: number): number {
  const last = p.at(-1)!;
  if (!(last > 0)) return 1;
  let [fromDay, from] = [0, 0];
  for (const [i, day] of FACT_DAYS.entries()) {
    if (days < day) return (from + ((days - fromDay) / (day - fromDay)) * (p[i]! - from)) / last;
    [fromDay, from] = [day, p[i]!];
  }
  return 1;
}

/** −ln likelihood of one case at `z`, and its derivative. */
function lossAt({ converted, due }: CalibrationCase, z: number): [loss: number, slope: number] {
  const p = sigmoid(z);
  if (converted) return [Math.log1p(Math.exp(-Math.abs(z))) + Math.max(-z, 0), p - 1];
  const left = Math.max(1e-12, 1 - due * p);
  return [-Math.log(left), (due * p * (1 - p)) / left];
}

/** Loss of each case under a line, in nats. */
export const calibrationLosses = (cases: readonly CalibrationCase[], { slope, offset }: Line): Float64Array =>
  Float64Array.from(cases, (c) => lossAt(c, slope * c.logit + offset)[0]);

/** The most likely line given the cases and the prior; deterministic. */
export function fitLine(cases: readonly CalibrationCase[]): Line {
  const [logSlope, offset] = minimise(
    ([a, b], gradient) => {
      const slope = Math.exp(a!);
      let loss = (PRIOR / 2) * (a! ** 2 + b! ** 2);
      let [da, db] = [PRIOR * a!, PRIOR * b!];
      for (const c of cases) {
        const [one, dz] = lossAt(c, slope * c.logit + b!);
        loss += c.weight * one;
        da += c.weight * dz * slope * c.logit;
        db += c.weight * dz;
      }
      [gradient[0], gradient[1]] = [da, db];
      return loss;
    },
    Float64Array.of(0, 0),
    ITERATIONS,
  );
  return { slope: Math.exp(logSlope!), offset: offset! };
}

export const convertedLeads = (cases: readonly CalibrationCase[]): number =>
  new Set(cases.filter(({ converted }) => converted).map(({ lead }) => lead)).size;

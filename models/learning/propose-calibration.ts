/**
 * Whether outcomes so far warrant another calibration than the one in force: fitted on the older leads, it must beat
 * that on the newer ones, which it has not seen, by more than chance. What is then put in force is fitted on all.
 */

import { COMMITMENT, type JudgedForecast } from '../../schemas/judged-forecast.ts';
import { type Difference, meanDifference } from '../survival/paired-difference.ts';
import type { Line } from './calibration.ts';
import {
  type CalibrationCase,
  calibrationCases,
  calibrationLosses,
  convertedLeads,
  fitLine,
  LEAST_CONVERSIONS,
} from './fit-calibration.ts';

/** Share of the leads, the older ones, that the trial is fitted on. */
const OLDER = 2 / 3;
/** Converted leads that a calibration learns from: twice what it needs at least. */
const WINDOW_CONVERSIONS = 2 * LEAST_CONVERSIONS;
const IDENTITY: Line = { slope: 1, offset: 0 };

export interface CalibrationProposal {
  /** Null: what is in force stays, for the reason given. */
  line: Line | null;
  reason: string;
  conversions: number;
  leads: number;
  /** Log loss of what is in force less that of the trial, on the newer leads; null below the minimum. */
  gain: Difference | null;
}

/**
 * @param judged of one tenant and one version
 * @param inForce the calibration that serves; null where none does
 * @param now epoch ms
 */
export function proposeCalibration(
  judged: readonly JudgedForecast[],
  inForce: Line | null,
  now: number,
): CalibrationProposal {
  const fair = judged.filter(({ landmark }) => landmark !== COMMITMENT);
  const cases = newest(calibrationCases(fair, now));
  const conversions = convertedLeads(cases);
  const leads = new Set(cases.map(({ lead }) => lead)).size;
  if (conversions < LEAST_CONVERSIONS) {
    const reason = `${conversions} of ${LEAST_CONVERSIONS} conversions needed: the pooled model stands as it is`;
    return { line: null, reason, conversions, leads, gain: null };
  }
  const gain = gainOnNewer(cases, inForce ?? IDENTITY);
  if (!(gain.low > 0))
    return { line: null, reason: 'no better than what is in force on newer leads', conversions, leads, gain };
  return { line: fitLine(cases), reason: 'better on newer leads', conversions, leads, gain };
}

/** The newest leads that hold enough conversions: a world that changed is not to be outvoted by what it was. */
function newest(cases: readonly CalibrationCase[]): CalibrationCase[] {
  const ordered = [...cases].sort((a, b) => b.since - a.since || (a.lead < b.lead ? -1 : 1));
  const converted = new Set<string>();
  const kept = new Set<string>();
  for (const one of ordered) {
    if (converted.size >= WINDOW_CONVERSIONS && !kept.has(one.lead)) break;
    kept.add(one.lead);
    if (one.converted) converted.add(one.lead);
  }
  return cases.filter(({ lead }) => kept.has(lead));
}

function gainOnNewer(cases: readonly CalibrationCase[], inForce: Line): Difference {
  const leads = new Map(cases.map(({ lead, since }) => [lead, since]));
  const ordered = [...leads].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).map(([lead]) => lead);
  const newer = new Map(ordered.slice(Math.floor(OLDER * ordered.length)).map((lead, i) => [lead, i]));
  const trial = fitLine(cases.filter(({ lead }) => !newer.has(lead)));
  const unseen = cases.filter(({ lead }) => newer.has(lead));
  return meanDifference(
    calibrationLosses(unseen, inForce),
    calibrationLosses(unseen, trial),
    unseen.map(({ lead }) => newer.get(lead)!),
  );
}

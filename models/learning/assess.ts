/** What outcomes ask for at a moment: is the challenger better, has the world moved, would a calibration help. */
import type { JudgedForecast } from '../../schemas/judged-forecast.ts';
import type { Line } from './calibration.ts';
import { type Comparison, compare } from './compare.ts';
import { type Drift, findDrift } from './find-drift.ts';
import { type CalibrationProposal, proposeCalibration } from './propose-calibration.ts';
import type { TrainingReference } from './training-reference.ts';

export interface Assessed {
  /** Version that serves, and its calibration. */
  champion: string;
  calibration: Line | null;
  /** What that version was trained on; null where its card does not say. */
  reference: TrainingReference | null;
  /** Version in its shadow. */
  challenger: string | undefined;
  /** Epoch ms: only what could be known by then counts. */
  now: number;
  /** Days of the Brier score on which champion and challenger are compared. */
  days?: number | undefined;
}

export interface Assessment {
  /** Null without a challenger. */
  comparison: Comparison | null;
  drift: Drift;
  proposal: CalibrationProposal;
}

/** @param judged of one tenant */
export function assess(
  judged: readonly JudgedForecast[],
  { champion, calibration, reference, challenger, now, days }: Assessed,
): Assessment {
  const own = judged.filter(({ forecast }) => forecast.version === champion);
  return {
    comparison: challenger === undefined ? null : compare(judged, { champion, challenger }, now, days),
    // What was told in shadow is no service; the calibration may learn from it all the same.
    drift: findDrift(
      own.filter(({ served }) => served),
      now,
      reference,
    ),
    proposal: proposeCalibration(own, calibration, now),
  };
}

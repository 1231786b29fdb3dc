/**
 * Forecasts of a training's own leads as if they were new: members, fusion and calibration of each lead's forecast had
 * not seen it. With them, for comparison, the constant forecast, Cox at the
 * landmark, each member alone and the ensemble without each member.
 */
import { constantCurve, type HistoryForecast } from '../evaluation/history-figures.ts';
import type { History } from '../history/history.ts';
import { STAGES } from '../history/lead-notes.ts';
import { type Calibration, calibrateCurve, caseOf, fitCalibration, groupOf } from './calibrated-curve.ts';
import { landmarkCox } from './landmark-cox.ts';
import { MEMBERS } from './members.ts';
import { summarise } from './summarise.ts';
import { crossFuse, rawCurves, type TrainedEnsemble } from './train-ensemble.ts';

const without = <T>(items: readonly T[], which: number): T[] => items.filter((_, i) => i !== which);

export function outOfFoldForecasts(
  { outOfFold, model }: TrainedEnsemble,
  history: History,
): HistoryForecast[] {
  const { looks, fold, outputs, curves } = outOfFold;
  const { hours } = model.calibration;
  const folds = Math.max(...new Set(fold)) + 1;
  const cases = looks.map((look) => caseOf(look, history.end));
  const calibrations = calibrationsOf(curves);
  const alone = outputs.map((own) => rawCurves(looks, own, hours));
  const fewer = MEMBERS.map((_, m) =>
    rawCurves(looks, crossFuse(looks, cases, fold, without(outputs, m)), hours),
  );
  const simple = Array.from({ length: folds }, (_, f) => {
    const learn = looks.filter((_, i) => fold[i] !== f);
    const seen = learn.map(({ days, fate, weight }) => ({ days, result: fate, weight }));
    return { constant: constantCurve(seen), cox: landmarkCox(learn) };
  });
  const [aloneBy, fewerBy] = [alone.map(calibrationsOf), fewer.map(calibrationsOf)];
  return looks.map((look, i) => {
    const calibration = calibrations[fold[i]!]!;
    const group = groupOf(look);
    const { constant, cox } = simple[fold[i]!]!;
    const others: Record<string, Float64Array> = { 'Kaplan–Meier': constant, Cox: cox(look) };
    MEMBERS.forEach((name, m) => {
      others[name] = calibrateCurve(alone[m]![i]!, group, aloneBy[m]![fold[i]!]!);
      others[`without ${name}`] = calibrateCurve(fewer[m]![i]!, group, fewerBy[m]![fold[i]!]!);
    });
    const { lead, stage, days, fate } = look;
    return {
      ...summarise(curves[i]!, look, calibration),
      lead: history.leads[lead]!,
      stage: STAGES[stage]!,
      days,
      result: fate,
      others,
    };
  });

  /** For each fold, the calibration on all others. */
  function calibrationsOf(raw: readonly Float64Array[]): Calibration[] {
    return Array.from({ length: folds }, (_, f) => {
      const learn = [...looks.keys()].filter((i) => fold[i] !== f);
      return fitCalibration(
        learn.map((i) => cases[i]!),
        learn.map((i) => raw[i]!),
        model.calibration,
      );
    });
  }
}

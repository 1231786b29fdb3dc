/** What `doorstep models` says to people. */
import type { Assessment } from '../../models/learning/assess.ts';
import type { Comparison } from '../../models/learning/compare.ts';
import type { PopulationShift } from '../../models/learning/find-drift.ts';
import type { HorizonScore, Validation } from '../../models/learning/validate.ts';
import type { ServingModel } from '../../processors/shard-wide.ts';
import type { TenantServing } from '../models.ts';

export function describeServing({ serving, since, previous, challenger }: TenantServing): string[] {
  const when = since ? ` since ${new Date(since).toISOString()}` : '';
  return [
    `serves     ${named(serving)}${when}`,
    `in shadow  ${challenger ?? 'nothing: set CHALLENGER to a folder that `doorstep train --out` wrote'}`,
    `before     ${previous ? named(previous) : 'nothing'}`,
  ];
}

function named({ version, calibration }: ServingModel): string {
  if (!calibration) return version;
  const { id, slope, offset } = calibration;
  return `${version}, calibration ${id} (slope ${slope.toFixed(3)}, offset ${offset.toFixed(3)})`;
}

export function describeAssessment({ comparison, drift, proposal }: Assessment): string[] {
  const { leads, loss, alarms, earlier, training, referenced } = drift;
  return [
    ...(comparison ? [describeComparison(comparison)] : []),
    `drift: ${alarms.length ? alarms.join(', ') : 'no alarm'} (${leads} leads with labels, loss ${figure(loss)}; ` +
      `${stability('against earlier leads', earlier)}; ` +
      `${referenced ? stability('against the training', training) : 'no training reference'})`,
    `calibration: ${proposal.reason} (${proposal.conversions} conversions of ${proposal.leads} leads)`,
  ];
}

const stability = (against: string, shift: PopulationShift | null): string =>
  `stability ${against}: forecasts ${figure(shift?.pConvert.index)}, segments ${figure(shift?.segments.index)}`;

export function describeValidation({ version, stage, forecasts, leads, ...scores }: Validation): string[] {
  const { horizons, coverage, commitments } = scores;
  const byDays = (pick: (score: HorizonScore | null) => number | undefined) =>
    Object.entries(horizons)
      .map(([days, score]) => `${days} d ${figure(pick(score))}`)
      .join(', ');
  return [
    `${version}, ${stage}: ${forecasts} forecasts of ${leads} leads`,
    `  Brier ${byDays((s) => s?.brier)} · calibration error ${byDays((s) => s?.calibrationError)}`,
    `  coverage 80 % ${figure(coverage[80]?.observed)}, 90 % ${figure(coverage[90]?.observed)}` +
      ` · dates kept within 2 days ${commitments.hits} of ${commitments.judged}`,
  ];
}

const describeComparison = ({
  champion,
  challenger,
  days,
  leads,
  mean,
  low,
  high,
  verdict,
}: Comparison): string =>
  `${challenger} against ${champion}: ${verdict}; Brier at ${days} days less by ${figure(mean)} ` +
  `(${figure(low)} to ${figure(high)}, valid at any time) on ${leads} leads`;

const figure = (value: number | null | undefined): string =>
  value === null || value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(4);

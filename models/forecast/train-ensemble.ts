/**
 * Trains the ensemble on a brokerage's own history. Members are trained fold by fold; what they say of leads they had
 * not seen teaches the fusion, and what the fusion says of leads it had not seen teaches the calibration.
 */
import { crc32 } from '../../schemas/crc32.ts';
import type { History } from '../history/history.ts';
import { adjustCalibration, type Calibration, caseOf, fitCalibration, rawCurve } from './calibrated-curve.ts';
import type { Case } from './calibration.ts';
import { fitHourShares } from './converted-curve.ts';
import { NETWORK_SETTINGS, type NetworkSettings } from './fit-network.ts';
import { type Fusion, fitFusion, fuse } from './fusion.ts';
import { HEAD_WIDTH } from './hazard-head.ts';
import { MEMBERS } from './members.ts';
import { type Readers, replayHistory } from './replay-history.ts';
import { averageInputs, type Members, outputsOf, type Tell, trainMembers } from './train-members.ts';
import { type LabelledLook, labelLooks, trainingMoments } from './training-looks.ts';

export interface EnsembleSettings {
  folds: number;
  seed: number;
  fewestConversions: number;
  /** Share of stated days that must hold; where no threshold keeps it, no day is stated. */
  promise: number;
  network: NetworkSettings;
}

export const ENSEMBLE_SETTINGS: EnsembleSettings = {
  folds: 3,
  seed: 20_261_126,
  /** Below this the pooled prior is kept, as the field does (Einstein asks for 120 conversions). */
  fewestConversions: 120,
  promise: 0.98,
  network: NETWORK_SETTINGS,
};

export interface EnsembleModel {
  members: Members;
  fusion: Fusion;
  calibration: Calibration;
  /** Mean inputs of each member, MEMBERS order: where reasons are counted from. */
  averages: Float32Array[];
}

/** Everything of the training that figures are made of. */
export interface OutOfFold {
  looks: LabelledLook[];
  fold: number[];
  /** Of each member, HEAD_WIDTH a look, by fits that had not seen the lead. */
  outputs: Float32Array[];
  /** Raw curves of fusions that had not seen the lead either. */
  curves: Float64Array[];
}

export interface TrainedEnsemble {
  model: EnsembleModel;
  /** Leads seen to convert. */
  conversions: number;
  /** Whether the history was too small, so that the prior was kept and adjusted. */
  pooled: boolean;
  /** Looks and curves that figures are made of; with the prior kept, those are the prior's own. */
  outOfFold: OutOfFold;
}

/** Outputs of members for all looks, each by members that did not learn from its lead. */
async function crossFit(
  looks: readonly LabelledLook[],
  fold: readonly number[],
  rows: readonly Float32Array[][],
  { folds, seed, network }: EnsembleSettings,
  tell: Tell,
): Promise<Float32Array[]> {
  const outputs = MEMBERS.map(() => new Float32Array(looks.length * HEAD_WIDTH));
  for (let f = 0; f < folds; f++) {
    const learn = looks.filter((_, i) => fold[i] !== f);
    const held = [...looks.keys()].filter((i) => fold[i] === f);
    const members = await trainMembers(learn, rows, seed + f, network, (stage) =>
      tell(`fold ${f + 1} of ${folds}, ${stage}`),
    );
    const own = outputsOf(
      members,
      held.map((i) => looks[i]!),
      rows,
    );
    own.forEach((of, m) => {
      held.forEach((i, row) => {
        outputs[m]!.set(of.subarray(row * HEAD_WIDTH, (row + 1) * HEAD_WIDTH), i * HEAD_WIDTH);
      });
    });
  }
  return outputs;
}

/** Raw curves of all looks. @param outputs HEAD_WIDTH a look */
export const rawCurves = (
  looks: readonly LabelledLook[],
  outputs: Float32Array | Float64Array,
  hours: Calibration['hours'],
): Float64Array[] => looks.map((look, i) => rawCurve(outputs, i * HEAD_WIDTH, look, hours));

/** Fused outputs of all looks, each by a fusion that did not learn from its lead. @param outputs of each member */
export function crossFuse(
  looks: readonly LabelledLook[],
  cases: readonly Case[],
  fold: readonly number[],
  outputs: readonly Float32Array[],
): Float64Array {
  const fusions = Array.from({ length: Math.max(...new Set(fold)) + 1 }, (_, f) =>
    fitFusion(
      looks,
      cases,
      outputs,
      Int32Array.from(looks.keys()).filter((i) => fold[i] !== f),
    ),
  );
  return fuse((i) => fusions[fold[i]!]!, looks, outputs);
}

/** Share of the local day gone at each conversion. */
const conversionHours = (looks: readonly LabelledLook[]): number[] => {
  const byLead = new Map<number, number>();
  for (const { lead, fate, dayShare, days } of looks)
    if (fate === 'converted') byLead.set(lead, dayShare + days - Math.floor(dayShare + days));
  return [...byLead.values()];
};

/** Of the losses recorded, how many converted after all; half a case each way stands for what was not seen. */
function shareOfReturns({ events, fates }: History): number {
  const lost = new Set<number>();
  for (const { lead, event } of events)
    if (event.type === 'outcome' && (event.result === 'lost' || event.result === 'opted_out')) lost.add(lead);
  const back = [...lost].filter((lead) => fates[lead]!.result === 'converted').length;
  return Math.fround((back + 0.5) / (lost.size + 1));
}

/**
 * The backend must be open.
 *
 * @param prior kept where the history has too few conversions
 * @param tell called often with what is being done
 * @throws Error if the history is too small and there is no prior
 */
export async function trainEnsemble(
  history: History,
  readers: Readers,
  prior: EnsembleModel | undefined,
  tell: Tell = () => {},
  settings: EnsembleSettings = ENSEMBLE_SETTINGS,
): Promise<TrainedEnsemble> {
  const { seed, folds, fewestConversions, promise, network } = settings;
  const conversions = history.fates.filter(({ result }) => result === 'converted').length;
  tell('reading the history');
  const { rows, looks: all } = replayHistory(history, readers, trainingMoments(history, seed));
  const looks = labelLooks(all, history);
  const fold = looks.map(({ lead }) => crc32(history.leads[lead]!) % folds);
  const cases = looks.map((look) => caseOf(look, history.end));
  if (conversions < fewestConversions) {
    if (!prior)
      throw new Error(
        `${conversions} conversions are too few to learn from: ${fewestConversions} are needed`,
      );
    const outputs = outputsOf(prior.members, looks, rows);
    const fused = fuse(() => prior.fusion, looks, outputs);
    const curves = rawCurves(looks, fused, prior.calibration.hours);
    const calibration = adjustCalibration(prior.calibration, cases, curves);
    return {
      model: { ...prior, calibration },
      conversions,
      pooled: true,
      outOfFold: { looks, fold, outputs, curves },
    };
  }
  const hours = fitHourShares(conversionHours(looks));
  const outputs = await crossFit(looks, fold, rows, settings, tell);
  tell('fusion and calibration');
  const curves = rawCurves(looks, crossFuse(looks, cases, fold, outputs), hours);
  const calibration = fitCalibration(cases, curves, { hours, returns: shareOfReturns(history), promise });
  const fusion = fitFusion(looks, cases, outputs, Int32Array.from(looks.keys()));
  const members = await trainMembers(looks, rows, seed + folds, network, (stage) =>
    tell(`all leads, ${stage}`),
  );
  const averages = averageInputs(members, looks, rows);
  return {
    model: { members, fusion, calibration, averages },
    conversions,
    pooled: false,
    outOfFold: { looks, fold, outputs, curves },
  };
}

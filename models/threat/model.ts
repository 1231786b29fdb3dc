/** P(lost to a competitor within 14 days): a logistic in {@link THREAT_INPUTS}, its weights as calibrated. */
import { type Artefact, readArtefact } from '../artefact.ts';
import type { ThreatJudge } from '../judges.ts';
import { THREAT_INPUTS, THREAT_WIDTH } from './inputs.ts';
import type { ThreatThresholds } from './level.ts';

export interface ThreatWeights {
  bias: number;
  weights: Float64Array;
  /** Of each input over the leads learned from: reasons are counted from there. */
  means: Float64Array;
}

const GROUPS = [...new Set(THREAT_INPUTS.map(([, group]) => group))];
const GROUP_OF = THREAT_INPUTS.map(([, group]) => GROUPS.indexOf(group));

export function logOdds({ bias, weights }: ThreatWeights, inputs: Float64Array): number {
  let z = bias;
  for (let i = 0; i < THREAT_WIDTH; i++) z += weights[i]! * inputs[i]!;
  return z;
}

export const probability = (z: number): number => 1 / (1 + Math.exp(-z));

/** Log-odds by reason, counted from the average lead; they add up to the distance from it. */
export function threatParts({ weights, means }: ThreatWeights, inputs: Float64Array) {
  const sums = new Float64Array(GROUPS.length);
  for (let i = 0; i < THREAT_WIDTH; i++) sums[GROUP_OF[i]!]! += weights[i]! * (inputs[i]! - means[i]!);
  return GROUPS.map((id, g) => ({ id: id as string, weight: sums[g]! })).sort(
    (a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.id < b.id ? -1 : 1),
  );
}

export const createThreatJudge = (
  model: ThreatWeights,
  levels: ThreatThresholds,
  version: string,
): ThreatJudge => ({
  name: 'threat',
  version,
  levels,
  predict: (inputs) => ({ p: probability(logOdds(model, inputs)), parts: threatParts(model, inputs) }),
});

export const threatArrays = ({ bias, weights, means }: ThreatWeights, levels: ThreatThresholds) => ({
  threatBias: Float32Array.of(bias),
  threatWeights: Float32Array.from(weights),
  threatMeans: Float32Array.from(means),
  threatLevels: Float32Array.of(levels.watch, levels.high, levels.critical, levels.grave),
});

function readWeights(artefact: Artefact): ThreatWeights {
  const weights = Float64Array.from(artefact.array('threatWeights', 'Float32Array'));
  if (weights.length !== THREAT_WIDTH)
    throw new Error(`The threat model has ${weights.length} weights, not ${THREAT_WIDTH}: run "make train"`);
  const means = Float64Array.from(artefact.array('threatMeans', 'Float32Array'));
  return { bias: artefact.array('threatBias', 'Float32Array')[0]!, weights, means };
}

/** Throws where there is no artefact, or one of other inputs (`make train`). */
export function loadThreatJudge(folder = new URL('./', import.meta.url)): ThreatJudge {
  const artefact = readArtefact(folder);
  const levels = artefact.array('threatLevels', 'Float32Array');
  if (levels.length !== 4) throw new Error('The threat model lacks a level: run "make train"');
  const [watch, high, critical, grave] = levels as unknown as [number, number, number, number];
  return createThreatJudge(readWeights(artefact), { watch, high, critical, grave }, artefact.version);
}

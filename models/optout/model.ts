/** Opt-out by meaning: whether a message revokes consent, and for what. */
import { readArtefact } from '../artefact.ts';
import type { OptOutJudge } from '../judges.ts';
import { softmax } from '../linear/softmax.ts';
import { readSparse } from '../linear/sparse-artefact.ts';
import { addEvidence, type SparseLinear } from '../linear/sparse-linear.ts';
import { channelsEnded } from './channels.ts';
import { OPTOUT_SPACE, OUTCOMES, optOutInputs } from './inputs.ts';

export interface OptOut {
  label: 'opt_out' | 'not_opt_out';
  /** Probability that consent is revoked, for everything, a channel or a topic. */
  p: number;
  /** What ends: everything, the channel named, one list or topic; a topic may end without an opt-out. */
  scope: 'all' | 'channel' | 'topic' | 'none';
}

export interface OptOutModel {
  linear: SparseLinear;
  /** Probability from which a message counts as an opt-out; low, because a missed one is the worse error. */
  threshold: number;
}

const OPT_OUTS = 3;

/** Probability of each of OUTCOMES. */
export function outcomeProbabilities(linear: SparseLinear, text: string): Float64Array {
  const scores = new Float64Array(linear.bias);
  addEvidence(linear, optOutInputs(text), scores);
  softmax(scores);
  return scores;
}

/** Probability that consent is revoked. */
export const optOutProbability = (outcomes: ArrayLike<number>): number =>
  outcomes[0]! + outcomes[1]! + outcomes[2]!;

/** Never throws on a text. */
export function judgeOptOut({ linear, threshold }: OptOutModel, text: string): OptOut {
  const outcomes = outcomeProbabilities(linear, text);
  const p = optOutProbability(outcomes);
  const [from, to] = p >= threshold ? [0, OPT_OUTS] : [OPT_OUTS, OUTCOMES.length];
  let best = from;
  for (let k = from + 1; k < to; k++) if (outcomes[k]! > outcomes[best]!) best = k;
  const outcome = OUTCOMES[best]!;
  return {
    label: p >= threshold ? 'opt_out' : 'not_opt_out',
    p,
    scope: outcome === 'otherTopic' ? 'topic' : outcome,
  };
}

/** The trained model. Throws if its artefact is missing or does not fit the code. */
export function loadOptOutModel(folder = new URL('./', import.meta.url)): OptOutModel & { version: string } {
  const artefact = readArtefact(folder);
  const linear = readSparse(artefact, OPTOUT_SPACE);
  if (linear.bias.length !== OUTCOMES.length)
    throw new Error(`Opt-outs were trained for ${linear.bias.length} outcomes: run "make train"`);
  return { linear, threshold: artefact.array('threshold', 'Float32Array')[0]!, version: artefact.version };
}

/** The same for the live stream. */
export function loadOptOutJudge(): OptOutJudge {
  const model = loadOptOutModel();
  return {
    ...{ name: 'optOut', version: model.version },
    hear(text, cameBy) {
      const { label, p, scope } = judgeOptOut(model, text);
      if (label === 'not_opt_out' || scope === 'none') return undefined;
      return { scope, channels: scope === 'channel' ? channelsEnded(text, cameBy) : [], p };
    },
  };
}

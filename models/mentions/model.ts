/** Which competitors a message speaks of, how it stands to them, and whether the lead means to leave us for one. */
import { type CompetitorKind, type Mention, STANCES } from '../../schemas/competition.ts';
import { readArtefact } from '../artefact.ts';
import type { CompetitorIndex, MentionJudge, TextReading } from '../judges.ts';
import { softmax } from '../linear/softmax.ts';
import { readSparse, sparseArrays } from '../linear/sparse-artefact.ts';
import { addEvidence, type SparseLinear, type SparseVector } from '../linear/sparse-linear.ts';
import { choose, OUTCOMES, type Scored, standing } from './choose-mentions.ts';
import { type Candidate, findCandidates } from './find-candidates.ts';
import { MENTION_SPACE } from './hashed-inputs.ts';
import { mentionInputs, stanceInputs } from './inputs.ts';
import { type Message, readMessage } from './message.ts';
import { type MentionNetwork, wordRows } from './network.ts';
import { quoteOf } from './quote.ts';
import { agreed, askNetwork, networkArrays, readNetwork } from './read-network.ts';

export interface MentionModel {
  /** OUTCOMES of a candidate. */
  kinds: SparseLinear;
  /** STANCES of a mention. */
  stances: SparseLinear;
  /** Of a mention: stays, leaves. */
  switching: SparseLinear;
  /** Has as much of a say as the linear ones; they decide alone where there is none. */
  network: MentionNetwork | undefined;
  /** Probability from which a candidate is a mention. */
  threshold: number;
}

function probabilities(linear: SparseLinear, inputs: SparseVector): Float64Array {
  const scores = Float64Array.from(linear.bias);
  addEvidence(linear, inputs, scores);
  softmax(scores);
  return scores;
}

/** What stands for what among the candidates of a message. */
export function scoreCandidates(
  { kinds, network }: Pick<MentionModel, 'kinds' | 'network'>,
  message: Message,
  candidates: readonly Candidate[],
  inputsOf: (i: number) => SparseVector,
): Scored[] {
  const rows = network && candidates.length > 0 ? wordRows(message) : undefined;
  return candidates.map((candidate, i) => {
    const inputs = inputsOf(i);
    const outcomes = probabilities(kinds, inputs);
    if (network === undefined || rows === undefined) return { candidate, inputs, outcomes };
    const says = askNetwork(network, message, rows, candidate, candidates);
    return { candidate, inputs, outcomes: agreed(outcomes, says.outcomes), says };
  });
}

/** How the lead stands to a mention, and the probability that it leaves. */
function stanceOf({ stances, switching }: MentionModel, { inputs, says }: Scored, kind: CompetitorKind) {
  const seen = stanceInputs(inputs, kind);
  let stance = probabilities(stances, seen);
  let leaves = probabilities(switching, seen);
  if (says !== undefined) {
    stance = agreed(stance, says.stances);
    leaves = agreed(leaves, Float64Array.of(1 - says.switching, says.switching));
  }
  let best = 0;
  for (let k = 1; k < STANCES.length; k++) if (stance[k]! > stance[best]!) best = k;
  return { stance: STANCES[best]!, switching: leaves[1]! };
}

/** Never throws on a text. */
export function readMentions(
  model: MentionModel,
  of: TextReading,
  text: string,
  index: CompetitorIndex,
): Mention[] {
  const message = readMessage(of, text);
  const candidates = findCandidates(message, index);
  if (candidates.length === 0) return [];
  const inputsOf = (i: number) => mentionInputs(message, candidates[i]!, candidates);
  const found = scoreCandidates(model, message, candidates, inputsOf).map((one) => standing(message, one));
  return choose(message, found, model.threshold).map(({ scored, kind, name, competitor, p }) => ({
    ...(competitor !== undefined && { competitor }),
    ...{ kind, name, p, ...stanceOf(model, scored, kind) },
    quote: quoteOf(message, scored.candidate.from, scored.candidate.to),
  }));
}

/** The model as arrays of an artefact. */
export const mentionArrays = ({ kinds, stances, switching, network, threshold }: MentionModel) => ({
  ...sparseArrays(kinds, 'kinds-'),
  ...sparseArrays(stances, 'stances-'),
  ...sparseArrays(switching, 'switching-'),
  ...(network && networkArrays(network)),
  threshold: Float32Array.of(threshold),
});

/** The trained model. Throws if its artefact is missing or does not fit the code. */
export function loadMentionModel(
  folder = new URL('./', import.meta.url),
): MentionModel & { version: string } {
  const artefact = readArtefact(folder);
  const kinds = readSparse(artefact, MENTION_SPACE, 'kinds-');
  const stances = readSparse(artefact, MENTION_SPACE, 'stances-');
  if (kinds.bias.length !== OUTCOMES.length || stances.bias.length !== STANCES.length)
    throw new Error(`Mentions were trained for other kinds or stances than there are: run "make train"`);
  return {
    ...{ kinds, stances, switching: readSparse(artefact, MENTION_SPACE, 'switching-') },
    ...{ network: readNetwork(artefact), threshold: artefact.array('threshold', 'Float32Array')[0]! },
    version: artefact.version,
  };
}

/** The same for the live stream. */
export function loadMentionJudge(): MentionJudge {
  const model = loadMentionModel();
  return {
    ...{ name: 'mentions', version: model.version },
    read: (of, text, _intents, known) => readMentions(model, of, text, known),
  };
}

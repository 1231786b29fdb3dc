/** Which competitors a message speaks of, how it stands to them, and whether the lead means to leave us for one. */
import { type Mention, STANCES } from '../../schemas/competition.ts';
import { readArtefact } from '../artefact.ts';
import type { CompetitorIndex, MentionJudge, TextReading } from '../judges.ts';
import { softmax } from '../linear/softmax.ts';
import { readSparse, sparseArrays } from '../linear/sparse-artefact.ts';
import { addEvidence, type SparseLinear, type SparseVector } from '../linear/sparse-linear.ts';
import { choose, OUTCOMES, type Scored, standing } from './choose-mentions.ts';
import { findCandidates } from './find-candidates.ts';
import { MENTION_SPACE } from './hashed-inputs.ts';
import { mentionInputs, stanceInputs } from './inputs.ts';
import { type Message, readMessage } from './message.ts';
import { quoteOf } from './quote.ts';

export interface MentionModel {
  /** OUTCOMES of a candidate. */
  kinds: SparseLinear;
  /** STANCES of a mention. */
  stances: SparseLinear;
  /** Of a mention: stays, leaves. */
  switching: SparseLinear;
  /** Probability from which a candidate is a mention. */
  threshold: number;
}

export function probabilities(linear: SparseLinear, inputs: SparseVector): Float64Array {
  const scores = new Float64Array(linear.bias);
  addEvidence(linear, inputs, scores);
  softmax(scores);
  return scores;
}

/** Candidates of a message and what stands for what in it. */
export function scoreCandidates(kinds: SparseLinear, message: Message, index: CompetitorIndex): Scored[] {
  const candidates = findCandidates(message, index);
  return candidates.map((candidate) => {
    const inputs = mentionInputs(message, candidate, candidates);
    return { candidate, inputs, outcomes: probabilities(kinds, inputs) };
  });
}

/** Never throws on a text. */
export function readMentions(
  { kinds, stances, switching, threshold }: MentionModel,
  of: TextReading,
  text: string,
  index: CompetitorIndex,
): Mention[] {
  const message = readMessage(of, text);
  const scored = scoreCandidates(kinds, message, index);
  if (scored.length === 0) return [];
  const found = scored.map((one) => standing(message, one));
  return choose(message, found, threshold).map(
    ({ scored: { candidate, inputs }, kind, name, competitor, p }) => {
      const seen = stanceInputs(inputs, kind);
      const stance = probabilities(stances, seen);
      let best = 0;
      for (let k = 1; k < STANCES.length; k++) if (stance[k]! > stance[best]!) best = k;
      return {
        ...(competitor !== undefined && { competitor }),
        ...{ kind, name, stance: STANCES[best]!, p, switching: probabilities(switching, seen)[1]! },
        quote: quoteOf(message, candidate.from, candidate.to),
      };
    },
  );
}

/** The model as arrays of an artefact. */
export const mentionArrays = ({ kinds, stances, switching, threshold }: MentionModel) => ({
  ...sparseArrays(kinds, 'kinds-'),
  ...sparseArrays(stances, 'stances-'),
  ...sparseArrays(switching, 'switching-'),
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
    ...{ threshold: artefact.array('threshold', 'Float32Array')[0]!, version: artefact.version },
  };
}

/** The same for the live stream. */
/** Throws where there is no artefact (`make train`). */
export function loadMentionJudge(folder?: URL): MentionJudge {
  const model = loadMentionModel(folder);
  return {
    ...{ name: 'mentions', version: model.version },
    read: (of, text, _intents, known) => readMentions(model, of, text, known),
  };
}

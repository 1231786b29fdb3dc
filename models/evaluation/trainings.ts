/** All trainings over one corpus; they share their fits, so measuring costs little beside training. */
import { createHash } from 'node:crypto';
import { FOLDS } from '../corpus/folds.ts';
import { type PreparedCorpus, prepareCorpus } from '../corpus/prepare-corpus.ts';
import type { Conversation, Corpus, LabelledMessage } from '../corpus/read-corpus.ts';
import { readEscalationLines } from '../escalation/read-lines.ts';
import { type EscalationTraining, trainEscalation } from '../escalation/train.ts';
import { type ForecastTraining, trainForecast } from '../forecast-baseline/train.ts';
import { type IntentTraining, trainIntents } from '../intents/train.ts';
import { type NextEventTraining, trainNextEvent } from '../next-event/train.ts';
import { createNgramMeasure, type NgramMeasure } from '../ngram-measure/measure.ts';
import { readOptOutLines } from '../optout/read-lines.ts';
import { type CorpusText, type OptOutTraining, trainOptOut } from '../optout/train.ts';
import { type PrebakeTraining, trainPrebake } from '../prebake/train.ts';
import { type SegmentTraining, trainSegments } from '../segments/train.ts';

/** What models learned from. */
export interface CorpusData {
  /** SHA-256 of the conversations and messages, those for training only among them, as JSON. */
  sha256: string;
  /** Those that models are measured on. */
  conversations: number;
  /** Outside conversations. */
  messages: number;
  folds: number;
}

export const corpusData = ({ conversations, messages, added }: Corpus): CorpusData => ({
  sha256: createHash('sha256')
    .update(JSON.stringify([conversations, messages, added]))
    .digest('hex'),
  conversations: conversations.length,
  messages: messages.length,
  folds: FOLDS,
});

export interface Trainings {
  /** The leads that models are measured on. */
  corpus: PreparedCorpus;
  /** Those added for training after them: what segments learn from. */
  whole: PreparedCorpus;
  data: CorpusData;
  intents: IntentTraining;
  segments: SegmentTraining;
  forecast: ForecastTraining;
  nextEvent: NextEventTraining;
  prebake: PrebakeTraining;
  optOut: OptOutTraining;
  escalation: EscalationTraining;
  measure: NgramMeasure;
}

/** @param lines of escalation; all that are written */
export function createTrainings(read: Corpus, lines = readEscalationLines()): Trainings {
  const { conversations, messages, added } = read;
  const whole = prepareCorpus(conversations, messages, added);
  const corpus = { ...whole, leads: whole.leads.filter(({ measured }) => measured) };
  const intents = trainIntents(whole);
  const { dev, more } = readOptOutLines();
  return {
    ...{ corpus, whole },
    data: corpusData(read),
    intents,
    segments: trainSegments(whole, intents),
    forecast: trainForecast(corpus, intents),
    nextEvent: trainNextEvent(corpus, intents),
    prebake: trainPrebake(whole, intents),
    optOut: trainOptOut(dev, more, textsOf([...conversations, ...added], messages)),
    escalation: trainEscalation(lines, whole, intents),
    measure: createNgramMeasure(whole),
  };
}

/** Every text of a lead, and whether it is labelled as an opt-out. */
function textsOf(conversations: readonly Conversation[], messages: readonly LabelledMessage[]): CorpusText[] {
  const said = conversations.flatMap(({ events }) =>
    events.flatMap((e) => (e.type === 'message' && e.from === 'lead' ? [e] : [])),
  );
  return [...said, ...messages].map(({ text, intents }) => ({ text, optOut: intents.includes('opt_out') }));
}

/** Figures as reports give them: four decimals. */
export const rounded = (x: number): number => Math.round(x * 1e4) / 1e4;

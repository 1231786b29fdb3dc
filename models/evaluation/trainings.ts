/** All trainings over one corpus; they share their fits, so measuring costs little beside training. */
import { createHash } from 'node:crypto';
import { type PreparedCorpus, prepareCorpus } from '../corpus/prepare-corpus.ts';
import type { Conversation, LabelledMessage } from '../corpus/read-corpus.ts';
import { type ForecastTraining, trainForecast } from '../forecast-baseline/train.ts';
import { type IntentTraining, trainIntents } from '../intents/train.ts';
import { type NextEventTraining, trainNextEvent } from '../next-event/train.ts';
import { createNgramMeasure, type NgramMeasure } from '../ngram-measure/measure.ts';
import { readOptOutLines } from '../optout/read-lines.ts';
import { type CorpusText, type OptOutTraining, trainOptOut } from '../optout/train.ts';
import { type SegmentTraining, trainSegments } from '../segments/train.ts';

export interface Trainings {
  /** The leads that models are measured on; those added for training come after them in what segments learn from. */
  corpus: PreparedCorpus;
  /** SHA-256 of the conversations and messages, as JSON. */
  dataHash: string;
  intents: IntentTraining;
  segments: SegmentTraining;
  forecast: ForecastTraining;
  nextEvent: NextEventTraining;
  optOut: OptOutTraining;
  measure: NgramMeasure;
}

export function createTrainings(
  conversations: readonly Conversation[],
  messages: readonly LabelledMessage[],
  added: readonly Conversation[],
): Trainings {
  const whole = prepareCorpus(conversations, messages, added);
  const corpus = { ...whole, leads: whole.leads.filter(({ measured }) => measured) };
  const intents = trainIntents(whole);
  const { dev, more } = readOptOutLines();
  return {
    corpus,
    dataHash: createHash('sha256')
      .update(JSON.stringify([conversations, messages, added]))
      .digest('hex'),
    intents,
    segments: trainSegments(whole, intents),
    forecast: trainForecast(corpus, intents),
    nextEvent: trainNextEvent(corpus, intents),
    optOut: trainOptOut(dev, more, textsOf([...conversations, ...added], messages)),
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

/** Trains every model on the corpus and writes its artefact. Same corpus and code, same bits. */
import { mkdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { writeArtefact } from '../models/artefact.ts';
import { prepareCorpus } from '../models/corpus/prepare-corpus.ts';
import { readConversations, readMessages } from '../models/corpus/read-corpus.ts';
import { trainForecast } from '../models/forecast/train.ts';
import { trainIntents } from '../models/intents/train.ts';
import { sparseArrays } from '../models/linear/sparse-artefact.ts';
import { trainNextEvent } from '../models/next-event/train.ts';
import { trainSegments } from '../models/segments/train.ts';

export interface TrainOptions {
  /** Folder that gets one folder a model; the models' own where absent. */
  out?: string;
  /** Told before each stage: what, and how many of how many are done. */
  progress?: (stage: string, done: number, of: number) => void;
}

const VERSION = 'baseline-1';

export async function train({ out, progress }: TrainOptions = {}): Promise<void> {
  const root = out === undefined ? new URL('../models/', import.meta.url) : pathToFileURL(`${out}/`);
  const folder = (name: string): URL => {
    const url = new URL(`${name}/`, root);
    mkdirSync(url, { recursive: true });
    return url;
  };
  const stages = ['corpus', 'intents', 'segments', 'forecast', 'next-event'];
  const tell = async (stage: string) => {
    progress?.(stage, stages.indexOf(stage), stages.length);
    // Lets a terminal draw between stages, which are synchronous.
    await new Promise((resolve) => setImmediate(resolve));
  };
  await tell('corpus');
  const corpus = prepareCorpus(readConversations(), readMessages());
  await tell('intents');
  const intents = trainIntents(corpus);
  const { linear, slopes, offsets, thresholds } = intents.fit([]);
  writeArtefact(folder('intents'), VERSION, {}, { ...sparseArrays(linear), slopes, offsets, thresholds });
  await tell('segments');
  const { text, trust, behaviour } = trainSegments(corpus, intents).fit([]);
  writeArtefact(
    folder('segments'),
    VERSION,
    {},
    {
      ...sparseArrays(text),
      trust,
      behaviourWeights: behaviour.weights,
      behaviourBias: behaviour.bias,
    },
  );
  await tell('forecast');
  const forecast = trainForecast(corpus, intents).fit([]);
  const { everIntercept, ...arrays } = forecast;
  writeArtefact(
    folder('forecast'),
    VERSION,
    {},
    { ...arrays, everIntercept: Float32Array.of(everIntercept) },
  );
  await tell('next-event');
  const { weights, bias } = trainNextEvent(corpus, intents).fit([]);
  writeArtefact(folder('next-event'), VERSION, {}, { weights, bias });
}

/** Trains every model on the corpus, measures it, and writes artefact and card. Same corpus and code, same bits. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { writeArtefact } from '../models/artefact.ts';
import { readConversations, readMessages } from '../models/corpus/read-corpus.ts';
import { makeCards } from '../models/evaluation/cards.ts';
import { report } from '../models/evaluation/report.ts';
import { createTrainings, type Trainings } from '../models/evaluation/trainings.ts';
import { denseArrays } from '../models/linear/softmax-regression.ts';
import { sparseArrays } from '../models/linear/sparse-artefact.ts';

export interface TrainOptions {
  /** Folder that gets one folder a model; the models' own where absent. */
  out?: string;
  /** Told before each stage: what, and how many of how many are done. */
  progress?: (stage: string, done: number, of: number) => void;
}

const VERSION = 'baseline-1';
const FITS = 4;
const PARTS = 4;

/** Lets a terminal draw between stages, which are synchronous. */
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

export async function train({ out, progress }: TrainOptions = {}): Promise<void> {
  const root = out === undefined ? new URL('../models/', import.meta.url) : pathToFileURL(`${out}/`);
  const tell = (done: number) => async (stage: string) => {
    progress?.(stage, done, FITS + PARTS);
    await breathe();
  };
  await tell(0)('read the corpus');
  const trainings = createTrainings(readConversations(), readMessages());
  await writeArtefacts(trainings, (name) => folderOf(root, name), tell);
  const figures = await report(trainings, (part, done) => tell(FITS + done)(part));
  for (const [name, card] of Object.entries(makeCards(VERSION, figures))) {
    writeFileSync(new URL('card.json', folderOf(root, name)), `${JSON.stringify(card, null, 2)}\n`);
  }
}

function folderOf(root: URL, name: string): URL {
  const folder = new URL(`${name}/`, root);
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function writeArtefacts(
  { intents, segments, forecast, nextEvent }: Trainings,
  folder: (name: string) => URL,
  tell: (done: number) => (stage: string) => Promise<void>,
): Promise<void> {
  await tell(0)('fit intents');
  const { linear, slopes, offsets, thresholds } = intents.fit([]);
  writeArtefact(folder('intents'), VERSION, { ...sparseArrays(linear), slopes, offsets, thresholds });
  await tell(1)('fit segments');
  const { text, trust, behaviour } = segments.fit([]);
  writeArtefact(folder('segments'), VERSION, {
    ...sparseArrays(text),
    trust,
    ...denseArrays('behaviour', behaviour),
  });
  await tell(2)('fit forecast');
  const { everIntercept, ...arrays } = forecast.fit([]);
  writeArtefact(folder('forecast-baseline'), VERSION, {
    ...arrays,
    everIntercept: Float32Array.of(everIntercept),
  });
  await tell(3)('fit next event');
  writeArtefact(folder('next-event'), VERSION, denseArrays('kinds', nextEvent.fit([])));
}

/** Trains every model on the corpus, measures it, and writes artefact and card. Same corpus and code, same bits. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { writeArtefact } from '../models/artefact.ts';
import { openBackend } from '../models/backend.ts';
import { readCorpus } from '../models/corpus/read-corpus.ts';
import { escalationArrays } from '../models/escalation/model.ts';
import { makeCards } from '../models/evaluation/cards.ts';
import { REPORT_STEPS, report } from '../models/evaluation/report.ts';
import { createTrainings, type Trainings } from '../models/evaluation/trainings.ts';
import { networkArrays } from '../models/intents/network.ts';
import { denseArrays } from '../models/linear/softmax-regression.ts';
import { sparseArrays } from '../models/linear/sparse-artefact.ts';
import { trainBeside } from './train-beside.ts';
import { trainFairHousingInto } from './train-fair-housing.ts';
import { trainMentionsInto } from './train-mentions.ts';

export interface TrainOptions {
  /** Folder that gets one folder a model; the models' own where absent. */
  out?: string;
  /** Told before each stage: what, and how many of how many are done. */
  progress?: (stage: string, done: number, of: number) => void;
}

const VERSION = '2';
/** The models fitted on everything, with mentions; then the steps of their cross-validation, then fair housing. */
const FITS = 6;
const STEPS = FITS + REPORT_STEPS + 2;

/** Lets a terminal draw between stages, which are synchronous. */
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Everything. The ensemble reads its texts by the models of the corpus, and is trained while those are measured. */
export async function train({ out, progress }: TrainOptions = {}): Promise<void> {
  const root = out === undefined ? new URL('../models/', import.meta.url) : pathToFileURL(`${out}/`);
  const tell = (done: number) => async (stage: string) => {
    progress?.(stage, done, STEPS);
    await breathe();
  };
  await openBackend();
  await tell(0)('read the corpus');
  const trainings = createTrainings(readCorpus());
  await writeArtefacts(trainings, (name) => folderOf(root, name), tell);
  await tell(FITS)('mentions of competitors');
  trainMentionsInto(folderOf(root, 'mentions'), VERSION);
  for (const name of ['forecast', 'threat']) folderOf(root, name);
  let done = FITS + 1;
  const ensemble = trainBeside(root, VERSION, (stage) =>
    progress?.(`simulated worlds: ${stage}`, done, STEPS),
  );
  const measured = measure(trainings, root, (part, parts) => {
    done = FITS + 1 + parts;
    return tell(done)(part);
  });
  // Both are awaited to the end: a failure of one must not leave the other at work behind the error.
  for (const result of await Promise.allSettled([measured, ensemble]))
    if (result.status === 'rejected') throw result.reason;
}

/** The cards of the corpus' models, and the models of texts written for them. */
async function measure(
  trainings: Trainings,
  root: URL,
  tell: (part: string, parts: number) => Promise<void>,
): Promise<void> {
  const figures = await report(trainings, tell);
  for (const [name, card] of Object.entries(makeCards(VERSION, figures))) {
    writeFileSync(new URL('card.json', folderOf(root, name)), `${JSON.stringify(card, null, 2)}\n`);
  }
  await tell('fair housing', REPORT_STEPS);
  trainFairHousingInto(folderOf(root, 'fair-housing'), VERSION);
}

function folderOf(root: URL, name: string): URL {
  const folder = new URL(`${name}/`, root);
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function writeArtefacts(
  { intents, optOut, escalation, segments, forecast, nextEvent, prebake }: Trainings,
  folder: (name: string) => URL,
  tell: (done: number) => (stage: string) => Promise<void>,
): Promise<void> {
  await tell(0)('fit intents');
  const { linear, network, slopes, offsets, thresholds } = intents.fit([]);
  const calibration = { slopes, offsets, thresholds };
  writeArtefact(folder('intents'), VERSION, {
    ...sparseArrays(linear),
    ...networkArrays(network),
    ...calibration,
  });
  const { linear: optOutLinear, threshold } = optOut.fit([]);
  writeArtefact(folder('optout'), VERSION, {
    ...sparseArrays(optOutLinear),
    threshold: Float32Array.of(threshold),
  });
  await tell(1)('fit escalation');
  writeArtefact(folder('escalation'), VERSION, escalationArrays(escalation.fit([])));
  await tell(2)('fit segments');
  const { early, late, deep } = segments.fit([]);
  writeArtefact(folder('segments'), VERSION, {
    ...{ ...sparseArrays(early.text, 'early-'), 'early-rarity': early.rarity },
    ...{ ...sparseArrays(late.text, 'late-'), 'late-rarity': late.rarity },
    ...deep,
  });
  await tell(3)('fit forecast');
  const { everIntercept, ...arrays } = forecast.fit([]);
  writeArtefact(folder('forecast-baseline'), VERSION, {
    ...arrays,
    everIntercept: Float32Array.of(everIntercept),
  });
  await tell(4)('fit next event');
  writeArtefact(folder('next-event'), VERSION, denseArrays('kinds', nextEvent.fit([])));
  await tell(5)('fit prepared actions');
  writeArtefact(folder('prebake'), VERSION, denseArrays('items', prebake.fit([])));
}

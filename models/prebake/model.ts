/**
 * Which prepared action the lead's next deed calls for, should it come within the hour: one multinomial logistic over
 * running features (what was spoken about lately among them), the intents just read, and whose turn it was.
 */
import { INTENTS } from '../../schemas/intents.ts';
import { readArtefact } from '../artefact.ts';
import { ACTIVITIES } from '../features/feature-layout.ts';
import { FEATURE_NAMES } from '../features/feature-vector.ts';
import type { PrebakeJudge, PrebakeQuestion } from '../judges.ts';
import { softmax } from '../linear/softmax.ts';
import { addLogits, type DenseLinear, readDense } from '../linear/softmax-regression.ts';
import { MENU } from './menu.ts';

/** The class of deeds that nothing on the menu fits, after those of its items. */
export const NOTHING = MENU.length;
export const CLASSES = MENU.length + 1;

/** Features that say where the conversation is; when of the day or week it is says nothing of it. */
const CHOSEN = FEATURE_NAMES.flatMap((name, i) =>
  /^(?:count\.|gap|reply|sinceLead|sinceAgent|sinceActivity|fading\.|channel\.|lastTokens|perMessage\.|trace\.|intentTrace\.|intentMean\.|source\.)/.test(
    name,
  )
    ? [i]
    : [],
);

const TURNS: readonly string[] = ['lead', 'agent', ...ACTIVITIES];
const turnPlaces = new Map(TURNS.map((turn, i) => [turn, CHOSEN.length + INTENTS.length + i]));

/** Features chosen, then the intents of the message just read (zeros where there was none), then whose turn it was. */
export function prebakeInputs({ features, intents, last }: PrebakeQuestion): Float32Array {
  const inputs = new Float32Array(CHOSEN.length + INTENTS.length + TURNS.length);
  for (let i = 0; i < CHOSEN.length; i++) inputs[i] = features[CHOSEN[i]!]!;
  if (intents) inputs.set(intents, CHOSEN.length);
  const turn = turnPlaces.get(last);
  if (turn !== undefined) inputs[turn] = 1;
  return inputs;
}

export function createPrebakeJudge(model: DenseLinear, version: string): PrebakeJudge {
  const z = new Float64Array(CLASSES);
  return {
    name: 'prebake',
    version,
    predict(question) {
      z.fill(0);
      addLogits(model, prebakeInputs(question), z);
      softmax(z);
      return Float32Array.from(z.subarray(0, NOTHING));
    },
  };
}

/** The trained judge. Throws if its artefact is missing or was trained for another menu. */
export function loadPrebakeJudge(folder = new URL('./', import.meta.url)): PrebakeJudge {
  const artefact = readArtefact(folder);
  const model = readDense(artefact, 'items');
  if (model.bias.length !== CLASSES)
    throw new Error('Prepared actions were trained for another menu: run "make train"');
  return createPrebakeJudge(model, artefact.version);
}

/** The ensemble's numbers as arrays of an artefact, and back. */
import { type Artefact, readArtefact, writeArtefact } from '../artefact.ts';
import { type Forest, forestArrays, readForest } from '../forest/forest.ts';
import { FOREST_COLUMNS } from './behavioral.ts';
import { GROUP_COUNT, LEVELS, type Platt } from './calibration.ts';
import type { DenseWeights } from './dense-head.ts';
import { createEnsemble, type Ensemble } from './ensemble.ts';
import { EVENT_WIDTH } from './event-vector.ts';
import { HEAD_WIDTH } from './hazard-head.ts';
import { UNITS } from './lstm.ts';
import { MEMBERS, type MemberName, type MemberWeights } from './members.ts';
import { STAGE_INPUTS } from './now-vector.ts';
import type { EnsembleModel } from './train-ensemble.ts';

type Arrays = Parameters<typeof writeArtefact>[2];

const floats = (artefact: Artefact, name: string): Float32Array => artefact.array(name, 'Float32Array');

export function ensembleArrays({ members, fusion, calibration, averages }: EnsembleModel): Arrays {
  const { convert, time, hit, commitFrom, promise, hours, returns } = calibration;
  const arrays: Arrays = {
    'temporal.lstm.kernel': members.temporal.lstm.kernel,
    'temporal.lstm.bias': members.temporal.lstm.bias,
    'behavioral.columns': Uint32Array.of(FOREST_COLUMNS),
    ...forestArrays(members.behavioral.forest),
    'fusion.weights': fusion.weights,
    ...plattArrays('convert', convert),
    ...plattArrays('hit', hit),
    time,
    commitFrom: Float32Array.of(commitFrom),
    promise: Float32Array.of(promise),
    hours: Float32Array.from(hours),
    returns: Float32Array.of(returns),
  };
  MEMBERS.forEach((name, m) => {
    const { scaling, dense } = members[name];
    arrays[`${name}.means`] = scaling.means;
    arrays[`${name}.spreads`] = scaling.spreads;
    arrays[`${name}.into`] = dense.into;
    arrays[`${name}.bias`] = dense.bias;
    arrays[`${name}.out`] = dense.out;
    arrays[`${name}.average`] = averages[m]!;
  });
  return arrays;
}

/** @throws Error if the artefact was made by other code */
export function readEnsemble(artefact: Artefact): EnsembleModel {
  const forest: Forest = readForest(artefact);
  const member = (name: MemberName): MemberWeights => ({
    scaling: { means: floats(artefact, `${name}.means`), spreads: floats(artefact, `${name}.spreads`) },
    dense: readDense(artefact, name),
  });
  const temporal = {
    ...member('temporal'),
    lstm: { kernel: floats(artefact, 'temporal.lstm.kernel'), bias: floats(artefact, 'temporal.lstm.bias') },
  };
  const time = floats(artefact, 'time');
  checkFits(artefact, temporal.lstm.kernel, time);
  return {
    members: {
      temporal,
      behavioral: { ...member('behavioral'), forest },
      graph: member('graph'),
      market: member('market'),
    },
    fusion: {
      members: MEMBERS.length,
      weights: floats(artefact, 'fusion.weights'),
    },
    calibration: {
      convert: readPlatt(artefact, 'convert'),
      hit: readPlatt(artefact, 'hit'),
      time,
      commitFrom: floats(artefact, 'commitFrom')[0]!,
      promise: floats(artefact, 'promise')[0]!,
      hours: Float64Array.from(floats(artefact, 'hours')),
      returns: floats(artefact, 'returns')[0]!,
    },
    averages: MEMBERS.map((name) => floats(artefact, `${name}.average`)),
  };
}

/** Numbers made for other inputs would be read without complaint, and say nonsense. */
function checkFits(artefact: Artefact, kernel: Float32Array, time: Float32Array): void {
  const fits =
    artefact.array('behavioral.columns', 'Uint32Array')[0] === FOREST_COLUMNS &&
    kernel.length === (EVENT_WIDTH + UNITS) * 4 * UNITS &&
    time.length === GROUP_COUNT * LEVELS.length;
  if (!fits) throw new Error('The ensemble was trained on other inputs: run "make train"');
}

function readDense(artefact: Artefact, name: MemberName): DenseWeights {
  const into = floats(artefact, `${name}.into`);
  const bias = floats(artefact, `${name}.bias`);
  const out = floats(artefact, `${name}.out`);
  const units = bias.length - STAGE_INPUTS;
  if (out.length !== bias.length * HEAD_WIDTH)
    throw new Error(`The ${name} member was trained for another head: run "make train"`);
  return { inputs: into.length / bias.length, units, into, bias, out };
}

const plattArrays = (name: string, { slopes, offsets }: Platt): Arrays => ({
  [`${name}.slopes`]: slopes,
  [`${name}.offsets`]: offsets,
});

const readPlatt = (artefact: Artefact, name: string): Platt => ({
  slopes: floats(artefact, `${name}.slopes`),
  offsets: floats(artefact, `${name}.offsets`),
});

/** The trained numbers in a folder. Throws if there are none (`make train`, or `doorstep train`). */
export const loadEnsembleModel = (folder = new URL('./', import.meta.url)): EnsembleModel =>
  readEnsemble(readArtefact(folder));

/** The trained ensemble; the backend must be open (models/backend.ts). */
export const loadEnsemble = (folder?: URL): Ensemble => createEnsemble(loadEnsembleModel(folder));

/** @param folder with a trailing slash; it must exist */
export const saveEnsemble = (folder: URL, version: string, model: EnsembleModel): void =>
  writeArtefact(folder, version, ensembleArrays(model));

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../../../models/backend.ts';
import { readText } from '../../../../models/features/read-text.ts';
import { createEnsemble } from '../../../../models/forecast/ensemble.ts';
import {
  loadEnsemble,
  loadEnsembleModel,
  saveEnsemble,
} from '../../../../models/forecast/ensemble-artefact.ts';
import { outOfFoldForecasts } from '../../../../models/forecast/out-of-fold-forecasts.ts';
import { predictAt } from '../../../../models/forecast/predict-history.ts';
import {
  ENSEMBLE_SETTINGS,
  type TrainedEnsemble,
  trainEnsemble,
} from '../../../../models/forecast/train-ensemble.ts';
import { INTENTS } from '../../../../schemas/intents.ts';
import { madeUpHistory } from './made-up-history.ts';

const DAY = 86_400_000;
const readers = {
  readText,
  intents: { predict: (batch: unknown[]) => batch.map(() => new Float32Array(INTENTS.length)) },
};
const history = madeUpHistory(240, 11);

/** Little, and the least that teaches anything. */
const QUICK = {
  ...ENSEMBLE_SETTINGS,
  folds: 2,
  fewestConversions: 30,
  network: { epochs: 6, step: 0.02, halvings: 0, decay: 0 },
};

describe('training on a history', () => {
  let trained: TrainedEnsemble;
  beforeAll(async () => {
    await openBackend('wasm');
    trained = await trainEnsemble(history, readers, undefined, undefined, QUICK);
  }, 120_000);

  test('learns that a named closing is mostly kept', () => {
    expect(trained.pooled).toBe(false);
    const ensemble = createEnsemble(trained.model);
    const other = madeUpHistory(60, 12);
    const named = other.events.filter(
      ({ event }) => event.type === 'message' && event.text.startsWith('Closing is set'),
    );
    const forecasts = predictAt(
      ensemble,
      other,
      readers,
      named.map(({ lead, at }) => ({ lead, at: at + DAY })),
    );
    const converted =
      named.filter(({ lead }) => other.fates[lead]!.result === 'converted').length / named.length;
    const mean = forecasts.reduce((sum, { pConvert }) => sum + pConvert, 0) / forecasts.length;
    expect(Math.abs(mean - converted)).toBeLessThan(0.15);
    const closings = forecasts.flatMap(({ medianDays, landmark, lead }) => {
      const fate = other.fates[other.leads.indexOf(lead)]!;
      return fate.result === 'converted' ? [Math.abs((fate.at - landmark) / DAY - medianDays)] : [];
    });
    expect(closings.length).toBeGreaterThan(5);
    expect(closings.filter((away) => away <= 3).length / closings.length).toBeGreaterThan(0.8);
  });

  test('is the same to the bit once saved and loaded', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ensemble-'));
    try {
      const url = pathToFileURL(`${folder}/`);
      saveEnsemble(url, 'test', trained.model);
      expect(statSync(join(folder, 'artefact.bin')).size).toBeLessThan(4e6);
      const moments = history.leads.slice(0, 20).map((_, lead) => ({ lead, at: history.end }));
      const [before, after] = [createEnsemble(trained.model), loadEnsemble(url)].map((ensemble) =>
        predictAt(ensemble, history, readers, moments),
      );
      expect(after).toEqual(before);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('forecasts its own leads as if they were new, beside simpler forecasters', () => {
    const forecasts = outOfFoldForecasts(trained, history);
    expect(forecasts.length).toBe(trained.outOfFold.looks.length);
    expect(Object.keys(forecasts[0]!.others!).sort()).toContain('without temporal');
    const brier = (p: (f: (typeof forecasts)[number]) => number) => {
      const seen = forecasts.filter(({ result, days }) => result !== 'open' || days > 365);
      return seen.reduce((sum, f) => sum + (p(f) - (f.result === 'converted' ? 1 : 0)) ** 2, 0) / seen.length;
    };
    expect(brier(({ curve }) => curve[364]!)).toBeLessThan(
      brier(({ others }) => others!['Kaplan–Meier']![364]!),
    );
  });
});

test('the ensemble that comes with the project fits the code, and is the prior of small histories', async () => {
  await openBackend('wasm');
  const { members, calibration } = loadEnsembleModel();
  expect(Object.keys(members)).toEqual(['temporal', 'behavioral', 'graph', 'market']);
  expect(calibration.promise).toBeCloseTo(0.98, 6);
});

test('a history with few conversions keeps the prior and says so', async () => {
  await openBackend('wasm');
  const few = madeUpHistory(40, 13);
  await expect(trainEnsemble(few, readers, undefined)).rejects.toThrow(/conversions are too few/);
  const prior = (await trainEnsemble(history, readers, undefined, undefined, QUICK)).model;
  const { model, pooled, conversions } = await trainEnsemble(few, readers, prior);
  expect(pooled).toBe(true);
  expect(conversions).toBeLessThan(120);
  expect(model.members).toBe(prior.members);
  expect(model.calibration.convert).not.toEqual(prior.calibration.convert);
}, 120_000);

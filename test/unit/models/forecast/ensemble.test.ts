/** What the ensemble must keep on every backend: batches change no bit, and the stream gives what a replay gives. */
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend, tf } from '../../../../models/backend.ts';
import { readText } from '../../../../models/features/read-text.ts';
import { trainBehavioral } from '../../../../models/forecast/behavioral.ts';
import { GROUP_COUNT, LEVELS, logit } from '../../../../models/forecast/calibration.ts';
import { fitHourShares } from '../../../../models/forecast/converted-curve.ts';
import { denseVariables } from '../../../../models/forecast/dense-head.ts';
import {
  createEnsemble,
  type Ensemble,
  type EnsembleForecast,
  type Questioned,
  type Seen,
} from '../../../../models/forecast/ensemble.ts';
import { emptyMemory, observeLead } from '../../../../models/forecast/lead-memory.ts';
import { lstmVariables, STATE_WIDTH, UNITS } from '../../../../models/forecast/lstm.ts';
import { MEMBERS } from '../../../../models/forecast/members.ts';
import { NOW_WIDTH } from '../../../../models/forecast/now-vector.ts';
import { predictAt } from '../../../../models/forecast/predict-history.ts';
import { lookAt, replayHistory } from '../../../../models/forecast/replay-history.ts';
import { fitScaling } from '../../../../models/forecast/scaling.ts';
import type { EnsembleModel } from '../../../../models/forecast/train-ensemble.ts';
import { labelLooks, trainingMoments } from '../../../../models/forecast/training-looks.ts';
import { GraphBoard } from '../../../../models/history/graph-board.ts';
import { ENDED, STAGES } from '../../../../models/history/lead-notes.ts';
import { MarketBoard } from '../../../../models/history/market-board.ts';
import type { Explanation } from '../../../../models/judges.ts';
import { INTENTS } from '../../../../schemas/intents.ts';
import { madeUpHistory } from './made-up-history.ts';

const history = madeUpHistory(60, 3);
/** Intents made up from the text's length: quick, and the same each time. */
const readers = {
  readText,
  intents: {
    predict: (batch: { characters: number }[]) =>
      batch.map(({ characters }) => Float32Array.from(INTENTS, (_, i) => ((characters + i) % 10) / 10)),
  },
};
const moments = trainingMoments(history, 5);
const { rows, looks } = replayHistory(history, readers, moments);

/** Weights as they are drawn: what is tested holds for any. */
function madeUpModel(): EnsembleModel {
  const labelled = labelLooks(looks, history);
  const member = (own: Float32Array[], seed: number) => {
    const scaling = fitScaling(own);
    const dense = denseVariables(NOW_WIDTH + scaling.means.length, 8, seed);
    const weights = dense.weights();
    dense.dispose();
    return { scaling, dense: weights };
  };
  const { forest, outOfBag } = trainBehavioral(labelled, 1);
  const lstm = lstmVariables(2);
  const members = {
    temporal: { ...member([new Float32Array(32).fill(1), new Float32Array(32)], 3), lstm: lstm.weights() },
    behavioral: { ...member(outOfBag, 4), forest },
    graph: member(
      labelled.map(({ graph }) => graph),
      5,
    ),
    market: member(
      labelled.map(({ market }) => market),
      6,
    ),
  };
  lstm.dispose();
  const same = {
    slopes: new Float32Array(GROUP_COUNT).fill(1.1),
    offsets: new Float32Array(GROUP_COUNT).fill(0.2),
  };
  return {
    members,
    fusion: {
      members: MEMBERS.length,
      weights: new Float32Array(STAGES.length * MEMBERS.length).fill(0.25),
    },
    calibration: {
      convert: same,
      hit: same,
      time: Float32Array.from(
        { length: GROUP_COUNT * LEVELS.length },
        (_, i) => LEVELS[i % LEVELS.length]! ** 1.1,
      ),
      commitFrom: 0.3,
      promise: 0.98,
      hours: fitHourShares([0.5, 0.6]),
      returns: 0.02,
    },
    averages: MEMBERS.map((name) => new Float32Array(members[name].dense.inputs).fill(0.1)),
  };
}

const seenBy = (ensemble: Ensemble): Seen[] => {
  const recurrent = ensemble.recurrentAt(looks, rows);
  return looks.map((look, i) => ensemble.see(look, recurrent[i]!));
};

let model: EnsembleModel;
beforeAll(async () => {
  await openBackend('wasm');
  createRequire(import.meta.url)('@tensorflow/tfjs-backend-cpu');
  model = madeUpModel();
});

describe.each(['wasm', 'cpu'])('the ensemble on %s', (backend) => {
  let ensemble: Ensemble;
  let seen: Seen[];
  let alone: EnsembleForecast[];
  beforeAll(async () => {
    await tf.setBackend(backend);
    ensemble = createEnsemble(model);
    seen = seenBy(ensemble);
    alone = seen.slice(0, 256).map((one) => ensemble.predict([one])[0]!);
  });

  test.each([2, 3, 7, 13, 64, 256])('says the same to the bit in batches of %d', (size) => {
    const together: EnsembleForecast[] = [];
    for (let from = 0; from < 256; from += size)
      together.push(...ensemble.predict(seen.slice(from, Math.min(256, from + size))));
    expect(together).toEqual(alone);
  });

  test('takes the same recurrent steps in any company', () => {
    const steps = rows.filter((own) => own.length >= 3);
    const run = (leads: Float32Array[][]) =>
      ensemble.recurrentAt(
        leads.map((own, lead) => ({ ...looks[0]!, lead, steps: own.length })),
        leads,
      );
    const together = run(steps);
    for (const i of [0, 5, steps.length - 1]) expect(run([steps[i]!])[0]).toEqual(together[i]);
  });

  test('gives live, event by event, what it gives over a history', () => {
    const lead = rows.findIndex((own) => own.length > 8);
    const own = moments.filter((moment) => moment.lead === lead);
    const offline = predictAt(ensemble, history, readers, own);
    const graph = new GraphBoard();
    const market = new MarketBoard();
    const memories = history.leads.map(emptyMemory);
    const states = history.leads.map(() => new Float32Array(STATE_WIDTH));
    const seenNow = (at: number) =>
      ensemble.see(lookAt(memories[lead]!, market, lead, at, 0), states[lead]!.slice(0, UNITS));
    const live: EnsembleForecast[] = [];
    let reported = 0;
    const timeline = [...own].sort((a, b) => a.at - b.at);
    const askBefore = (at: number) => {
      while (timeline.length > 0 && timeline[0]!.at < at)
        live.push(...ensemble.predict([seenNow(timeline.shift()!.at)]));
    };
    for (const { lead: who, at, event } of history.events) {
      for (; reported < history.market.length && history.market[reported]!.at <= at; reported++) {
        askBefore(history.market[reported]!.at);
        market.observe(history.market[reported]!.event, history.market[reported]!.at);
      }
      askBefore(at);
      const memory = memories[who]!;
      const reading = event.type === 'message' ? readText(event.text, at, memory.timezone) : undefined;
      const intents =
        event.type === 'message' && event.from === 'lead'
          ? readers.intents.predict([reading!])[0]!
          : undefined;
      const read = { event, at, ...(reading ? { reading } : {}), ...(intents ? { intents } : {}) };
      const row = observeLead(memory, graph, who, read);
      if (row) ensemble.step([row], [states[who]!]);
    }
    askBefore(Number.POSITIVE_INFINITY);
    // Nobody else touches the same listing at the same time in this history, so that nothing is told across leads.
    expect(live.map(({ curve }) => curve)).toEqual(
      offline.sort((a, b) => a.landmark - b.landmark).map(({ curve }) => curve),
    );
  });

  test('is a forecast: a rising curve, quantiles in order', () => {
    for (const { curve, pConvert, q05, q10, q25, q75, q90, q95 } of alone) {
      expect(curve[364]).toBe(pConvert);
      for (let d = 1; d < 365; d++) expect(curve[d]!).toBeGreaterThanOrEqual(curve[d - 1]!);
      expect([q05, q10, q25, q75, q90, q95]).toEqual([q05, q10, q25, q75, q90, q95].sort((a, b) => a - b));
    }
  });

  const questioned = (batch: Seen[], later: Seen[] = []): Questioned[] =>
    ensemble.predict(batch).map(({ pConvert }, i) => ({ seen: batch[i]!, pConvert, later }));

  test('explains the same to the bit in any batch', () => {
    const questions = questioned(seen.slice(0, 64), seen.slice(70, 72));
    expect(ensemble.explain(questions)).toEqual(questions.flatMap((one) => ensemble.explain([one])));
  });

  test('gives reasons that add up', () => {
    // From the same average of the same stage: differences of sums are differences of ln odds.
    const [one, other] = [0, 1].map((n) => seen.findIndex(({ stage }, i) => stage === 1 && i > n * 40));
    const { clocks, dayShare } = seen[one!]!;
    const questions = questioned([
      seen[one!]!,
      { ...seen[other!]!, clocks: { ...seen[other!]!.clocks, today: clocks.today }, dayShare },
    ]);
    const [a, b] = ensemble
      .explain(questions)
      .map(({ reasons }) => reasons.reduce((total, { weight }) => total + weight, 0));
    expect(a! - b!).toBeCloseTo(logit(questions[0]!.pConvert) - logit(questions[1]!.pConvert), 8);
  });

  test('says of members what they say alone, and of silence what it will say then', () => {
    const [question] = questioned([seen[3]!], [seen[20]!, seen[21]!]);
    const [{ members, epistemic, silent }] = ensemble.explain([question!]) as [Explanation];
    const then = ensemble.predict([seen[20]!, seen[21]!]);
    silent.forEach((p, i) => {
      expect(p).toBeCloseTo(then[i]!.pConvert, 12);
    });
    const alone = MEMBERS.map((name, m) => {
      const weights = Float32Array.from(model.fusion.weights, (_, i) => (i % MEMBERS.length === m ? 1 : 0));
      const raw = { slopes: new Float32Array(GROUP_COUNT).fill(1), offsets: new Float32Array(GROUP_COUNT) };
      const single = createEnsemble({
        ...model,
        fusion: { ...model.fusion, weights },
        calibration: { ...model.calibration, convert: raw },
      });
      const { pConvert } = single.predict([seen[3]!])[0]!;
      expect(members[name]!.pConvert).toBeCloseTo(pConvert, 6);
      return pConvert;
    });
    expect(epistemic).toBeGreaterThan(0);
    expect(epistemic).toBeLessThanOrEqual((Math.max(...alone) - Math.min(...alone)) / 2);
  });

  test('knows when a lead has ended', () => {
    const open = seen[5]!;
    const [lost, won] = ensemble.predict([
      { ...open, ended: ENDED.lost },
      { ...open, ended: ENDED.converted },
    ]);
    expect(lost!.pConvert).toBeLessThanOrEqual(0.02);
    expect(lost!.kind).not.toBe('date');
    expect(won!.pConvert).toBe(1);
    expect(ensemble.explain(questioned([{ ...open, ended: ENDED.lost }]))[0]!.reasons).toEqual([]);
  });
});

test('the ensemble agrees between backends', async () => {
  const said: EnsembleForecast[][] = [];
  for (const backend of ['wasm', 'cpu']) {
    await tf.setBackend(backend);
    const ensemble = createEnsemble(model);
    said.push(ensemble.predict(seenBy(ensemble).slice(0, 100)));
  }
  said[0]!.forEach(({ curve }, i) => {
    curve.forEach((p, d) => {
      expect(Math.abs(p - said[1]![i]!.curve[d]!)).toBeLessThan(1e-5);
    });
  });
});

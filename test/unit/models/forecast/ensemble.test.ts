/** What the ensemble must keep on every backend: batches change no bit, and the stream gives what a replay gives. */
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend, tf } from '../../../../models/backend.ts';
import { readText } from '../../../../models/features/read-text.ts';
import { trainBehavioral } from '../../../../models/forecast/behavioral.ts';
import { GROUP_COUNT, LEVELS } from '../../../../models/forecast/calibration.ts';
import { fitHourShares } from '../../../../models/forecast/converted-curve.ts';
import { denseVariables } from '../../../../models/forecast/dense-head.ts';
import {
  createEnsemble,
  type Ensemble,
  type EnsembleForecast,
  type Seen,
} from '../../../../models/forecast/ensemble.ts';
import { lstmVariables } from '../../../../models/forecast/lstm.ts';
import { MEMBERS } from '../../../../models/forecast/members.ts';
import { NOW_WIDTH } from '../../../../models/forecast/now-vector.ts';
import { predictAt } from '../../../../models/forecast/predict-history.ts';
import { replayHistory } from '../../../../models/forecast/replay-history.ts';
import { fitScaling } from '../../../../models/forecast/scaling.ts';
import type { EnsembleModel } from '../../../../models/forecast/train-ensemble.ts';
import { labelLooks, trainingMoments } from '../../../../models/forecast/training-looks.ts';
import { GraphBoard } from '../../../../models/history/graph-board.ts';
import { DAY, ENDED, STAGES } from '../../../../models/history/lead-notes.ts';
import { MarketBoard } from '../../../../models/history/market-board.ts';
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
  return looks.map((look, i) => ({ ...look, recurrent: recurrent[i]! }));
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
    const states = history.leads.map(() => ensemble.initial());
    const live: EnsembleForecast[] = [];
    let reported = 0;
    const timeline = [...own].sort((a, b) => a.at - b.at);
    const askBefore = (at: number) => {
      while (timeline.length > 0 && timeline[0]!.at < at)
        live.push(...ensemble.predict([ensemble.look(states[lead]!, market, lead, timeline.shift()!.at)]));
    };
    for (const { lead: who, at, event } of history.events) {
      for (; reported < history.market.length && history.market[reported]!.at <= at; reported++) {
        askBefore(history.market[reported]!.at);
        market.observe(history.market[reported]!.event, history.market[reported]!.at);
      }
      askBefore(at);
      const state = states[who]!;
      const reading = event.type === 'message' ? readText(event.text, at, state.memory.timezone) : undefined;
      const intents =
        event.type === 'message' && event.from === 'lead'
          ? readers.intents.predict([reading!])[0]!
          : undefined;
      const read = { event, at, ...(reading ? { reading } : {}), ...(intents ? { intents } : {}) };
      ensemble.observe([{ state, lead: who, read }], graph);
    }
    askBefore(Number.POSITIVE_INFINITY);
    // Nobody else touches the same listing at the same time in this history, so that nothing is told across leads.
    expect(live.map(({ curve }) => curve)).toEqual(
      offline.sort((a, b) => a.landmark - b.landmark).map(({ curve }) => curve),
    );
  });

  test('is a forecast: a rising curve, quantiles in order, reasons that add up', () => {
    for (const { curve, pConvert, q05, q10, q25, q75, q90, q95, reasons, epistemic } of alone) {
      expect(curve[364]).toBe(pConvert);
      for (let d = 1; d < 365; d++) expect(curve[d]!).toBeGreaterThanOrEqual(curve[d - 1]!);
      expect([q05, q10, q25, q75, q90, q95]).toEqual([q05, q10, q25, q75, q90, q95].sort((a, b) => a - b));
      expect(epistemic).toBeGreaterThanOrEqual(0);
      expect(reasons.every(({ weight }) => Number.isFinite(weight))).toBe(true);
    }
    // From the same average of the same stage: differences of sums are differences of ln odds.
    const sum = ({ reasons }: EnsembleForecast) => reasons.reduce((total, { weight }) => total + weight, 0);
    const logit = ({ pConvert }: EnsembleForecast) => Math.log(pConvert / (1 - pConvert));
    const [one, other] = [0, 1].map((n) =>
      seen.findIndex(
        ({ stage, clocks }, i) => stage === 1 && clocks.today === seen[i]!.clocks.today && i > n * 40,
      ),
    );
    const today = seen[one!]!.clocks.today;
    const [a, b] = ensemble.predict([
      seen[one!]!,
      { ...seen[other!]!, clocks: { ...seen[other!]!.clocks, today }, dayShare: seen[one!]!.dayShare },
    ]);
    expect(sum(a!) - sum(b!)).toBeCloseTo(logit(a!) - logit(b!), 8);
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
    expect(ensemble.probabilities([{ ...open, ended: ENDED.lost }])[0]).toBeCloseTo(lost!.pConvert, 6);
  });

  test('foresees silence as it will forecast it then', () => {
    const graph = new GraphBoard();
    const market = new MarketBoard();
    const state = ensemble.initial();
    const { at, event } = history.events[0]!;
    ensemble.observe([{ state, lead: 0, read: { event, at } }], graph);
    const [then] = ensemble.predict([ensemble.look(state, market, 0, at + 20 * DAY)]);
    expect(ensemble.silence(state, market, 0, at, [5, 20])[1]).toBeCloseTo(then!.pConvert, 12);
  });

  test('gives the probability alone as it gives it with everything', () => {
    const ps = ensemble.probabilities(seen.slice(0, 20));
    ps.forEach((p, i) => {
      expect(p).toBeCloseTo(alone[i]!.pConvert, 12);
    });
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

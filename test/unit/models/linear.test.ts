import { describe, expect, test } from 'vitest';
import { addRows, Picked } from '../../../models/linear/add-rows.ts';
import { chooseThreshold, fitCalibration } from '../../../models/linear/calibrate.ts';
import { minimise } from '../../../models/linear/minimise.ts';
import { quantise } from '../../../models/linear/quantised-rows.ts';
import { seededRandom } from '../../../models/linear/random.ts';
import { softmax } from '../../../models/linear/softmax.ts';
import { addLogits, fitSoftmax } from '../../../models/linear/softmax-regression.ts';
import { addEvidence, RowIndex } from '../../../models/linear/sparse-linear.ts';
import {
  type Example,
  type SparseSettings,
  trainSparseLinear,
} from '../../../models/linear/train-sparse-linear.ts';

test('minimise finds the bottom of a narrow valley', () => {
  const best = minimise(
    ([x, y], gradient) => {
      gradient[0] = -2 * (1 - x!) - 400 * x! * (y! - x! * x!);
      gradient[1] = 200 * (y! - x! * x!);
      return (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2;
    },
    Float64Array.of(-1.2, 1),
    200,
  );
  expect(best[0]).toBeCloseTo(1, 2);
  expect(best[1]).toBeCloseTo(1, 2);
});

test('features are found in their rows, whatever the order', () => {
  const ids = Uint32Array.of(64, 0, 31, 199, 32, 63, 1, 95);
  const index = new RowIndex(ids, 200);
  for (let id = 0; id < 200; id++) expect(index.row(id), String(id)).toBe(ids.indexOf(id));
});

describe('sparse linear', () => {
  const settings: SparseSettings = {
    link: 'logistic',
    classes: 2,
    space: 100,
    leastSeen: 2,
    mostRows: 10,
    epochs: 8,
    step: 1,
    decay: 1e-4,
    seed: 1,
  };
  /** Class 0 where feature 3 is, class 1 where feature 5 is; 20–59 are noise, 99 is seen once. */
  const examples = Array.from({ length: 200 }, (_, i): Example => {
    const random = seededRandom(i);
    const ids = [20 + Math.floor(random() * 40)];
    if (i % 2) ids.push(3);
    if (i % 3 === 0) ids.push(5);
    if (i === 0) ids.push(99);
    const target = [...(i % 2 ? [[0, 1] as const] : []), ...(i % 3 === 0 ? [[1, 1] as const] : [])];
    return { ids: Uint32Array.from(ids), values: new Float32Array(ids.length).fill(1), target };
  });
  const model = trainSparseLinear(examples, settings);
  const scores = (...ids: number[]): Float64Array => {
    const sums = Float64Array.from(model.bias);
    addEvidence(model, { ids: Uint32Array.from(ids), values: new Float32Array(ids.length).fill(1) }, sums);
    return sums;
  };

  test('learns which feature means which class', () => {
    expect(scores(3)[0]).toBeGreaterThan(0);
    expect(scores(3)[1]).toBeLessThan(0);
    expect(scores(5)[1]).toBeGreaterThan(0);
  });
  test('keeps no more rows than asked, the telling ones among them, none seen too seldom', () => {
    expect(model.ids.length).toBe(10);
    expect(Array.from(model.ids)).toEqual(expect.arrayContaining([3, 5]));
    expect(model.ids).not.toContain(99);
  });
  test('an unknown feature says nothing', () => {
    expect(scores(99)).toEqual(Float64Array.from(model.bias));
  });
  test('the same seed gives the same bits, another one does not', () => {
    expect(trainSparseLinear(examples, settings)).toEqual(model);
    expect(trainSparseLinear(examples, { ...settings, seed: 2 }).rows).not.toEqual(model.rows);
  });
});

test('quantised rows are as good as 1/127 of their largest weight', () => {
  const weights = Float32Array.from({ length: 30 }, (_, i) =>
    i < 20 ? Math.sin(i) * (i < 10 ? 0.01 : 5) : 0,
  );
  const { bytes, scales } = quantise(weights, 10);
  weights.forEach((w, i) => {
    const scale = scales[Math.floor(i / 10)]!;
    expect(Math.abs(w - bytes[i]! * scale)).toBeLessThanOrEqual(scale * 0.51);
  });
});

test('a result does not depend on how many rows are added at a time', () => {
  const weights = Int8Array.from({ length: 70 }, (_, i) => ((i * 37) % 255) - 127);
  for (let count = 0; count <= 19; count++) {
    const picked = new Picked();
    for (let i = 0; i < count; i++) picked.add((i * 3) % 7, 2 ** -i);
    const sums = new Float64Array(10);
    addRows(weights, 10, picked, sums);
    for (let k = 0; k < 10; k++) {
      let expected = 0;
      for (let i = 0; i < count; i++) expected += weights[((i * 3) % 7) * 10 + k]! * 2 ** -i;
      expect(sums[k]).toBeCloseTo(expected, 9);
    }
  }
});

describe('softmax regression', () => {
  test('learns a class from its input, and leaves to evidence what evidence knows', () => {
    const examples = Array.from({ length: 90 }, (_, i) => ({
      inputs: Float32Array.of(i % 3 === 0 ? 1 : 0, i % 3 === 1 ? 5 : 0),
      target: i % 3,
      weight: 1,
    }));
    const predict = (model: ReturnType<typeof fitSoftmax>, inputs: Float32Array) => {
      const z = new Float64Array(3);
      addLogits(model, inputs, z);
      softmax(z);
      return z;
    };
    const model = fitSoftmax(examples, 3, 0.1, 50);
    expect(predict(model, Float32Array.of(1, 0))[0]).toBeGreaterThan(0.9);
    expect(predict(model, Float32Array.of(0, 5))[1]).toBeGreaterThan(0.9);
    const told = examples.map((e) => ({
      ...e,
      given: Float64Array.from({ length: 3 }, (_, k) => (k === e.target ? 20 : 0)),
    }));
    const idle = fitSoftmax(told, 3, 0.1, 50);
    expect(Math.max(...idle.rows.scales) * 127).toBeLessThan(0.01);
  });
});

describe('calibration', () => {
  const random = seededRandom(3);
  const scores = Float64Array.from({ length: 4000 }, () => 8 * (random() - 0.5));
  const said = Uint8Array.from(scores, (z) => (random() < 1 / (1 + Math.exp(-(0.5 * z - 1))) ? 1 : 0));
  test('finds how scores became probabilities', () => {
    const { slope, offset } = fitCalibration(scores, said);
    expect(slope).toBeCloseTo(0.5, 1);
    expect(offset).toBeCloseTo(-1, 1);
  });
  test('the threshold is that of the best F1', () => {
    const p = Float64Array.of(0.9, 0.8, 0.6, 0.35, 0.3, 0.2, 0.1, 0.1);
    expect(chooseThreshold(p, Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0))).toBeGreaterThan(0.3);
    expect(chooseThreshold(p, Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0))).toBeLessThanOrEqual(0.35);
  });
});

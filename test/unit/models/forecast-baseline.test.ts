import { describe, expect, test } from 'vitest';
import { FEATURE_NAMES } from '../../../models/features/feature-vector.ts';
import { runningFeatures } from '../../../models/features/running-features.ts';
import { KNOTS } from '../../../models/forecast-baseline/baseline-hazard.ts';
import { FORECAST_INPUTS, readStanding, STAGES } from '../../../models/forecast-baseline/inputs.ts';
import { createForecastJudge, type ForecastModel } from '../../../models/forecast-baseline/model.ts';
import { fitForecast, type Landmark } from '../../../models/forecast-baseline/train.ts';
import type { FeatureEvent, FeatureState } from '../../../models/judges.ts';
import { seededRandom } from '../../../models/linear/random.ts';
import { convertedCurve } from '../../../models/survival/converted-curve.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 5, 1, 15);
const segment = new Float32Array(0);

const offerAt = FORECAST_INPUTS.indexOf('count.offer_made');
/** A model made by hand: an offer helps and hurries, the hazard of every stage is 2% a day. */
const model: ForecastModel = {
  means: new Float32Array(FORECAST_INPUTS.length),
  everIntercept: -0.5,
  everWeights: new Float32Array(FORECAST_INPUTS.length).fill(1, offerAt, offerAt + 1),
  whenWeights: new Float32Array(FORECAST_INPUTS.length).fill(0.5, offerAt, offerAt + 1),
  knots: new Float32Array(KNOTS * STAGES.length).fill(Math.log(0.02)),
};
const judge = createForecastJudge(model, 'test');

const observe = (...events: FeatureEvent[]): FeatureState =>
  events.reduce(runningFeatures.observe, runningFeatures.initial());
const message = (at: number): FeatureEvent => ({ at, kind: 'message', from: 'lead', channel: 'sms' });
const activity = (at: number, name: string): FeatureEvent => ({ at, kind: 'activity', activity: name });
const inputAt = (state: FeatureState, at: number) => ({
  features: runningFeatures.vector(state, at),
  ageDays: (at - START) / DAY,
  segment,
});
const pConvert = (input: ReturnType<typeof inputAt>): number => {
  const [forecast] = judge.predict([input]);
  return convertedCurve(forecast!.hazard, forecast!.cure).at(-1)!;
};

describe('forecast', () => {
  const talking = observe(message(START));
  const offered = observe(message(START), activity(START + DAY, 'offer_made'));

  test('is the mixture it says it is', () => {
    const [forecast] = judge.predict([inputAt(talking, START)]);
    expect(forecast!.cure).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 6);
    expect(forecast!.hazard[0]).toBeCloseTo(1 - Math.exp(-0.02), 6);
    expect(forecast!.hazard[179]).toBeCloseTo(1 - Math.exp(-0.02), 5);
  });

  test('an offer raises it, and says so', () => {
    const input = inputAt(offered, START + DAY);
    expect(pConvert(input)).toBeGreaterThan(pConvert(inputAt(talking, START)));
    const [forecast] = judge.predict([input]);
    expect(forecast!.reasons[0]).toEqual({
      id: 'activity.offer_made',
      weight: expect.closeTo(Math.log1p(1), 5),
    });
  });

  test('reasons add up to the difference in log-odds from a lead that just began to talk', () => {
    const logit = (p: number) => Math.log(p / (1 - p));
    for (const days of [0, 5, 60]) {
      const input = inputAt(offered, START + (1 + days) * DAY);
      const sum = judge.predict([input])[0]!.reasons.reduce((total, r) => total + r.weight, 0);
      expect(sum).toBeCloseTo(logit(pConvert(input)) - logit(pConvert(inputAt(talking, START))), 3);
    }
  });

  test('after silent days it is what was promised for then, ticks or not', () => {
    for (const state of [talking, offered]) {
      const at = START + 2 * DAY;
      const promised = judge.silence(inputAt(state, at), [0, 3, 20]);
      const ticked = runningFeatures.observe(state, { at: at + 2 * DAY, kind: 'tick' });
      [0, 3, 20].forEach((days, i) => {
        expect(pConvert(inputAt(state, at + days * DAY))).toBeCloseTo(promised[i]!, 4);
        if (days > 2) expect(pConvert(inputAt(ticked, at + days * DAY))).toBeCloseTo(promised[i]!, 4);
      });
    }
  });

  test('the longer the silence the likelier it is never', () => {
    const curve = judge.silence(inputAt(offered, START + DAY), [0, 10, 40, 100, 1000]);
    expect(curve).toEqual([...curve].sort((a, b) => b - a));
    expect(curve.at(-1)).toBeLessThan(0.01);
  });

  test('stages: the furthest one counts, and closings are timed from their own day', () => {
    const state = observe(
      message(START),
      activity(START + DAY, 'offer_accepted'),
      activity(START + 3 * DAY, 'showing_attended'),
    );
    const { stage, clock, silent } = readStanding(runningFeatures.vector(state, START + 8 * DAY), 8);
    expect(STAGES[stage]).toBe('accepted');
    expect(silent).toBeCloseTo(5, 4);
    expect(clock).toBeCloseTo(2, 3);
  });
});

describe('fitting', () => {
  /** Leads of whom those with an offer convert at 5% a day and the rest never; some are only seen for a while. */
  function sample(count: number): Landmark[] {
    const random = seededRandom(7);
    const offer = FEATURE_NAMES.indexOf('count.offer_made');
    return Array.from({ length: count }, (_, lead): Landmark => {
      const features = runningFeatures.vector(observe(message(START)), START);
      const willing = random() < 0.5;
      if (willing) features[offer] = Math.log1p(1);
      const days = Math.ceil(Math.log(1 - random()) / Math.log(1 - 0.05));
      const seenFor = 10 + random() * 100;
      const standing = readStanding(features, 0);
      const common = { lead, features, ageDays: 0, standing, weight: 1 };
      if (!willing && seenFor < 60) return { ...common, days: seenFor, result: 'lost' };
      if (!willing || days > seenFor) return { ...common, days: seenFor, result: 'open' };
      return { ...common, days, result: 'converted' };
    });
  }

  test('finds who converts and how fast', () => {
    const fitted = createForecastJudge(fitForecast(sample(600)), 'test');
    const withOffer = fitted.predict([
      inputAt(observe(message(START), activity(START, 'offer_made')), START),
    ])[0]!;
    const without = fitted.predict([inputAt(observe(message(START)), START)])[0]!;
    expect(withOffer.cure).toBeLessThan(0.25);
    expect(without.cure).toBeGreaterThan(0.75);
    const meanHazard = withOffer.hazard.slice(0, 40).reduce((a, b) => a + b, 0) / 40;
    expect(meanHazard).toBeGreaterThan(0.03);
    expect(meanHazard).toBeLessThan(0.08);
  });

  test('is the same to the bit each time', () => {
    expect(fitForecast(sample(60))).toEqual(fitForecast(sample(60)));
  });
});

import { describe, expect, it } from 'vitest';
import { choose } from '../../../../models/policy/choose.ts';
import { contextOf, SEGMENT_GROUPS } from '../../../../models/policy/context.ts';
import { fit } from '../../../../models/policy/fit.ts';
import {
  DIMENSIONS,
  FEATURE_INDEX,
  FEATURE_NAMES,
  jointFeatures,
} from '../../../../models/policy/joint-features.ts';
import { cadencePrior } from '../../../../models/policy/prior.ts';
import { hashedRandom, hashedUniform } from '../../../../models/policy/seeded-draws.ts';
import { meanRewards, winShares } from '../../../../models/policy/thompson.ts';
import { type Arm, armId, NO_TOUCH, type PolicyWeights } from '../../../../schemas/policy.ts';
import { ARMS, logged, USUAL } from './bandit-world.ts';

const prior = cadencePrior();
const untaught = fit([], prior, 0);

describe('joint features', () => {
  it('are at most 72, named once each, and those of the lead alone for doing nothing', () => {
    expect(DIMENSIONS).toBeLessThanOrEqual(72);
    expect(new Set(FEATURE_NAMES).size).toBe(DIMENSIONS);
    const { positions } = jointFeatures(contextOf(USUAL), NO_TOUCH);
    expect(positions.map((at) => FEATURE_NAMES[at])).toEqual(['one', 'replyRate', 'idle', 'pConvert']);
  });

  it('say what a touch is and how it goes with the lead', () => {
    const arm: Arm = { channel: 'sms', strategy: 'listing_match', delay: 'habit' };
    const { positions, values } = jointFeatures(contextOf(USUAL), arm);
    const told = new Map(positions.map((at, i) => [FEATURE_NAMES[at], values[i]]));
    expect(told.get(`${SEGMENT_GROUPS[0]}×listing_match`)).toBe(1);
    expect(told.get('favourite×channel')).toBe(1);
    expect(told.get('replyRate×text')).toBe(0.3);
    expect(told.get('habitKnown×habit')).toBe(1);
    expect(told.has('waiting×answer')).toBe(false);
  });

  it('has every belief of the prior under a name that exists', () => {
    const believed = prior.mean.filter((mean) => mean !== 0).length;
    expect(believed).toBeGreaterThan(20);
    expect(prior.mean[FEATURE_INDEX.get('waiting×answer')!]).toBe(0.2);
  });
});

describe('draws from words', () => {
  it('are the same on every machine', () => {
    // SHA-256 of the empty text begins e3b0c442 98fc1c14.
    expect(hashedUniform('')).toBe(Number(0xe3b0c44298fc1c14n >> 11n) / 2 ** 53);
    const random = hashedRandom('main/lead-1/7');
    // By another implementation, in Python.
    expect([random(), random(), random()]).toEqual([
      0.9652065385598689, 0.9549797428771853, 0.27609238610602915,
    ]);
  });
});

describe('Thompson sampling', () => {
  it('takes each of two arms as often as the posterior says it is the better', () => {
    const context = contextOf(USUAL);
    const taught = fit(logged(2, 300, 1, 'by context'), prior, 0);
    const pair = [ARMS[0]!, ARMS[6]!];
    const [a, b] = meanRewards(taught, context, pair) as unknown as [number, number];
    const p = phi((b - a) / (taught.noise * Math.sqrt(apart(taught, context, pair[0]!, pair[1]!))));
    expect(p).toBeGreaterThan(0.02);
    expect(p).toBeLessThan(0.98);
    let share = 0;
    for (let i = 0; i < 200; i++)
      share += winShares(taught, context, pair, hashedRandom(`${i}`)).shares[1]! / 200;
    // 25,600 draws.
    expect(Math.abs(share - p)).toBeLessThan(0.015);
  });

  it('draws arms as often as it says it does', () => {
    const counts = new Map<string, number>();
    const said = new Map<string, number>();
    for (let i = 0; i < 3000; i++) {
      const { arm, arms, propensities } = choose(untaught, contextOf(USUAL), ARMS, `lead ${i}`);
      counts.set(armId(arm), (counts.get(armId(arm)) ?? 0) + 1);
      arms.forEach((id, at) => {
        said.set(id, (said.get(id) ?? 0) + propensities[at]!);
      });
    }
    for (const [id, sum] of said)
      expect(Math.abs((counts.get(id) ?? 0) - sum)).toBeLessThan(4.5 * Math.sqrt(sum) + 1);
  });
});

/** Variance of the difference of two arms' mean rewards, in units of the noise: ‖L⁻¹(x − y)‖², by the whole matrix. */
function apart({ factor }: PolicyWeights, context: ArrayLike<number>, a: Arm, b: Arm): number {
  const x = new Float64Array(DIMENSIONS);
  for (const [arm, sign] of [
    [a, 1],
    [b, -1],
  ] as const) {
    const { positions, values } = jointFeatures(context, arm);
    positions.forEach((at, i) => {
      x[at]! += sign * values[i]!;
    });
  }
  let [at, squares] = [0, 0];
  const v = new Float64Array(DIMENSIONS);
  for (let column = 0; column < DIMENSIONS; column++)
    for (let row = column; row < DIMENSIONS; row++) v[row]! += factor[at++]! * x[column]!;
  for (const value of v) squares += value * value;
  return squares;
}

/** Standard normal distribution function (Abramowitz and Stegun 26.2.17, to 7.5e-8). */
function phi(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}

import { describe, expect, it } from 'vitest';
import { choose } from '../../../../models/policy/choose.ts';
import { contextOf, SEGMENT_GROUPS } from '../../../../models/policy/context.ts';
import { fit } from '../../../../models/policy/fit.ts';
import { cadenceArm, fixedArm } from '../../../../models/policy/fixed-arms.ts';
import {
  DIMENSIONS,
  FEATURE_INDEX,
  FEATURE_NAMES,
  jointFeatures,
} from '../../../../models/policy/joint-features.ts';
import { cadencePrior } from '../../../../models/policy/prior.ts';
import { hashedRandom, hashedUniform } from '../../../../models/policy/seeded-draws.ts';
import { meanRewards, winShares } from '../../../../models/policy/thompson.ts';
import { ARMS as ALL, type Arm, armId, NO_TOUCH, type PolicyWeights } from '../../../../schemas/policy.ts';
import { ARMS, DAY, logged, USUAL } from './bandit-world.ts';

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

describe('on its first day', () => {
  const bestFor = (inputs: Partial<typeof USUAL>, arms = ALL): Arm => {
    const scores = meanRewards(untaught, contextOf({ ...USUAL, ...inputs }), arms);
    return arms[scores.indexOf(Math.max(...scores))]!;
  };

  it('believes in what is sensible', () => {
    expect(bestFor({ waiting: 0.9 })).toEqual({ channel: 'sms', strategy: 'answer', delay: 'now' });
    expect(bestFor({ waiting: 0.9, favourite: 'email' }).channel).toBe('email');
    expect(bestFor({ idleDays: 200, lastTouchDays: 60, touchesLast30: 0 }).strategy).toBe('re_engage');
    expect(bestFor({ touchesLast30: 8, lastTouchDays: 0.2 })).toEqual(NO_TOUCH);
  });

  it('serves the cadence: days 1, 3, 7, 14 and 30 of silence, each once, by the channel of the lead', () => {
    const at = (idleDays: number, lastTouchDays?: number, more: Partial<typeof USUAL> = {}) =>
      armId(ALL[cadenceArm(contextOf({ ...USUAL, idleDays, lastTouchDays, ...more }), ALL)]!);
    expect(at(0)).toBe('sms/check_in/tomorrow');
    expect(at(1)).toBe('sms/check_in/habit');
    expect(at(1, undefined, { habitKnown: false, favourite: 'email' })).toBe('email/check_in/now');
    expect(at(1.2, 0.2)).toBe('sms/listing_match/tomorrow');
    expect(at(3, 2)).toBe('sms/listing_match/habit');
    expect(at(7, 4)).toBe('sms/market_update/habit');
    expect(at(14, 7)).toBe('sms/education/habit');
    expect(at(15, 1)).toBe('sms/re_engage/weeks');
    expect(at(30, 16)).toBe('sms/re_engage/habit');
    expect(at(60, 30)).toBe('none/none/now');
    expect(at(20)).toBe('sms/education/habit');
    expect(at(60, 30, { waiting: 0.8 })).toBe('sms/answer/now');
  });

  it('does nothing where nothing is due, and some touch where its own may not be made', () => {
    const due = contextOf({ ...USUAL, idleDays: 7, lastTouchDays: 4 });
    const call: Arm = { channel: 'call', strategy: 'check_in', delay: 'now' };
    expect(cadenceArm(due, [NO_TOUCH, call])).toBe(1);
    expect(cadenceArm(contextOf({ ...USUAL, idleDays: 60, lastTouchDays: 30 }), [call, NO_TOUCH])).toBe(1);
  });
});

describe('a table', () => {
  const table = { [SEGMENT_GROUPS[0]!]: { 'email/education/weeks': 0.3, 'sms/answer/now': 0.4 } };

  it('gives the best eligible arm of the group, and the cadence where it knows none', () => {
    const context = contextOf(USUAL);
    expect(armId(ARMS[fixedArm(table, context, ARMS)]!)).toBe('sms/answer/now');
    const fewer = ARMS.filter(({ strategy }) => strategy !== 'answer');
    expect(armId(fewer[fixedArm(table, context, fewer)]!)).toBe('email/education/weeks');
    const other = contextOf({ ...USUAL, segmentGroup: SEGMENT_GROUPS[1]! });
    expect(fixedArm(table, other, ARMS)).toBe(cadenceArm(other, ARMS));
  });
});

describe('a fit', () => {
  const records = logged(2, 200, 2, 'by context');
  const now = 10 * DAY;

  it('is its prior without rewards', () => {
    expect(untaught.mean).toEqual([...prior.mean].map((mean) => expect.closeTo(mean, 12)));
    expect(untaught).toMatchObject({ mode: 'fixed', samples: 0, fixed: {}, noise: expect.closeTo(0.4, 12) });
  });

  it('is the same whatever order its records come in, and another one on others', () => {
    const turned = [...records].reverse();
    expect(fit(turned, prior, now)).toEqual(fit(records, prior, now));
    expect(fit(records.slice(1), prior, now).version).not.toBe(fit(records, prior, now).version);
    expect(
      fit(
        records.map(({ reward: _, ...rest }) => rest),
        prior,
        now,
      ).samples,
    ).toBe(0);
  });

  it('believes old rewards less, half as much after a half-life', () => {
    const later = now + prior.halfLifeDays * DAY;
    const twice = records.flatMap((record) => [record, { ...record, id: `${record.id} again` }]);
    const [once, halved] = [fit(records, prior, now), fit(twice, prior, later)];
    once.mean.forEach((mean, i) => {
      expect(halved.mean[i]).toBeCloseTo(mean, 9);
    });
  });

  it('finds the noise, and the mean reward of what it was taught', () => {
    const many = fit(logged(3, 6000, 1, 'none'), prior, 0);
    expect(many.noise).toBeGreaterThan(0.2);
    expect(many.noise).toBeLessThan(0.35);
    const rewards = logged(4, 6000, 1, 'none').map(({ reward }) => reward);
    const mean = rewards.reduce((sum, r) => sum + r, 0) / rewards.length;
    for (const score of meanRewards(many, contextOf(USUAL), ARMS))
      expect(Math.abs(score - mean)).toBeLessThan(0.05);
  });

  it('says which field is wrong', () => {
    expect(() => fit([{ ...records[0]!, chosen: 'fax/answer/now' }], prior, now)).toThrow(
      /chosen: fax\/answer\/now/,
    );
    expect(() => choose({ ...untaught, mean: [0] }, contextOf(USUAL), ARMS, '')).toThrow(
      /policy weights: 1 features/,
    );
    expect(() => choose(untaught, [1], ARMS, '')).toThrow(/context: 1 entries/);
    expect(() => choose(untaught, contextOf(USUAL), [], '')).toThrow(/eligible: no arm/);
    const silent: Arm = { channel: 'sms', strategy: 'none', delay: 'now' };
    expect(() => choose(untaught, contextOf(USUAL), [silent], '')).toThrow(
      /arm: sms\/none\/now is none of ARMS/,
    );
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

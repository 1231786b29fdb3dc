/** Estimates of what another policy would have earned, against what it earns in a world where that is known. */
import { describe, expect, it } from 'vitest';
import { fit } from '../../../../models/policy/fit.ts';
import { policyValue } from '../../../../models/policy/off-policy.ts';
import {
  bestFixed,
  expectedReward,
  fixedCadence,
  learned,
  type PerArm,
  random,
} from '../../../../models/policy/policies.ts';
import { cadencePrior } from '../../../../models/policy/prior.ts';
import { ratioEstimate } from '../../../../models/policy/ratio-estimate.ts';
import { takesOver } from '../../../../models/policy/takes-over.ts';
import { IDS, logged, trueValue } from './bandit-world.ts';

const REPEATS = 100;
const seeds = Array.from({ length: REPEATS }, (_, i) => 1000 + i);
const weights = fit(logged(1, 2000, 1, 'by context'), cadencePrior(), 0);
const expected = expectedReward(weights);

describe('an estimate', () => {
  it('covers the true value in at least 90 of 100 worlds, by either interval', () => {
    const policy = bestFixed(weights);
    const truth = trueValue(policy, 'by context');
    const kinds = ['ips', 'snips', 'doublyRobust'] as const;
    const covered = new Map<string, number>();
    const add = (key: string, low: number, high: number) =>
      covered.set(key, (covered.get(key) ?? 0) + (low <= truth && truth <= high ? 1 : 0));
    for (const seed of seeds) {
      const value = policyValue(logged(seed, 200, 3, 'by context'), policy, expected);
      for (const kind of kinds) {
        add(kind, value[kind].low, value[kind].high);
        add(`${kind} bootstrap`, ...value[kind].bootstrap);
      }
    }
    expect(covered.size).toBe(2 * kinds.length);
    expect(Math.min(...covered.values())).toBeGreaterThanOrEqual(90);
  });

  it('is right of the learned policy too, and on average of every one', () => {
    const policy = learned(weights);
    const truth = trueValue(policy, 'by context', 4000);
    const values = seeds
      .slice(0, 10)
      .map((seed) => policyValue(logged(seed, 200, 3, 'by context'), policy, expected));
    const mean = (of: 'ips' | 'doublyRobust') =>
      values.reduce((sum, v) => sum + v[of].value, 0) / values.length;
    expect(mean('ips')).toBeCloseTo(truth, 1);
    expect(Math.abs(mean('doublyRobust') - truth)).toBeLessThan(0.02);
  });

  it('is as right with a bad model of the rewards as with a good one, only wider', () => {
    const policy = learned(weights);
    const records = logged(3, 1500, 2, 'by context');
    const good = policyValue(records, policy, expected).doublyRobust;
    const bad = policyValue(records, policy, ({ arms }) =>
      new Float64Array(arms.length).fill(-1),
    ).doublyRobust;
    const truth = trueValue(policy, 'by context', 4000);
    for (const { value, standardError } of [good, bad])
      expect(Math.abs(value - truth)).toBeLessThan(3 * standardError);
    expect(good.standardError).toBeLessThan(0.8 * bad.standardError);
  });

  it('of the policy that logged is the mean reward, at full effective size', () => {
    const records = logged(4, 50, 2, 'by context').map((r) => ({ ...r, propensity: 1 / IDS.length }));
    const { ips, snips, effective } = policyValue(records, random, expected);
    const mean = records.reduce((sum, { reward }) => sum + reward, 0) / records.length;
    expect(ips.value).toBeCloseTo(mean, 12);
    expect(snips.value).toBeCloseTo(mean, 12);
    expect(effective).toBeCloseTo(50, 9);
  });

  it('refuses a decision whose choice was not eligible', () => {
    const [record] = logged(5, 1, 1, 'none');
    const wrong = { ...record!, chosen: 'sms/education/now' };
    expect(() => policyValue([wrong], random, expected)).toThrow(/decision 0-0: chosen sms\/education\/now/);
  });
});

describe('a ratio', () => {
  it('has the textbook standard error, and gains nothing from a lead told twice', () => {
    const values = [1, 2, 4, 9];
    const leads = ['a', 'b', 'c', 'd'];
    const once = ratioEstimate(values, [1, 1, 1, 1], leads);
    expect(once.value).toBe(4);
    // √(Σ(x − 4)² / 3 / 4)
    expect(once.standardError).toBeCloseTo(Math.sqrt(38 / 12), 12);
    const twice = ratioEstimate([...values, ...values], new Array(8).fill(1), [...leads, ...leads]);
    expect(twice.standardError).toBeCloseTo(once.standardError, 12);
    expect(twice.leads).toBe(4);
  });

  it('of one lead says nothing', () => {
    expect(ratioEstimate([1, 2], [1, 1], ['a', 'a'])).toMatchObject({
      value: 1.5,
      low: -Infinity,
      high: Infinity,
    });
  });
});

describe('taking over', () => {
  const newcomer = bestFixed({ ...weights, exploration: 0.3 });
  const incumbent = fixedCadence(weights.exploration);

  it('is refused in at least 97 of 100 worlds without an effect, though asked four times in each', () => {
    const refused = seeds.filter((seed) => {
      const records = logged(seed, 1500, 1, 'none');
      const [mine, theirs, model] = [newcomer, incumbent, expected].map(remembered) as [
        PerArm,
        PerArm,
        PerArm,
      ];
      const looks = [0.85, 0.9, 0.95, 1].map((share) =>
        takesOver(mine, theirs, records.slice(0, share * records.length), model),
      );
      expect(looks.at(-1)!.effective).toBeGreaterThan(200);
      return looks.every((look) => !look.takesOver);
    });
    expect(refused.length).toBeGreaterThanOrEqual(97);
  });

  it('is granted to what is better, denied to what is worse or too little known, each in words', () => {
    const records = logged(7, 3000, 2, 'by context');
    const better = takesOver(learned(weights), incumbent, records, expected);
    expect(better).toMatchObject({
      takesOver: true,
      why: expect.stringMatching(/^Better on the same decisions by 0/),
    });
    expect(better.always[0]).toBeLessThan(better.difference.low);
    const worse = takesOver(incumbent, learned(weights), records, expected);
    expect(worse).toMatchObject({ takesOver: false, why: expect.stringMatching(/^Worse/) });
    const few = takesOver(learned(weights), incumbent, records.slice(0, 200), expected);
    expect(few).toMatchObject({
      takesOver: false,
      why: expect.stringMatching(/effective leads of 200 needed/),
    });
    const same = takesOver(incumbent, incumbent, records, expected);
    expect(same).toMatchObject({ takesOver: false, why: expect.stringMatching(/^Not shown to be better/) });
  });
});

/** Answers again what it answered before: looks share most of their decisions. */
function remembered(policy: PerArm): PerArm {
  const answers = new Map<string, Float64Array>();
  return (asked) => {
    const answer = answers.get(asked.id) ?? policy(asked);
    answers.set(asked.id, answer);
    return answer;
  };
}

import { describe, expect, it } from 'vitest';
import { choose } from '../../../../models/policy/choose.ts';
import { contextOf, SEGMENT_GROUPS } from '../../../../models/policy/context.ts';
import { fit } from '../../../../models/policy/fit.ts';
import { cadencePrior } from '../../../../models/policy/prior.ts';
import { meanRewards } from '../../../../models/policy/thompson.ts';
import { type Arm, DECISION_RECORD_CHECKER, POLICY_WEIGHTS_CHECKER } from '../../../../schemas/policy.ts';
import { ARMS, DAY, logged, USUAL } from './bandit-world.ts';

const prior = cadencePrior();
const untaught = fit([], prior, 0);
const records = logged(2, 200, 2, 'by context');

describe('a fit', () => {
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

  it('is as the schemas say, through JSON, and so are the decisions it came from', () => {
    const through = <T>(value: T): T => JSON.parse(JSON.stringify(value));
    expect(POLICY_WEIGHTS_CHECKER.check(through(fit(records, prior, now)))).toBeNull();
    expect(DECISION_RECORD_CHECKER.check(through(records[0]))).toBeNull();
    const wrong = { ...records[0], chosen: 'sms/none/now' };
    expect(DECISION_RECORD_CHECKER.check(wrong)).toMatchObject({ field: 'chosen' });
    expect(DECISION_RECORD_CHECKER.check({ ...records[0], propensity: 0 })).toMatchObject({
      field: 'propensity',
    });
  });
});

describe('the table of a fit', () => {
  it('praises no arm for having been given to better leads, and says little of what was seen twice', () => {
    // Two kinds of lead, 0.5 and 0: check_in was given to the first nine times of ten, listing_match to the second.
    const given = ['sms/check_in/now', 'sms/listing_match/now'];
    const context = [...contextOf(USUAL)];
    const taken = Array.from({ length: 2000 }, (_, i) => {
      const [good, usual] = [i % 2 === 0, i % 20 < 18];
      const chosen = given[good === usual ? 0 : 1]!;
      const propensity = usual ? 0.9 : 0.1;
      return { ...records[0]!, id: `${i}`, context, arms: given, chosen, propensity, reward: good ? 0.5 : 0 };
    });
    const rare = { ...taken[0]!, id: 'rare', chosen: 'sms/education/now', propensity: 0.5, reward: 1 };
    const scores = fit([...taken, rare], prior, 0).fixed[SEGMENT_GROUPS[0]!]!;
    expect(scores[given[0]!]).toBeCloseTo(0.25, 2);
    expect(scores[given[1]!]).toBeCloseTo(0.25, 2);
    expect(scores['sms/education/now']).toBeLessThan(0.35);
  });
});

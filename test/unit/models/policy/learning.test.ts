/** The policy learns, in a made-up world, at decisions it makes itself. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../models/linear/random.ts';
import { choose } from '../../../../models/policy/choose.ts';
import { contextOf } from '../../../../models/policy/context.ts';
import { fit } from '../../../../models/policy/fit.ts';
import { learnPolicy } from '../../../../models/policy/learn-policy.ts';
import type { Judged } from '../../../../models/policy/off-policy.ts';
import { bestFixed, fixedCadence, learned } from '../../../../models/policy/policies.ts';
import { cadencePrior } from '../../../../models/policy/prior.ts';
import type { PolicyWeights } from '../../../../schemas/policy.ts';
import { ARMS, DAY, drawLead, type Effect, expectedOf, logged, playArm, trueValue } from './bandit-world.ts';

const ROUND = 250;

/** @param regrets of each decision is added: what the best arm would have earned more, on average */
function live(
  weights: PolicyWeights,
  round: number,
  effect: Effect,
  random: () => number,
  regrets: number[],
): Judged[] {
  return Array.from({ length: ROUND }, (_, i) => {
    const lead = drawLead(random);
    const context = contextOf(lead.inputs);
    const id = `${round}-${i}`;
    const { arm, arms, propensity, mode } = choose(weights, context, ARMS, `${id}/${weights.version}`);
    const expected = ARMS.map((one) => expectedOf(lead, one, effect));
    regrets.push(Math.max(...expected) - expected[ARMS.indexOf(arm)]!);
    return {
      ...{ id, tenant: 'main', lead: `lead ${id}`, at: round * DAY + i, context: [...context], arms },
      ...{ chosen: `${arm.channel}/${arm.strategy}/${arm.delay}`, propensity, mode },
      ...{ policyVersion: weights.version, reward: playArm(lead, arm, effect, random) },
    };
  });
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

describe('a policy that serves what it learned', () => {
  const prior = { ...cadencePrior(), exploration: 0.05, trial: 0 };
  const random = seededRandom(5);
  const records: Judged[] = [];
  const regrets: number[] = [];
  let weights: PolicyWeights = { ...fit([], prior, 0), mode: 'learned' };
  for (let round = 0; round < 24; round++) {
    records.push(...live(weights, round, 'by context', random, regrets));
    weights = { ...fit(records, prior, round * DAY), mode: 'learned' };
  }

  it('regrets less the longer it serves', () => {
    const quarters = [0, 1, 2, 3].map((q) =>
      meanOf(regrets.slice((q * regrets.length) / 4, ((q + 1) * regrets.length) / 4)),
    );
    expect(quarters[3]!).toBeLessThan(0.6 * quarters[0]!);
    expect(meanOf(regrets.slice(-ROUND))).toBeLessThan(0.5 * meanOf(regrets.slice(0, ROUND)));
  });

  it('beats the best fixed arm by segment group, and the cadence', () => {
    const own = trueValue(learned(weights), 'by context', 4000);
    // As good a table as data can make: fitted on far more decisions than the policy ever saw, all arms alike.
    const { fixed } = fit(logged(6, 20_000, 1, 'by context'), prior, 0);
    expect(own).toBeGreaterThan(
      trueValue(bestFixed({ fixed, exploration: 0.05 }), 'by context', 4000) + 0.03,
    );
    expect(own).toBeGreaterThan(trueValue(fixedCadence(0.05), 'by context', 4000) + 0.03);
  });
});

describe('a policy that has to earn its place', () => {
  it('serves fixed at first, and says why', () => {
    const { weights, learned: step, table } = learnPolicy([], cadencePrior(), 0);
    expect(weights).toMatchObject({ mode: 'fixed', fixed: {}, samples: 0 });
    expect(step).toMatchObject({
      takesOver: false,
      why: expect.stringContaining('0 effective leads of 200'),
    });
    expect(table.takesOver).toBe(false);
  });

  it('takes over, by its own trial share, where the arms depend on the lead', () => {
    const prior = cadencePrior();
    const random = seededRandom(8);
    const records: Judged[] = [];
    let now = learnPolicy([], prior, 0);
    for (let round = 0; round < 30 && now.weights.mode === 'fixed'; round++) {
      records.push(...live(now.weights, round, 'by context', random, []));
      if (round % 3 === 2) now = learnPolicy(records, prior, round * DAY);
    }
    expect(now.weights.mode).toBe('learned');
    expect(now.learned.why).toMatch(/^Better on the same decisions/);
  });

  it('stays fixed, look after look, where no arm is better than another', () => {
    const prior = cadencePrior();
    const random = seededRandom(9);
    const records: Judged[] = [];
    let now = learnPolicy([], prior, 0);
    for (let round = 0; round < 16; round++) {
      records.push(...live(now.weights, round, 'none', random, []));
      if (round % 4 === 3) now = learnPolicy(records, prior, round * DAY);
      expect(now.weights).toMatchObject({ mode: 'fixed', fixed: {} });
    }
    expect(now.learned.effective).toBeGreaterThan(200);
  });
});

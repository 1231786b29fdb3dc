/** The nurturing policy's promises, whatever the lead, the arms and the seed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../../models/policy/choose.ts';
import { CONTEXT_NAMES, type ContextInputs, contextOf, SEGMENT_GROUPS } from '../../models/policy/context.ts';
import { fit } from '../../models/policy/fit.ts';
import { inHoldout } from '../../models/policy/holdout.ts';
import { DIMENSIONS, jointFeatures } from '../../models/policy/joint-features.ts';
import { cadencePrior } from '../../models/policy/prior.ts';
import { rewardOf } from '../../models/policy/reward.ts';
import { ARMS, armId } from '../../schemas/policy.ts';
import { Channel } from '../../schemas/words.ts';
import { logged } from '../unit/models/policy/bandit-world.ts';

const days = fc.double({ min: 0, max: 1e5, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const inputs: fc.Arbitrary<ContextInputs> = fc.record({
  pConvert: share,
  medianDays: fc.option(days, { nil: undefined }),
  confidence: share,
  segmentGroup: fc.constantFrom(...SEGMENT_GROUPS, '', 'unheard of'),
  favourite: fc.option(fc.constantFrom(...Channel.enum), { nil: undefined }),
  stage: fc.nat(4),
  idleDays: days,
  messages: fc.nat(5000),
  replyRate: share,
  touchesLast30: fc.nat(100),
  lastTouchDays: fc.option(days, { nil: undefined }),
  habitKnown: fc.boolean(),
  localHour: fc.nat(23),
  weekday: fc.nat(6),
  marketMove: fc.double({ min: -1, max: 1, noNaN: true }),
  waiting: share,
  statusAgeDays: days,
});
const eligible = fc.uniqueArray(fc.constantFrom(...ARMS), { minLength: 1, maxLength: 25 });
const fitted = fit(logged(3, 500, 2, 'by context'), cadencePrior(), 0);
const weights = fc
  .record({
    mode: fc.constantFrom('fixed' as const, 'learned' as const),
    trial: fc.double({ min: 0, max: 0.5, noNaN: true }),
    exploration: fc.double({ min: 1e-3, max: 1, noNaN: true }),
    fresh: fc.boolean(),
  })
  .map(({ fresh, ...rest }) => ({ ...(fresh ? fit([], cadencePrior(), 0) : fitted), ...rest }));
const seed = fc.string();

describe('a choice', () => {
  it('is drawn from a distribution over the eligible arms that respects the floor', () => {
    fc.assert(
      fc.property(weights, inputs, eligible, seed, (w, lead, arms, text) => {
        const choice = choose(w, contextOf(lead), arms, text);
        const floor = w.exploration / arms.length;
        expect(choice.arms).toEqual(arms.map(armId).sort());
        expect(choice.propensities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
        for (const p of choice.propensities) expect(p).toBeGreaterThanOrEqual(floor * (1 - 1e-12));
        expect(arms.map(armId)).toContain(armId(choice.arm));
        expect(choice.propensity).toBe(choice.propensities[choice.arms.indexOf(armId(choice.arm))]);
        expect(choice.scores.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('is the same for the same seed, in whatever order the arms come, through JSON too', () => {
    fc.assert(
      fc.property(weights, inputs, eligible, seed, fc.nat(), (w, lead, arms, text, turn) => {
        const context = contextOf(lead);
        const at = turn % arms.length;
        const turned = [...arms.slice(at), ...arms.slice(0, at)].reverse();
        const again = JSON.parse(JSON.stringify({ w, context: [...context] }));
        expect(choose(again.w, again.context, turned, text)).toEqual(choose(w, context, arms, text));
      }),
    );
  });
});

describe('what goes into it', () => {
  it('is a context of one length, within its scale', () => {
    fc.assert(
      fc.property(inputs, (lead) => {
        const context = contextOf(lead);
        expect(context.length).toBe(CONTEXT_NAMES.length);
        CONTEXT_NAMES.forEach((name, i) => {
          const category = name === 'group' || name === 'favourite';
          expect(Math.abs(context[i]!)).toBeLessThanOrEqual(category ? SEGMENT_GROUPS.length : 1);
        });
      }),
    );
  });

  it('is features each of its own position', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(...ARMS), (lead, arm) => {
        const { positions, values } = jointFeatures(contextOf(lead), arm);
        expect(new Set(positions).size).toBe(positions.length);
        expect(values.length).toBe(positions.length);
        expect(positions.every((position) => position >= 0 && position < DIMENSIONS)).toBe(true);
        expect(values.every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe('a reward', () => {
  it('stays in [−1, 1], and an opt-out is never outweighed', () => {
    const outcome = fc.record({
      sends: fc.nat(1000),
      replied: fc.boolean(),
      acted: fc.boolean(),
      showingBooked: fc.boolean(),
      offerMade: fc.boolean(),
      optedOut: fc.boolean(),
    });
    fc.assert(
      fc.property(outcome, (came) => {
        const reward = rewardOf(came);
        expect(Math.abs(reward)).toBeLessThanOrEqual(1);
        if (came.optedOut) expect(reward).toBe(-1);
        else expect(rewardOf({ ...came, offerMade: true })).toBeGreaterThanOrEqual(reward);
      }),
    );
  });
});

describe('a holdout', () => {
  it('keeps those it held when it grows', () => {
    fc.assert(
      fc.property(seed, seed, seed, share, share, (tenant, lead, salt, a, b) => {
        if (inHoldout(tenant, lead, Math.min(a, b), salt))
          expect(inHoldout(tenant, lead, Math.max(a, b), salt)).toBe(true);
        expect(inHoldout(tenant, lead, 0, salt)).toBe(false);
        expect(inHoldout(tenant, lead, 1, salt)).toBe(true);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import {
  firstWeights,
  LEAST_AGE_MS,
  LEAST_REWARDS,
  learnable,
  proposePolicy,
} from '../../../../models/policy/propose-policy.ts';
import { POLICY_WEIGHTS_CHECKER } from '../../../../schemas/policy.ts';
import { DAY, rewardedDecisions, T0 } from './made-up-decisions.ts';

const now = T0 + 30 * DAY;

describe('proposePolicy', () => {
  it('learns nothing below the stated minimum', () => {
    const some = rewardedDecisions(LEAST_REWARDS);
    expect(proposePolicy(some.slice(1), null, now)).toBeNull();
    expect(proposePolicy(some, null, now)).not.toBeNull();
  });

  it('waits a day, and for something new', () => {
    const some = rewardedDecisions(LEAST_REWARDS);
    const { rewards } = proposePolicy(some, null, now)!;
    const more = [...some, ...rewardedDecisions(1, 'x')];
    expect(proposePolicy(some, { rewards, since: now }, now + 10 * LEAST_AGE_MS)).toBeNull();
    expect(proposePolicy(more, { rewards, since: now }, now + LEAST_AGE_MS - 1)).toBeNull();
    expect(proposePolicy(more, { rewards, since: now }, now + LEAST_AGE_MS)).not.toBeNull();
  });

  it('sees newer decisions where there are as many as before', () => {
    const some = rewardedDecisions(LEAST_REWARDS);
    const { rewards } = proposePolicy(some, null, now)!;
    const later = some.map((record, i) => (i === 0 ? { ...record, at: rewards.newest + 1 } : record));
    expect(proposePolicy(later, { rewards, since: 0 }, now)).not.toBeNull();
  });

  it('says which policy serves and why, in weights that travel', () => {
    const { weights, why, learned } = proposePolicy(rewardedDecisions(300), null, now)!;
    expect(POLICY_WEIGHTS_CHECKER.check(JSON.parse(JSON.stringify(weights)))).toBeNull();
    expect(weights).toMatchObject({ mode: 'fixed', samples: 300, fixed: {} });
    expect(why).toContain('Fixed: the fixed cadence serves.');
    expect(why).toContain(learned.why);
  });

  it('begins with the prior, the same on every machine', () => {
    expect(firstWeights()).toEqual(firstWeights());
    expect(firstWeights()).toMatchObject({ mode: 'fixed', samples: 0, fixed: {} });
  });

  it('leaves out decisions that this version cannot read', () => {
    const [good] = rewardedDecisions(1);
    const { reward: _, ...open } = good!;
    const odd = [
      open,
      { ...good!, context: good!.context.slice(1) },
      { ...good!, arms: good!.arms.filter((arm) => arm !== good!.chosen) },
    ];
    expect(learnable([...odd, good!])).toEqual([good]);
  });
});

import { describe, expect, it } from 'vitest';
import { REWARD_DAYS, rewardOf } from '../../../../models/policy/reward.ts';
import { NOTHING } from './bandit-world.ts';

describe('a reward', () => {
  it('is of the best thing that came, less what sending cost', () => {
    expect(rewardOf(NOTHING)).toBe(0);
    expect(rewardOf({ ...NOTHING, sends: 2 })).toBeCloseTo(-0.04, 12);
    expect(rewardOf({ ...NOTHING, sends: 1, replied: true, acted: true })).toBeCloseTo(0.48, 12);
    expect(rewardOf({ ...NOTHING, acted: true })).toBe(0.5);
    expect(rewardOf({ ...NOTHING, replied: true, showingBooked: true })).toBe(0.75);
    expect(rewardOf({ ...NOTHING, showingBooked: true, offerMade: true })).toBe(1);
    expect(rewardOf({ ...NOTHING, offerMade: true, optedOut: true })).toBe(-1);
  });

  it('waits longer than the longest delay', () => {
    expect(REWARD_DAYS).toBeGreaterThan(14);
  });
});

import { describe, expect, it } from 'vitest';
import { contextOf, SEGMENT_GROUPS } from '../../../../models/policy/context.ts';
import { fit } from '../../../../models/policy/fit.ts';
import { cadenceArm, fixedArm } from '../../../../models/policy/fixed-arms.ts';
import { cadencePrior } from '../../../../models/policy/prior.ts';
import { meanRewards } from '../../../../models/policy/thompson.ts';
import { ARMS as ALL, type Arm, armId, NO_TOUCH } from '../../../../schemas/policy.ts';
import { ARMS, USUAL } from './bandit-world.ts';

const untaught = fit([], cadencePrior(), 0);

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

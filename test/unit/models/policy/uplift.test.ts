import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../models/linear/random.ts';
import { inHoldout } from '../../../../models/policy/holdout.ts';
import { type LeadOutcome, responseRates, uplift } from '../../../../models/policy/uplift.ts';

const leads = (count: number, converted: number): LeadOutcome[] =>
  Array.from({ length: count }, (_, i) => ({ converted: i < converted, replied: false }));

describe('a holdout', () => {
  it('holds the share asked for, in every brokerage, and another one by another salt', () => {
    const held = (tenant: string, salt: string) =>
      Array.from({ length: 20_000 }, (_, i) => inHoldout(tenant, `lead-${i}`, 0.1, salt));
    const sides = [held('north', 'a'), held('south', 'a'), held('north', 'b')];
    // Five standard deviations of 2000 ± 42.
    for (const side of sides) expect(Math.abs(side.filter(Boolean).length - 2000)).toBeLessThan(212);
    const both = (a: boolean[], b: boolean[]) => a.filter((held, i) => held && b[i]).length;
    expect(Math.abs(both(sides[0]!, sides[1]!) - 200)).toBeLessThan(71);
    expect(Math.abs(both(sides[0]!, sides[2]!) - 200)).toBeLessThan(71);
  });
});

describe('uplift', () => {
  it('is Newcombe’s own example', () => {
    const { conversion } = uplift(leads(70, 56), leads(80, 48));
    expect(conversion.difference).toBeCloseTo(0.2, 12);
    expect(conversion.low).toBeCloseTo(0.0524, 4);
    expect(conversion.high).toBeCloseTo(0.3339, 4);
  });

  it('says nothing without a holdout', () => {
    const { conversion } = uplift(leads(100, 50), []);
    expect([conversion.low, conversion.high]).toEqual([-1, 1]);
    expect(conversion.always[0]).toBeLessThan(0);
    expect(conversion.always[1]).toBeGreaterThan(0);
  });

  it('covers 0 where there is no effect: at one look as often as it says, over all looks at least', () => {
    const random = seededRandom(11);
    const draw = (count: number): LeadOutcome[] =>
      Array.from({ length: count }, () => ({ converted: random() < 0.08, replied: random() < 0.3 }));
    let [atOnce, throughout] = [0, 0];
    for (let repeat = 0; repeat < 200; repeat++) {
      const [treated, holdout] = [draw(900), draw(100)];
      const { conversion } = uplift(treated, holdout);
      if (conversion.low <= 0 && conversion.high >= 0) atOnce++;
      const looks = [0.2, 0.4, 0.6, 0.8, 1].map((share) => {
        const seen = <T>(side: T[]) => side.slice(0, share * side.length);
        return uplift(seen(treated), seen(holdout));
      });
      const holds = ([low, high]: [number, number]) => low <= 0 && high >= 0;
      if (looks.every((look) => holds(look.conversion.always) && holds(look.reply.always))) throughout++;
    }
    expect(atOnce).toBeGreaterThanOrEqual(182);
    expect(atOnce).toBeLessThan(200);
    expect(throughout).toBeGreaterThanOrEqual(190);
  });

  it('finds an effect that is there, by both intervals, of what it is an effect on', () => {
    const random = seededRandom(12);
    const draw = (count: number, reply: number): LeadOutcome[] =>
      Array.from({ length: count }, () => ({ converted: random() < 0.1, replied: random() < reply }));
    const { reply, conversion } = uplift(draw(9000, 0.4), draw(1000, 0.25));
    expect(reply.low).toBeGreaterThan(0.05);
    expect(reply.always[0]).toBeGreaterThan(0);
    expect(conversion.low).toBeLessThan(0);
  });
});

describe('response rates', () => {
  it('are told by strategy, with Wilson’s interval', () => {
    const touches = [...new Array(263).keys()].map((i) => ({
      strategy: 'check_in' as const,
      replied: i < 81,
    }));
    const rates = responseRates([...touches, { strategy: 'answer', replied: true }]);
    const checkIn = rates.get('check_in')!;
    expect(checkIn).toMatchObject({ touches: 263, replies: 81 });
    // Wilson's interval of 81 of 263, Newcombe, Statistics in Medicine 17 (1998), p. 857.
    expect(checkIn.low).toBeCloseTo(0.2553, 4);
    expect(checkIn.high).toBeCloseTo(0.3662, 4);
    expect([...rates.keys()]).toEqual(['check_in', 'answer']);
    expect(rates.get('answer')!.low).toBeGreaterThan(0.2);
  });
});

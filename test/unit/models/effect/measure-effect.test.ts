import { describe, expect, it } from 'vitest';
import { LEAST_LEADS, measureEffect } from '../../../../models/effect/measure-effect.ts';
import { Effect } from '../../../../schemas/effect.ts';
import type { EffectFacts, FollowedLead } from '../../../../schemas/effect-facts.ts';
import { checker } from '../../../../schemas/words.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const POLICY = { version: 'p1', mode: 'fixed', since: null, why: 'The cadence serves' };

/** Conversions evenly among the leads; twice as many reply. */
const arm = (holdout: boolean, leads: number, converted: number): FollowedLead[] => {
  const falls = (count: number, i: number) =>
    Math.floor(((i + 1) * count) / leads) > Math.floor((i * count) / leads);
  return Array.from({ length: leads }, (_, i) => ({
    ...{ holdout, converted: falls(converted, i), replied: falls(2 * converted, i) },
  }));
};

const facts = (more: Partial<EffectFacts> = {}): EffectFacts => ({
  ...{ tenant: 'main', since: NOW - 200 * 86_400_000, followed: [], touches: [] },
  steps: { alone: 0, withPerson: 0 },
  escalations: { inTime: 0, late: 0, waiting: 0 },
  ...more,
});
const measured = (more: Partial<EffectFacts> = {}) => measureEffect(facts(more), POLICY, NOW);

describe('measureEffect', () => {
  it('says nothing of nothing, and what is missing', () => {
    const effect = measured();
    expect(checker(Effect).check(effect)).toBeNull();
    expect(effect.uplift).toMatchObject({ enough: false, difference: null, low: null, high: null });
    expect(effect.automation).toEqual({ alone: 0, withPerson: 0, rate: null, low: null, high: null });
    expect(effect.escalations).toMatchObject({ closed: 0, rate: null });
    expect(effect.notes[0]).toBe(
      'Not enough data for the uplift: 0 treated and 0 held-out leads of 200 each have been followed for 90 days.',
    );
    expect(effect.policy).toEqual(POLICY);
  });

  it('tells the difference once both arms are large enough, and not a lead before', () => {
    const treated = arm(false, 1000, 150);
    const short = measured({ followed: [...treated, ...arm(true, LEAST_LEADS - 1, 20)] });
    expect(short.uplift).toMatchObject({ enough: false, difference: null, holdout: { leads: 199 } });
    const { uplift, notes } = measured({ followed: [...treated, ...arm(true, LEAST_LEADS, 20)] });
    expect(uplift).toMatchObject({
      ...{ treated: { leads: 1000, conversions: 150 }, holdout: { leads: 200, conversions: 20 } },
      ...{ enough: true, windowDays: 90, level: 0.95 },
    });
    // Wilson: 150/1000 in .1292 to .1735, 20/200 in .0657 to .1494; Newcombe's hybrid by hand of these.
    expect(uplift.difference).toBeCloseTo(0.05, 10);
    expect(uplift.low).toBeCloseTo(0.05 - Math.hypot(0.15 - 0.1292, 0.1494 - 0.1), 3);
    expect(uplift.high).toBeCloseTo(0.05 + Math.hypot(0.1735 - 0.15, 0.1 - 0.0657), 3);
    expect(notes[0]).toMatch(
      /^Over all looks together, the difference in conversion is -\d.* to \d.* points/,
    );
    expect(notes[1]).toMatch(/^Replies: 10\.0 points/);
    const moved = [...arm(false, 500, 500), ...arm(false, 2000, 0), ...arm(true, 200, 20)];
    expect(measured({ followed: moved }).notes[0]).toMatch(/^Conversion has moved over time/);
  });

  it('adds hours up, most sent first, and rates nothing on a handful', () => {
    const touch = (strategy: string, touches: number, responses: number) => ({
      ...{ strategy, channel: 'sms', touches, responses },
    });
    const { responses } = measured({
      touches: [touch('check_in', 29, 29), touch('answer', 20, 5), touch('answer', 20, 15)],
    });
    expect(responses).toMatchObject([
      { strategy: 'answer', channel: 'sms', sent: 40, answered: 20, rate: 0.5 },
      { strategy: 'check_in', sent: 29, answered: 29, rate: null, low: null, high: null },
    ]);
    expect(responses[0]!.low).toBeCloseTo(0.3519, 2);
    expect(responses[0]!.high).toBeCloseTo(0.6481, 2);
  });

  it('counts escalations past their deadline as missed, and waiting ones not yet', () => {
    const { escalations, automation } = measured({
      escalations: { inTime: 27, late: 3, waiting: 5 },
      steps: { alone: 80, withPerson: 20 },
    });
    expect(escalations).toMatchObject({ closed: 30, inTime: 27, open: 5, rate: 0.9 });
    expect(automation).toMatchObject({ alone: 80, withPerson: 20, rate: 0.8 });
  });
});

import { describe, expect, it } from 'vitest';
import { nurturingFigures } from '../../../models/evaluation/nurturing-figures.ts';
import { comparePolicies } from '../../../models/evaluation/nurturing-policies.ts';
import { DEFAULT_SETTINGS } from '../../../schemas/nurture-settings.ts';
import { AT, DAY, decision, heard, leadRun, madeUpRun, sent } from './made-up-run.ts';

const HOUR = 3_600_000;
const figuresOf = (run: Parameters<typeof madeUpRun>[0]) =>
  nurturingFigures(madeUpRun(run), DEFAULT_SETTINGS);
const byEngine = { answeredBy: 'engine' as const, answeredAt: AT + HOUR };
/** Says that the run went on after what is counted. */
const later = heard('a', { at: AT + 5 * DAY, asks: false });

describe('what was done without a person', () => {
  const leads = [leadRun('a'), leadRun('b', { holdout: true })];

  it('is answers of the engine and follow-ups, of all routine messages and follow-ups', () => {
    const { automation } = figuresOf({
      leads,
      heard: [
        heard('a', byEngine),
        heard('a', { ...byEngine, askedBack: true }),
        heard('a', { answeredBy: 'person', answeredAt: AT + HOUR }),
        heard('a'),
        heard('a', { answeredBy: 'engine', answeredAt: AT + 3 * DAY }), // too late to be an answer
        later,
      ],
      sent: [sent('a'), sent('a', { id: 'n2', purpose: 'reply' })],
    });
    expect(automation.answered).toEqual({ engine: 2, person: 1, nobody: 2 });
    expect(automation.askedBack).toBe(1);
    expect(automation.followUps).toEqual({ alone: 1, approved: 0 });
    expect(automation.all).toMatchObject({ count: 3, of: 6 });
    expect(automation.messages).toMatchObject({ count: 2, of: 5 });
    expect(automation.minutesToAnswer).toBe(60);
  });

  it('leaves out what a person is for, has already, or nobody asked', () => {
    const { automation } = figuresOf({
      leads,
      heard: [
        heard('a', { reasons: ['complaint'], ...byEngine }),
        heard('a', { withPerson: true, ...byEngine }),
        heard('a', { asks: false, ...byEngine }),
        heard('a', { at: AT + 4 * DAY }), // too late in the run to tell
        later,
      ],
    });
    expect(automation.messages.of).toBe(0);
  });
});

describe('whom a person was called to', () => {
  it('is counted where no person was there', () => {
    const { escalation } = figuresOf({
      leads: [leadRun('a'), leadRun('b', { holdout: true })],
      heard: [
        heard('a', { planted: 'offer', reasons: ['offer'], escalated: 'complaint' }),
        heard('a', { planted: 'distress', reasons: ['distress'] }),
        heard('a', { planted: 'offer', reasons: ['offer'], withPerson: true }),
        heard('a', { planted: 'routine', escalated: 'offer' }),
        heard('a', { reasons: ['complaint'], escalated: 'complaint' }),
        heard('a', { escalated: 'complaint' }),
        heard('a', { asks: false }),
      ],
    });
    expect(escalation.planted).toMatchObject({ count: 1, of: 2 });
    expect(escalation.byReason).toMatchObject({ offer: { count: 1, of: 1 }, distress: { count: 0, of: 1 } });
    expect(escalation.labelled).toMatchObject({ count: 1, of: 1 });
    expect(escalation.falseAlarms).toMatchObject({ count: 1, of: 2 });
    expect(escalation.plantedRoutine).toMatchObject({ count: 1, of: 1 });
  });
});

describe('the effect', () => {
  it('compares leads by what they were drawn for, followed for as long', () => {
    const { uplift, violations } = figuresOf({
      leads: [
        leadRun('a', { everConverts: true, wroteAt: [AT + 8 * DAY] }),
        leadRun('b', { wroteAt: [AT + 2 * DAY, AT + 40 * DAY] }), // before and after the weeks that count
        leadRun('c', { holdout: true, wroteAt: [AT + 9 * DAY] }),
        leadRun('late', { arrivedAt: AT + 61 * DAY, everConverts: true }),
      ],
      sent: [sent('c')],
    });
    expect(uplift.leads).toEqual({ treated: 2, holdout: 1 });
    expect(uplift.conversion).toMatchObject({ treated: 0.5, holdout: 0 });
    expect(uplift.reply).toMatchObject({ treated: 0.5, holdout: 1 });
    expect(violations['to the holdout']).toBe(1);
  });
});

describe('opting out', () => {
  it('is heard, or missed, or heard where nobody said so', () => {
    const { outcomes } = figuresOf({
      leads: [
        leadRun('a', { optedOut: true, silenced: true }),
        leadRun('b', { optedOut: true }),
        leadRun('c', { silenced: true }),
        leadRun('d', { holdout: true }),
      ],
    });
    expect(outcomes.optOutsHeard).toMatchObject({ count: 1, of: 2 });
    expect(outcomes.silencedWrongly).toMatchObject({ count: 1, of: 2 });
    expect(outcomes.optedOut).toMatchObject({ count: 2, of: 3 });
  });
});

describe('policies side by side', () => {
  const lead = (name: string, messages: number, optedOut = false) => leadRun(name, { messages, optedOut });
  const run = (rewards: number[], leads = [lead('a', 3), lead('b', 1)]) =>
    madeUpRun({ leads, decisions: rewards.map((reward, i) => decision(i % 2 ? 'b' : 'a', i, reward)) });

  it('have their means, and differences lead by lead', () => {
    const [first, second] = comparePolicies([
      { name: 'one', runs: [run([0.5, 0, 0.5, 0])] },
      { name: 'two', runs: [run([0.6, 0.1, 0.6, 0.1], [lead('a', 4), lead('b', 2, true)])] },
    ]);
    expect(first).toMatchObject({ decisions: 4, reward: { value: 0.25 }, messages: { value: 2 } });
    expect(first!.versus).toBeUndefined();
    expect(second!.versus!.reward.value).toBeCloseTo(0.1);
    // The same gain in every lead: nothing is left to chance, though leads differ.
    expect(second!.versus!.reward.high - second!.versus!.reward.low).toBeCloseTo(0);
    expect(second!.reward.high - second!.reward.low).toBeGreaterThan(0.3);
    expect(second!.versus!.optOuts.value).toBe(0.5);
  });

  it('leave the holdout and unknown rewards out', () => {
    const leads = [lead('a', 3), leadRun('h', { holdout: true, messages: 90 })];
    const [only] = comparePolicies([
      { name: 'one', runs: [madeUpRun({ leads, decisions: [decision('a', 1)] })] },
    ]);
    expect(only!.messages.value).toBe(3);
    expect(only!.decisions).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { learnHabit } from '../../../processors/learn-habit.ts';
import { localMinutes } from '../../../processors/local-time.ts';
import { touchpoints } from '../../../processors/touchpoints.ts';
import { NOW } from './play.ts';
import { stateOf } from './turns.ts';

const timezone = 'America/New_York';
const hours = (counts: Record<number, number>) => Array.from({ length: 24 }, (_, hour) => counts[hour] ?? 0);
const withHabit = (counts: Record<number, number>, fields = {}) =>
  stateOf({
    contact: { timezone },
    habit: { hours: hours(counts), channels: { sms: 2, email: 5 } },
    ...fields,
  });

describe('touchpoints', () => {
  it('are the hours in which the lead is active, on its own channel and clock', () => {
    const { optimalTouchpoints, touchpointNote } = touchpoints(withHabit({ 18: 3, 19: 2, 9: 1 }), NOW);
    expect(optimalTouchpoints).toHaveLength(1);
    const [window] = optimalTouchpoints;
    expect(window).toMatchObject({ channel: 'email', uplift: 0 });
    expect(localMinutes(Date.parse(window!.from), timezone)).toBe(18 * 60);
    expect(Date.parse(window!.to) - Date.parse(window!.from)).toBe(2 * 3_600_000);
    expect(touchpointNote).toMatch(/not measured/);
  });

  it('are the next ones to come, or the one that is open', () => {
    const habit = withHabit({ 18: 5 });
    for (const local of ['09:00', '19:59', '20:00', '23:30']) {
      const asOf = Date.parse(`2026-03-02T${local}:00-05:00`);
      const [window] = touchpoints(habit, asOf).optimalTouchpoints;
      expect(Date.parse(window!.to)).toBeGreaterThan(asOf);
      expect(Date.parse(window!.from) - asOf).toBeLessThan(86_400_000);
    }
  });

  it('keep the local hour when the clocks change', () => {
    // New York springs forward in the night to 2026-03-08.
    const [window] = touchpoints(
      withHabit({ 9: 6 }),
      Date.parse('2026-03-07T22:00:00-05:00'),
    ).optimalTouchpoints;
    expect(window!.from).toBe('2026-03-08T13:00:00.000Z');
  });

  it.each([
    ['without a time zone', withHabit({ 18: 9 }, { contact: {} }), /time zone/],
    ['without five active hours', withHabit({ 18: 4 }), /fewer than 5/],
    ['without a habit', withHabit(Object.fromEntries(hours({}).map((_, h) => [h, 1]))), /usually active/],
    ['of one who is active at night only', withHabit({ 2: 9 }), /usually active/],
    [
      'of one who has not written',
      withHabit({ 18: 9 }, { habit: { hours: hours({ 18: 9 }), channels: {} } }),
      /written/,
    ],
    ['of one who opted out', withHabit({ 18: 9 }, { status: 'opted_out' }), /not open/],
  ])('are none %s, and it is said why', (_what, state, note) => {
    const { optimalTouchpoints, touchpointNote } = touchpoints(state, NOW);
    expect(optimalTouchpoints).toEqual([]);
    expect(touchpointNote).toMatch(note);
  });
});

describe('a habit', () => {
  it('is learnt by local hour, and fades for a new one', () => {
    let habit = stateOf().habit;
    for (let i = 0; i < 500; i++) habit = learnHabit(habit, NOW, timezone, 'sms');
    const before = habit.hours[10]!;
    for (let i = 0; i < 200; i++) habit = learnHabit(habit, NOW + 8 * 3_600_000, timezone);
    expect(before).toBeLessThanOrEqual(120);
    expect(habit.hours[18]!).toBeGreaterThan(habit.hours[10]!);
    expect(habit.channels).toEqual({ sms: 500 });
  });

  it('has no hours while the time zone is unknown', () => {
    expect(learnHabit(stateOf().habit, NOW, undefined, 'sms').hours.every((n) => n === 0)).toBe(true);
  });
});

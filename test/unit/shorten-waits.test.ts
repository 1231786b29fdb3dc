import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../pipelines/convert.ts';
import { shortenWaits } from '../../pipelines/shorten-waits.ts';

const DAY = 1440;
const talk = (minutes: number[], day: number): Transcript => ({
  lead: 'x',
  start: '2025-01-01T09:00:00Z',
  events: minutes.map((at) => ({ at, type: 'activity', activity: 'listing_view' })),
  outcome: { result: 'converted', day },
});
const times = ({ events }: Transcript) => events.map(({ at }) => at);

describe('shortenWaits', () => {
  it('leaves a quick conversation as it is', () => {
    const quick = talk([0, 4, 700, 700 + 2 * DAY - 1], 3);
    expect(times(shortenWaits(quick))).toEqual(times(quick));
  });

  it('cuts long waits by whole days, so that hours of the day stay true', () => {
    const slow = talk([0, 30 * DAY + 60, 30 * DAY + 65, 50 * DAY], 60);
    const shortened = times(shortenWaits(slow));
    expect(shortened).toEqual([0, DAY + 60, DAY + 65, 3 * DAY]);
    expect(shortened.map((at) => at % DAY)).toEqual(times(slow).map((at) => at % DAY));
  });

  it('cuts the wait for the outcome too, and never puts it before the last event', () => {
    expect(shortenWaits(talk([0, 10 * DAY], 40)).outcome?.day).toBe(2);
    expect(shortenWaits(talk([0, 10 * DAY + 5], 3)).outcome?.day).toBe(1 + 5 / DAY);
  });

  it('changes nothing it was given', () => {
    const given = talk([0, 10 * DAY], 40);
    shortenWaits(given);
    expect(times(given)).toEqual([0, 10 * DAY]);
  });
});

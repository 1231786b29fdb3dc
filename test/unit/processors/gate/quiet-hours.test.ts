import { describe, expect, it } from 'vitest';
import { ALL_STATES } from '../../../../processors/gate/area-codes.ts';
import { isHoliday } from '../../../../processors/gate/holidays.ts';
import { openHours } from '../../../../processors/gate/open-hours.ts';
import { nextOpening } from '../../../../processors/gate/opening.ts';
import table from '../../../../processors/gate/quiet-hours.json' with { type: 'json' };
import type { LeadContact } from '../../../../processors/lead-state.ts';
import { CONSENT_OF } from '../../../../schemas/consent.ts';

const texas: LeadContact = { phone: '+1 214 555 0100' };
const florida: LeadContact = { phone: '+1 305 555 0100' };
const rhodeIsland: LeadContact = { phone: '+1 401 555 0100' };
const opens = (contact: LeadContact, from: string, channel: 'sms' | 'email' | 'webchat' = 'sms') => {
  const at = nextOpening(contact, channel, Date.parse(from));
  return Number.isFinite(at) ? new Date(at).toISOString() : 'never';
};

describe('the table', () => {
  it('cites and marks every rule, and names jurisdictions and channels there are', () => {
    for (const { id, jurisdiction, channels, citation, mark } of table.rules) {
      expect(['federal', 'abroad', 'brokerage', ...ALL_STATES], id).toContain(jurisdiction);
      for (const channel of channels) expect(CONSENT_OF).toContain(channel);
      expect(citation.length, id).toBeGreaterThan(0);
      expect(['D', 'S'], id).toContain(mark);
    }
    expect(table.reviewed).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('has no second rule for the same channel and place: one would be lost', () => {
    const keys = table.rules.flatMap(({ jurisdiction, channels }) =>
      channels.map((of) => `${jurisdiction} ${of}`),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('knows the federal holidays of 2026, and the days they are kept on', () => {
    const days = [
      '01-01',
      '01-19',
      '02-16',
      '05-25',
      '06-19',
      '07-03',
      '07-04',
      '09-07',
      '10-12',
      '11-11',
      '11-26',
    ];
    for (const day of [...days, '12-25', '04-03', '02-17'])
      expect(isHoliday(Date.parse(`2026-${day}`) / 86_400_000), day).toBe(true);
    for (const observed of ['2027-07-05', '2027-12-31'])
      expect(isHoliday(Date.parse(observed) / 86_400_000), observed).toBe(true);
    for (const day of ['01-02', '03-11', '07-06', '12-24'])
      expect(isHoliday(Date.parse(`2026-${day}`) / 86_400_000), day).toBe(false);
  });
});

describe('hours', () => {
  it('are the narrowest of all states that may apply', () => {
    const open = openHours('sms', { zones: [], states: ['TX', 'FL'], abroad: false })!;
    expect(open.week[0]).toEqual({ from: 12 * 60, to: 20 * 60 });
    expect(open.week[1]).toEqual({ from: 9 * 60, to: 20 * 60 });
    expect(openHours('sms', { zones: [], states: [], abroad: false })!.week[0]).toEqual({
      from: 480,
      to: 1260,
    });
    expect(openHours('webchat', { zones: [], states: ['TX'], abroad: true })).toBeNull();
  });

  it('open in Texas at nine, on Sundays at noon', () => {
    expect(opens(texas, '2026-03-11T02:30:00-05:00')).toBe('2026-03-11T14:00:00.000Z');
    expect(opens(texas, '2026-03-15T09:30:00-05:00')).toBe('2026-03-15T17:00:00.000Z');
    expect(opens(texas, '2026-03-11T14:30:00-05:00')).toBe('2026-03-11T19:30:00.000Z');
  });

  it('close in Florida at eight', () => {
    expect(opens(florida, '2026-03-11T19:59:59-04:00')).toBe('2026-03-11T23:59:59.000Z');
    expect(opens(florida, '2026-03-11T20:00:00-04:00')).toBe('2026-03-12T12:00:00.000Z');
  });

  it('pass over Sundays and holidays in Rhode Island', () => {
    // Friday evening before the Sunday and Labor Day.
    expect(opens(rhodeIsland, '2026-09-05T17:00:00-04:00')).toBe('2026-09-08T13:00:00.000Z');
  });

  it('follow the clock over the night that it changes', () => {
    expect(opens(florida, '2026-03-07T22:00:00-05:00')).toBe('2026-03-08T12:00:00.000Z');
    expect(opens(florida, '2026-10-31T22:00:00-04:00')).toBe('2026-11-01T13:00:00.000Z');
  });

  it('are a few for who may be anywhere', () => {
    expect(opens({}, '2026-03-11T12:00:00Z')).toBe('2026-03-11T20:00:00.000Z');
    expect(opens({}, '2026-03-11T22:00:00Z')).toBe('2026-03-12T20:00:00.000Z');
  });

  it('are never where two places share none', () => {
    expect(opens({ phone: '+1 212 555 0100', timezone: 'Asia/Bangkok' }, '2026-01-10T00:00:00Z')).toBe(
      'never',
    );
  });

  it('are wider for e-mail, and none for webchat', () => {
    expect(opens(florida, '2026-03-11T21:30:00-04:00', 'email')).toBe('2026-03-12T01:30:00.000Z');
    expect(opens(florida, '2026-03-11T23:00:00-04:00', 'email')).toBe('2026-03-12T11:00:00.000Z');
    expect(opens(florida, '2026-03-11T23:00:00-04:00', 'webchat')).toBe('2026-03-12T03:00:00.000Z');
  });
});

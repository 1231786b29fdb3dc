import { describe, expect, it } from 'vitest';
import { zoneOffset } from '../../../../models/features/zone-offset.ts';
import table from '../../../../processors/gate/area-codes.json' with { type: 'json' };
import { ALL_STATES, zoneStates } from '../../../../processors/gate/area-codes.ts';
import { locate } from '../../../../processors/gate/locate.ts';

const phone = (areaCode: string) => `+1 ${areaCode} 555 0100`;

describe('where a lead is', () => {
  it('is told by the phone: every zone of the area code', () => {
    expect(locate({ phone: phone('602') })).toEqual({
      ...{ evidence: 'phone', zones: ['America/Phoenix'], states: ['AZ'], abroad: false },
    });
    expect(locate({ phone: '(850) 555-0100' })).toMatchObject({
      ...{ zones: ['America/Chicago', 'America/New_York'], states: ['FL'] },
    });
  });

  it('is told by the profile: every state that keeps its clock', () => {
    const { evidence, states } = locate({ timezone: 'America/Chicago' });
    expect(evidence).toBe('profile');
    expect(states).toEqual(expect.arrayContaining(['TX', 'FL', 'TN', 'IL', 'LA']));
    expect(states).not.toContain('NY');
    expect(locate({ timezone: 'America/Detroit' }).states).toEqual(['MI']);
    expect(locate({ timezone: 'us/central' }).states).toEqual(states);
  });

  it('is where both say, where they agree', () => {
    const both = locate({ timezone: 'America/Chicago', phone: phone('214') });
    expect(both).toMatchObject({ evidence: 'both', zones: ['America/Chicago'], states: ['TX'] });
    expect(locate({ timezone: 'America/Detroit', phone: phone('313') }).states).toEqual(['MI']);
  });

  it('is where either says, where they do not', () => {
    const { zones, states } = locate({ timezone: 'America/Los_Angeles', phone: phone('212') });
    expect(zones).toEqual(['America/Los_Angeles', 'America/New_York']);
    expect(states).toEqual(expect.arrayContaining(['CA', 'WA', 'NY']));
  });

  it('is anywhere in the United States where nothing tells', () => {
    for (const contact of [
      {},
      { phone: phone('800') },
      { phone: '555-0100' },
      { timezone: 'UTC' },
      { timezone: 'x' },
    ]) {
      const location = locate(contact);
      expect(location).toMatchObject({ evidence: 'unknown', states: ALL_STATES, abroad: false });
      expect(location.zones).toEqual(expect.arrayContaining(['America/Puerto_Rico', 'Pacific/Honolulu']));
    }
  });

  it('may be abroad: by the number, by the zone, or by one of them', () => {
    expect(locate({ phone: '+44 20 7946 0958' })).toMatchObject({
      abroad: true,
      states: [],
      evidence: 'phone',
    });
    expect(locate({ phone: phone('416') })).toMatchObject({
      zones: ['America/Toronto'],
      abroad: true,
      states: [],
    });
    expect(locate({ timezone: 'Europe/Madrid' })).toMatchObject({ zones: ['Europe/Madrid'], abroad: true });
    expect(locate({ timezone: 'Europe/Madrid', phone: phone('602') })).toMatchObject({
      ...{ zones: ['Europe/Madrid', 'America/Phoenix'], states: ['AZ'], abroad: true, evidence: 'both' },
    });
    expect(locate({ phone: '+882 16 5555 0100' })).toMatchObject({ evidence: 'unknown', abroad: true });
  });
});

describe('the table of area codes', () => {
  it('names every state, each with an area code, and the territories', () => {
    expect(ALL_STATES).toHaveLength(56);
  });

  it('has each area code once', () => {
    const codes = table.areaCodes.flatMap((group) => group.codes);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.every((code) => /^[2-9]\d\d$/.test(code))).toBe(true);
  });

  it('names only zones there are', () => {
    const zones = [
      ...table.areaCodes.flatMap((group) => group.zones),
      ...Object.values(table.callingCodes).flat(),
    ];
    expect([...new Set(zones)].filter((zone) => zoneOffset(zone, Date.UTC(2026, 0)) === undefined)).toEqual(
      [],
    );
  });

  it('agrees with what is commonly known', () => {
    const known = {
      '212': 'NY',
      '310': 'CA',
      '808': 'HI',
      '907': 'AK',
      '787': 'PR',
      '401': 'RI',
      '202': 'DC',
    };
    for (const [code, state] of Object.entries(known))
      expect(locate({ phone: phone(code) }).states, code).toEqual([state]);
    expect(locate({ phone: phone('915') }).zones).toEqual(['America/Denver']);
    expect(zoneStates('America/Phoenix')).toEqual(['AZ']);
    expect(zoneStates('Europe/Berlin')).toBeUndefined();
  });
});

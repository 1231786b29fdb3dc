/** Patterns across leads: what is counted, what is held back, and what noise does not pass. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../models/linear/random.ts';
import { discoveries, fisher, wilson } from '../../../../models/similar/chance.ts';
import { cohortShifts } from '../../../../models/similar/cohort-shifts.ts';
import { ListingDraws } from '../../../../models/similar/listing-draw.ts';
import { DAY_MS, LEAST_CASES, NextSteps, WINDOW_MS } from '../../../../models/similar/next-steps.ts';
import { TenantPicture } from '../../../../models/similar/tenant-picture.ts';
import { makeUpLeads } from '../../../bench/made-up-leads.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const HOUR = DAY_MS / 24;

describe('chance', () => {
  it('gives Wilson’s interval', () => {
    // Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263.
    const [low, high] = wilson(81, 263);
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
    expect(wilson(0, 0)).toEqual([0, 1]);
  });

  it('gives Fisher’s exact p', () => {
    // The lady tasting tea, 3 of 4 right: two-sided .4857.
    expect(fisher(3, 4, 1, 4)).toBeCloseTo(0.4857, 4);
    expect(fisher(10, 10, 0, 10)).toBeCloseTo(2 / 184_756, 9);
    expect(fisher(0, 30, 0, 40)).toBeCloseTo(1, 9);
  });

  it('discovers as Benjamini and Hochberg do', () => {
    // Their example: 15 tests, four are discoveries at 5 %.
    const p = [
      ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459],
      ...[0.324, 0.4262, 0.5719, 0.6528, 0.759, 1],
    ];
    expect(discoveries(p, 0.05).filter(Boolean)).toHaveLength(4);
    expect(discoveries([0.9, 0.8], 0.05)).toEqual([false, false]);
  });
});

describe('next steps', () => {
  const play = (leads: number) => {
    const steps = new NextSteps();
    for (let i = 0; i < leads; i++) {
      const at = NOW + i * HOUR;
      steps.hear(`l${i}`, 'message', 'rate_watcher', at, at);
      if (i % 2 === 0) steps.hear(`l${i}`, 'showing_booked', 'flipper', at + DAY_MS, at + DAY_MS);
    }
    steps.closeUntil(NOW + leads * HOUR + WINDOW_MS + 1);
    return steps;
  };

  it('counts a window of a week once a lead, under the segment it began in', () => {
    const [report] = play(40).report();
    expect(report).toMatchObject({ segment: 'rate_watcher', cases: 40, enough: true });
    expect(report!.did.map(({ kind, count, share }) => [kind, count, share])).toEqual([
      ['showing_booked', 20, 0.5],
      ['silence', 20, 0.5],
    ]);
    expect(report!.did[0]!.low).toBeLessThan(0.5);
  });

  it('says nothing of fewer cases than enough', () => {
    expect(play(LEAST_CASES - 1).report()).toEqual([
      { segment: 'rate_watcher', cases: LEAST_CASES - 1, enough: false, did: [] },
    ]);
  });

  it('counts nothing that has not ended, that came late, or that was erased', () => {
    const steps = new NextSteps();
    steps.hear('open', 'message', 'flipper', NOW, NOW);
    steps.hear('late', 'message', 'flipper', NOW - 2 * HOUR, NOW);
    steps.hear('erased', 'message', 'flipper', NOW - HOUR / 2, NOW);
    steps.forget('erased');
    steps.closeUntil(NOW + WINDOW_MS);
    expect(steps.report()).toEqual([]);
    steps.closeUntil(NOW + WINDOW_MS + 1);
    expect(steps.report()).toMatchObject([{ segment: 'flipper', cases: 1 }]);
  });
});

describe('cohort shifts', () => {
  const cohort = (share: (day: number) => number, seed: number, perDay = 20) => {
    const random = seededRandom(seed);
    return Array.from({ length: 36 * perDay }, (_, i) => {
      const day = Math.floor(i / perDay);
      const early = random() < share(day) ? 'rate_watcher' : `other_${Math.floor(random() * 10)}`;
      return { firstAt: NOW - (day + random()) * DAY_MS, early };
    });
  };

  it('finds a segment that doubled, and only that', () => {
    const found = cohortShifts(
      cohort((day) => (day < 8 ? 0.4 : 0.2), 1),
      NOW,
    );
    expect(found.shifts[0]).toMatchObject({ segment: 'rate_watcher' });
    expect(found.shifts[0]!.recentShare).toBeGreaterThan(found.shifts[0]!.beforeShare);
    expect(found.recent.leads).toBe(140);
    expect(found.before.leads).toBe(560);
  });

  it('takes noise for noise: at most about one world in twenty shows anything', () => {
    const worlds = Array.from({ length: 200 }, (_, seed) =>
      cohortShifts(
        cohort(() => 0.2, seed + 10),
        NOW,
      ),
    );
    expect(worlds.filter(({ shifts }) => shifts.length > 0).length).toBeLessThanOrEqual(18);
  });

  it('leaves out leads younger than a day, and says so of too few', () => {
    const few = cohort(() => 0.2, 2, 1);
    expect(cohortShifts(few, NOW)).toMatchObject({ enough: false, shifts: [], recent: { leads: 7 } });
    const today = Array.from({ length: 500 }, () => ({ firstAt: NOW - HOUR, early: 'flipper' }));
    expect(cohortShifts(today, NOW).recent.leads).toBe(0);
  });
});

describe('listings that draw a segment', () => {
  /** Even leads are flippers on `drawn`; a tenth of all others is. */
  const world = (viewers: number) => {
    const draws = new ListingDraws();
    const segment = (lead: string) => (Number(lead) % 10 === 0 ? 'flipper' : 'rate_watcher');
    for (let i = 0; i < 2000; i++) draws.hear(String(i), `plain-${i % 21}`, NOW);
    for (let i = 0; i < viewers; i++) draws.hear(String(i * 10), 'drawn', NOW);
    return draws.report(segment, NOW);
  };

  it('names the listing, with the bound above the tenant’s share', () => {
    const [first] = world(40);
    expect(first).toMatchObject({ listing: 'drawn', segment: 'flipper', viewers: 40, count: 40 });
    expect(first!.atLeast).toBeGreaterThan(first!.tenantShare);
  });

  it('does not shout of a few', () => {
    expect(world(LEAST_CASES - 1).filter(({ listing }) => listing === 'drawn')).toEqual([]);
  });

  it('forgets an erased lead and what is older than four weeks', () => {
    const draws = new ListingDraws();
    for (let i = 0; i < 30; i++) draws.hear(`l${i}`, 'x', NOW);
    draws.forget('l0');
    draws.hear('other', 'y', NOW + 29 * DAY_MS);
    const seen: string[] = [];
    draws.report(
      (lead) => {
        seen.push(lead);
        return 'flipper';
      },
      NOW + 29 * DAY_MS,
    );
    expect([...new Set(seen)]).toEqual(['other']);
  });
});

describe('a tenant’s picture', () => {
  const [traits] = makeUpLeads(1, 1);
  const known = (beds?: number) => {
    const { beds: _, ...rest } = traits!;
    const times = { firstAt: NOW, lastAt: NOW, early: 'flipper' };
    return { ...times, traits: { ...rest, ...(beds !== undefined && { beds }) } };
  };

  it('remembers the beds a lead spoke of once', () => {
    const picture = new TenantPicture();
    picture.put('a', known(3));
    picture.put('a', known());
    picture.put('b', known(3));
    expect(picture.similarTo('b', known(3), 10)).toMatchObject([{ lead: 'a', similarity: 1 }]);
  });

  it('gives the time it is of from the leads before anything was heard', () => {
    const picture = new TenantPicture();
    expect(picture.patterns(false)).toMatchObject({ asOf: null, since: null, leads: 0 });
    picture.put('a', known());
    expect(picture.patterns(true)).toMatchObject({ asOf: '2026-06-01T00:00:00.000Z', since: null, leads: 1 });
    picture.remove('a');
    expect(picture.size).toBe(0);
  });
});

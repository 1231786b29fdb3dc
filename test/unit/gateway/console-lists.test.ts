/** What the console's lists and addresses are made of: filters by threat, records of wins and losses, routes. */
import { describe, expect, it } from 'vitest';
import { byThreat, EVERYTHING, matches } from '../../../infra/gateway/console/list/filter.ts';
import * as route from '../../../infra/gateway/console/route.ts';
import { createLeads } from '../../../infra/gateway/console/store/leads.ts';
import { recordsOf } from '../../../infra/gateway/console/win-loss/records.ts';
import type { CompetitionView } from '../../../schemas/competition.ts';
import type { WinLoss } from '../../../schemas/competition-answers.ts';
import { createFakeLead } from '../../browser/fake-leads.ts';
import { compared, watched } from '../../browser/made-up-competition.ts';
import { NO_COMPETITION } from '../../made-up-competition.ts';

function recordOf(lead: string, attention: number, competition: CompetitionView) {
  const made = createFakeLead({
    ...{ lead, contact: { name: lead }, segment: 'first_time_buyer', second: 'rate_watcher', competition },
    ...{ p: 0.3, median: 40, confidence: 0.5, attention, kind: 'window' },
  });
  made.happen({ type: 'tick' }, Date.now());
  const leads = createLeads(
    async () => null,
    () => {},
  );
  leads.put(made.full());
  return leads.get(lead)!;
}

describe('the list by threat', () => {
  const none = recordOf('none', 0.9, NO_COMPETITION);
  const watch = recordOf('watch', 0.1, watched());
  const small = recordOf('small', 0.8, compared({ level: 'high', valueAtRisk: 900 }));
  const large = recordOf('large', 0.2, compared({ level: 'high', valueAtRisk: 9000 }));
  const critical = recordOf('critical', 0, compared());
  const all = [none, watch, small, large, critical];

  it('takes the level, then the commission at risk, then attention', () => {
    const busy = recordOf('busy', 0.95, NO_COMPETITION);
    const order = [...all, busy].sort(byThreat).map(({ lead }) => lead);
    expect(order).toEqual(['critical', 'large', 'small', 'watch', 'busy', 'none']);
  });

  it('narrows to a level and what is above it', () => {
    const shown = (threat: 'watch' | 'high' | 'critical' | '') =>
      all.filter((record) => matches(record, { ...EVERYTHING, threat })).length;
    expect((['', 'watch', 'high', 'critical'] as const).map(shown)).toEqual([5, 4, 3, 1]);
  });

  it('shows leads whose insights are older than competition', () => {
    const { competition: _, ...before } = none.view;
    const old = { ...none, view: before as typeof none.view };
    expect(matches(old, EVERYTHING)).toBe(true);
    expect(matches(old, { ...EVERYTHING, threat: 'watch' })).toBe(false);
    expect([old, watch].sort(byThreat)[0]!.lead).toBe('watch');
  });
});

describe('addresses', () => {
  it.each([
    ['ana/1', 'a lead whose id has a slash'],
    ['tom:b 2', 'one with a space'],
    ['x/competition', 'one that ends like a page'],
    ['100%', 'one with a percent sign'],
  ])('lead and back: %s (%s)', (lead) => {
    expect(route.routeOf(route.leadHref(lead))).toEqual({ view: 'lead', lead });
    expect(route.routeOf(route.competitionHref(lead))).toEqual({ view: 'lead', lead, part: 'competition' });
    expect(route.routeOf(route.areaHref(lead))).toEqual({ view: 'market', area: lead });
  });

  it('names every view, and the list where it names none', () => {
    for (const view of route.VIEWS) expect(route.routeOf(route.viewHref(view))).toEqual({ view });
    expect(route.routeOf('#/no-such-place')).toEqual({ view: 'list' });
    expect(route.routeOf('#/lead/100%')).toEqual({ view: 'lead', lead: '100%' });
  });
});

describe('records of wins and losses', () => {
  const row = (competitor: string, area: string, won: number, lost: number): WinLoss => ({
    ...{ competitor, area, won, lost, rate: null, low: null, high: null },
  });
  const rows = [
    ...[row('harbor & finch', '', 1, 0), row('oakline', 'Riverside', 2, 2), row('oakline', 'Old Mill', 3, 2)],
    ...[row('oakline', '', 5, 4), row('fsbo_com', 'Riverside', 3, 0)],
  ];
  const competitors = {
    registry: {
      ...{ version: 1, ignored: [] },
      competitors: [{ id: 'oakline', kind: 'brokerage' as const, name: 'Oakline Realty', aliases: [] }],
    },
    known: [],
    proposed: [{ name: 'Harbor & Finch', lastAt: '2026-11-20T10:00:00.000Z' }],
  };

  it('come with names, those first against whom most was decided, areas likewise', () => {
    const records = recordsOf({ rows, rateFrom: 10 }, competitors);
    expect(records.map(({ name, kind }) => [name, kind])).toEqual([
      ['Oakline Realty', 'Brokerage'],
      ['Fsbo com', undefined],
      ['Harbor & Finch', undefined],
    ]);
    expect(records[0]!.all).toMatchObject({ won: 5, lost: 4 });
    expect(records[0]!.areas.map(({ area }) => area)).toEqual(['Old Mill', 'Riverside']);
  });

  it('stand without the registry, and are none where nothing was decided', () => {
    expect(recordsOf({ rows, rateFrom: 10 }, undefined).map(({ name }) => name)).toContain('Oakline');
    expect(recordsOf({ rows: [], rateFrom: 10 }, competitors)).toEqual([]);
  });
});

/** The console's alerts: an insight and an alert's own frame tell of the same, and the newer is believed. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CompetitionApi } from '../../../infra/gateway/console/competition-api.ts';
import { createAlerts } from '../../../infra/gateway/console/store/alerts.ts';
import { createLeads } from '../../../infra/gateway/console/store/leads.ts';
import type { CompetitionView } from '../../../schemas/competition.ts';
import { createFakeCompetition } from '../../browser/fake-competition.ts';
import { createFakeLead, type FakeLead } from '../../browser/fake-leads.ts';
import { compared, openAlert, stepOf } from '../../browser/made-up-competition.ts';
import { NO_COMPETITION } from '../../made-up-competition.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.now() });
});
afterEach(() => {
  vi.useRealTimers();
});

const leadOf = (lead: string, competition: CompetitionView = NO_COMPETITION): FakeLead => {
  const made = createFakeLead({
    ...{ lead, contact: { name: lead }, segment: 'first_time_buyer', second: 'rate_watcher', competition },
    ...{ p: 0.3, median: 40, confidence: 0.5, attention: 0, kind: 'window' },
  });
  made.happen({ type: 'message', from: 'lead', channel: 'sms', text: `I am ${lead}` }, Date.now());
  return made;
};

function world(...all: FakeLead[]) {
  const known = new Map(all.map((one) => [one.lead, one]));
  const fetchLead = vi.fn(async (lead: string) => known.get(lead)?.full() ?? null);
  const leads = createLeads(fetchLead, () => {});
  const act = vi.fn<CompetitionApi['act']>(async () => {});
  const alerts = createAlerts({ act } as unknown as CompetitionApi, leads, () => {});
  return { leads, alerts, act, fetchLead, gateway: createFakeCompetition(known) };
}
const told = (alerts: ReturnType<typeof createAlerts>) =>
  alerts.standing().map(({ lead, alert }) => `${lead} ${alert.status}`);

it('believes an alert’s frame until the lead’s insight is as new', () => {
  const ana = leadOf('ana');
  const { leads, alerts } = world(ana);
  leads.put(ana.full());
  alerts.hear(stepOf('ana', 2, { level: 'high' }));
  expect(alerts.of('ana')!.alert.level).toBe('high');
  leads.apply(ana.happen({ type: 'tick', moved: { competition: compared() } }, Date.now()));
  expect(alerts.of('ana')!.alert.level).toBe('critical');
  leads.apply(ana.happen({ type: 'tick', moved: { competition: NO_COMPETITION } }, Date.now()));
  expect(alerts.standing()).toEqual([]);
});

it('is not taken back by a frame that comes later than a newer insight', () => {
  const ana = leadOf('ana', compared({ alert: openAlert(9, { status: 'acknowledged' }) }));
  ana.happen({ type: 'tick' }, Date.now());
  const { leads, alerts } = world(ana);
  leads.put(ana.full());
  alerts.hear(stepOf('ana', 1));
  expect(told(alerts)).toEqual(['ana acknowledged']);
});

it('follows each step of an alert, to its end', () => {
  const ana = leadOf('ana');
  const { leads, alerts } = world(ana);
  leads.put(ana.full());
  const seen = (['raised', 'grown', 'escalated', 'acknowledged', 'snoozed', 'closed'] as const).map(
    (step, i) => {
      alerts.hear(stepOf('ana', 2 + i, { step }));
      return told(alerts);
    },
  );
  expect(seen).toEqual([
    ...[['ana open'], ['ana open'], ['ana open'], ['ana acknowledged'], ['ana snoozed'], []],
  ]);
});

it('tells how many a list left out, but for those it knows otherwise', () => {
  const far = leadOf('far', compared());
  const near = leadOf('near', compared());
  const { leads, alerts, gateway } = world(far);
  const { alerts: listed } = gateway.alerts(undefined);
  alerts.replace(listed, 3);
  expect(alerts.more()).toBe(3);
  leads.put(near.full());
  expect(alerts.more()).toBe(2);
  alerts.replace(listed, 0);
  expect(alerts.more()).toBe(0);
});

it('starts with all that stand, and fetches the leads it does not know', async () => {
  const far = leadOf('far', compared());
  const { leads, alerts, fetchLead, gateway } = world(far);
  alerts.hear(stepOf('gone', 4));
  alerts.replace(gateway.alerts(undefined).alerts);
  expect(alerts.standing()).toMatchObject([{ lead: 'far', name: 'far', record: undefined }]);
  await vi.waitFor(() => expect(leads.get('far')).toBeDefined());
  expect(alerts.standing()).toMatchObject([{ lead: 'far', record: { lead: 'far' } }]);
  expect(fetchLead.mock.calls.map(([lead]) => lead)).toContain('far');
});

it('loses none to a list of leads that comes later', async () => {
  const far = leadOf('far', compared());
  const { leads, alerts, gateway } = world(far);
  alerts.replace(gateway.alerts(undefined).alerts);
  await vi.waitFor(() => expect(leads.get('far')).toBeDefined());
  expect(told(alerts)).toEqual(['far open']);
  leads.replace([], undefined);
  alerts.want();
  expect(told(alerts)).toEqual(['far open']);
  await vi.waitFor(() => expect(alerts.of('far')?.record).toBeDefined());
});

it('puts the greatest threat first, and then what is due soonest', () => {
  const { leads, alerts } = world();
  const at = (id: string, level: 'high' | 'critical', minutes: number) =>
    leads.put(leadOf(id, compared({ alert: openAlert(minutes, { id, level }) })).full());
  at('a', 'high', 1);
  at('b', 'critical', 30);
  at('c', 'critical', -5);
  expect(alerts.standing().map(({ lead }) => lead)).toEqual(['c', 'b', 'a']);
});

it('hides what is decided, once, until it is taken up, and shows an alert raised again at once', async () => {
  const ana = leadOf('ana', compared());
  const { leads, alerts, act } = world(ana);
  leads.put(ana.full());
  const standing = alerts.of('ana')!;
  await Promise.all([alerts.act(standing, { act: 'close' }), alerts.act(standing, { act: 'close' })]);
  expect(act.mock.calls).toEqual([['ana', 'alert:7', { act: 'close' }]]);
  expect(alerts.standing()).toEqual([]);
  const again = { competition: compared({ alert: openAlert(15, { raised: 1 }) }) };
  leads.apply(ana.happen({ type: 'timer', moved: again }, Date.now()));
  expect(told(alerts)).toEqual(['ana open']);
});

it('brings back what failed with the reason, and what nobody took up in time', async () => {
  const ana = leadOf('ana', compared());
  const { leads, alerts, act } = world(ana);
  leads.put(ana.full());
  act.mockRejectedValueOnce(new Error('The store is away. Wait.'));
  await alerts.act(alerts.of('ana')!, { act: 'acknowledge' });
  expect(alerts.of('ana')!.problem).toBe('The store is away. Wait.');
  await alerts.act(alerts.of('ana')!, { act: 'acknowledge' });
  expect(alerts.of('ana')).toBeUndefined();
  vi.advanceTimersByTime(15_001);
  expect(alerts.of('ana')!.problem).toContain('not taken up');
});

it('forgets no lead with an alert, however little attention it deserves', () => {
  const { leads, alerts } = world();
  leads.put(leadOf('waits', compared()).full());
  for (let i = 0; i < 2300; i++) leads.put(leadOf(`crowd-${i}`).full());
  expect([...leads.all()].length).toBeLessThan(2300);
  expect(told(alerts)).toEqual(['waits open']);
});

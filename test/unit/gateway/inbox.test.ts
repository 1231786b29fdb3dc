/** The console's inbox: what the gateway names is fetched, what is decided hides and comes back in its time. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { NurtureApi } from '../../../infra/gateway/console/nurture-api.ts';
import { nurtureChips, timeLeft } from '../../../infra/gateway/console/nurture-words.ts';
import { createInbox } from '../../../infra/gateway/console/store/inbox.ts';
import { createLeads } from '../../../infra/gateway/console/store/leads.ts';

import type { NurtureView } from '../../../schemas/nurture-view.ts';
import { createFakeLead, type FakeLead } from '../../browser/fake-leads.ts';
import { createFakeNurture } from '../../browser/fake-nurture.ts';
import { awaiting, escalated, nothingPlanned } from '../../made-up-nurture.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.now() });
});
afterEach(() => {
  vi.useRealTimers();
});

const leadOf = (lead: string, nurture: NurtureView, attention = 0.5): FakeLead => {
  const made = createFakeLead({
    ...{ lead, contact: { name: lead }, segment: 'first_time_buyer', second: 'rate_watcher', nurture },
    ...{ p: 0.3, median: 40, confidence: 0.5, attention, kind: 'window' },
  });
  made.happen({ type: 'message', from: 'lead', channel: 'sms', text: `I am ${lead}` }, Date.now());
  return made;
};

function world(...all: FakeLead[]) {
  const known = new Map(all.map((one) => [one.lead, one]));
  const leads = createLeads(
    async (lead) => known.get(lead)?.full() ?? null,
    () => {},
  );
  const gateway = createFakeNurture(known);
  const ask = async (path: string) => gateway.answer('GET', `/v1/${path}`, undefined)![1];
  const approve = vi.fn<NurtureApi['approve']>(async () => {});
  const api = { approvals: () => ask('approvals'), escalations: () => ask('escalations'), approve };
  return { leads, approve, inbox: createInbox(api as unknown as NurtureApi, leads, () => {}) };
}

it('fetches whom the gateway names and the list does not have', async () => {
  const { leads, inbox } = world(leadOf('far', awaiting(30)), leadOf('due', escalated(5)));
  expect(inbox.drafts()).toEqual([]);
  await inbox.load();
  await vi.waitFor(() => expect(inbox.drafts()).toHaveLength(1));
  expect(inbox.drafts()[0]).toMatchObject({ record: { lead: 'far' }, said: 'I am far', what: { id: 'd-7' } });
  expect(inbox.cases().map(({ record }) => record.lead)).toEqual(['due']);
  expect([...leads.all()]).toHaveLength(2);
});

it('hides what is decided, and shows it again when the lead’s log does not take it', async () => {
  const { leads, inbox, approve } = world();
  leads.put(leadOf('ana', awaiting(30)).full());
  const [draft] = inbox.drafts();
  await Promise.all([inbox.decide(draft!, { approved: true }), inbox.decide(draft!, { approved: true })]);
  expect(approve).toHaveBeenCalledOnce();
  expect(inbox.drafts()).toEqual([]);
  vi.advanceTimersByTime(15_001);
  expect(inbox.drafts()[0]?.problem).toContain('not taken up');
  await inbox.decide(inbox.drafts()[0]!, { approved: true });
  expect(approve).toHaveBeenCalledTimes(2);
});

it('shows a draft that has another text by now, whatever was decided on the first', async () => {
  const { leads, inbox } = world();
  const ana = leadOf('ana', awaiting(30));
  leads.put(ana.full());
  await inbox.decide(inbox.drafts()[0]!, { approved: true });
  const changed = { nurture: awaiting(30, { contentHash: 'b'.repeat(64) }) };
  leads.apply(ana.happen({ type: 'draft', moved: changed }, Date.now()));
  expect(inbox.drafts().map(({ what }) => what.contentHash[0])).toEqual(['b']);
});

it('forgets no lead that waits, however little attention it deserves', () => {
  const { leads, inbox } = world();
  leads.put(leadOf('waits', awaiting(30), 0).full());
  for (let i = 0; i < 2300; i++) leads.put(leadOf(`crowd-${i}`, nothingPlanned(), 0.5).full());
  expect([...leads.all()].length).toBeLessThan(2300);
  expect(inbox.drafts()).toHaveLength(1);
});

it('says how much time is left, and how pressing that is', () => {
  const now = Date.parse('2026-11-26T10:00:00Z');
  expect(timeLeft('2026-11-26T12:30:00Z', now)).toEqual({ text: 'in 3 h', urgency: 'calm' });
  expect(timeLeft('2026-11-26T10:14:59Z', now)).toEqual({ text: 'in 14 min', urgency: 'near' });
  expect(timeLeft('2026-11-26T10:00:30Z', now)).toEqual({ text: 'in 30 s', urgency: 'near' });
  expect(timeLeft('2026-11-26T09:57:00Z', now)).toEqual({ text: '3 min ago', urgency: 'over' });
});

it('marks what a person has to know, and nothing else', () => {
  const chips = (view: NurtureView) => nurtureChips(view).map(({ text }) => text);
  expect(chips(awaiting(5))).toEqual(['Awaiting approval']);
  expect(chips(escalated(5))).toEqual(['Escalated']);
  expect(chips({ ...nothingPlanned(), stage: 'with_person' })).toEqual(['With a person']);
  expect(chips({ ...nothingPlanned(), stage: 'paused' })).toEqual(['Paused']);
  expect(chips(nothingPlanned())).toEqual([]);
  expect(nurtureChips(undefined)).toEqual([]);
});

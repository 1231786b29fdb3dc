/** The human side of nurturing as a gateway would answer it, and what the console asked of it. Made up. */
import type { Effect } from '../../schemas/effect.ts';
import type { ActionReceipt } from '../../schemas/nurture.ts';
import type { SettingsInForce } from '../../schemas/nurture-inbox.ts';
import { DEFAULT_SETTINGS, type NurtureSettings } from '../../schemas/nurture-settings.ts';
import type { FakeLead } from './fake-leads.ts';

type Answer = [status: number, body: unknown];

export interface FakeNurture {
  /** Every POST, oldest first. */
  acts: { path: string; body: Record<string, unknown> }[];
  /** Fails the next POST in these words. */
  failNext: { status: number; message: string; fix: string; field?: string } | undefined;
  inForce: SettingsInForce;
  effect: Effect | null;
  receipts: ActionReceipt[];
  /** Undefined where the path is none of this. */
  answer(method: string, path: string, body: unknown): Answer | undefined;
}

export function createFakeNurture(leads: Map<string, FakeLead>): FakeNurture {
  const waiting = (list: 'plan' | 'escalation') =>
    [...leads.values()].flatMap((one) => {
      const { lead, nurture, contact, profile, forecast, happening, at } = one.full();
      const what = nurture?.[list];
      if (!nurture || !what || ('status' in what && what.status !== 'awaiting_approval')) return [];
      const said = happening.text && { from: 'lead', channel: 'sms', text: happening.text, at };
      const segment = { segment: profile.primaryMicrosegment, confidence: profile.confidenceScore };
      const common = {
        lead,
        name: contact.name,
        agent: contact.agent,
        ...segment,
        lastMessage: said ?? null,
      };
      const { kind, pConvert } = forecast;
      const { stage, why, autonomy } = nurture;
      return [{ ...common, forecast: { kind, pConvert }, stage, why, autonomy, [list]: what }];
    });

  const fake: FakeNurture = {
    acts: [],
    failNext: undefined,
    inForce: {
      settings: { ...DEFAULT_SETTINGS, version: 4 },
      ...{ changedBy: 'lena', changedAt: '2026-11-20T10:12:00.000Z', told: true },
      ...{ sending: 'on', stoppedBy: null },
    },
    effect: null,
    receipts: [],
    answer(method, path, body) {
      const what = path.slice('/v1/'.length);
      if (method === 'POST') return post(what, body as Record<string, unknown>);
      if (what === 'approvals') return [200, listed('approvals', waiting('plan'))];
      if (what === 'escalations') return [200, listed('escalations', waiting('escalation'))];
      if (what === 'nurture/settings') return [200, fake.inForce];
      if (what === 'effect') return [200, fake.effect];
      return what.endsWith('/receipts') ? [200, { receipts: fake.receipts, complete: true }] : undefined;
    },
  };

  function post(path: string, body: Record<string, unknown>): Answer {
    fake.acts.push({ path, body });
    const { failNext } = fake;
    fake.failNext = undefined;
    if (failNext) return [failNext.status, { error: { code: 'invalid', ...failNext } }];
    if (path === 'nurture/stop') return [200, stopped(body.stopped as boolean)];
    if (path !== 'nurture/settings') return [202, { accepted: 1, ids: ['a'] }];
    return changed(body as unknown as NurtureSettings);
  }

  function stopped(stop: boolean) {
    const { settings } = fake.inForce;
    fake.inForce = {
      ...fake.inForce,
      ...{ settings: { ...settings, version: settings.version + 1, stopped: stop }, changedBy: 'kim' },
      ...(stop
        ? ({ sending: 'stopped', stoppedBy: 'brokerage' } as const)
        : ({ sending: 'on', stoppedBy: null } as const)),
    };
    return fake.inForce;
  }

  function changed(settings: NurtureSettings): Answer {
    const { settings: current } = fake.inForce;
    const words = { code: 'conflict', field: 'version', message: 'The settings have changed', fix: 'Look' };
    if (settings.version !== current.version) return [409, { error: { ...words, current } }];
    fake.inForce = {
      ...fake.inForce,
      settings: { ...settings, version: current.version + 1 },
      changedBy: 'kim',
    };
    return [200, fake.inForce];
  }

  return fake;
}

const listed = (name: string, items: object[]) => ({ [name]: items, total: items.length });

const share = (count: number, of: number) => {
  const rate = count / of;
  const half = 1.96 * Math.sqrt((rate * (1 - rate)) / of);
  return { rate, low: Math.max(0, rate - half), high: Math.min(1, rate + half) };
};
const unknown = { rate: null, low: null, high: null };

export const EFFECT: Effect = {
  ...{ tenant: 'main', asOf: '2026-11-20T10:00:00.000Z', since: '2026-08-01T08:00:00.000Z' },
  uplift: {
    ...{ treated: { leads: 2140, conversions: 233 }, holdout: { leads: 236, conversions: 17 } },
    ...{ windowDays: 90, leastLeads: 200, enough: true },
    ...{ difference: 0.0368, low: 0.004, high: 0.0696, level: 0.95 },
    method: 'Sequential interval: it may be looked at as often as one likes.',
  },
  responses: [
    { strategy: 'listing_match', channel: 'sms', sent: 812, answered: 276, ...share(276, 812) },
    { strategy: 'check_in', channel: 'sms', sent: 431, answered: 78, ...share(78, 431) },
    { strategy: 'market_update', channel: 'email', sent: 390, answered: 31, ...share(31, 390) },
    { strategy: 'showing_invite', channel: 'whatsapp', sent: 12, answered: 7, ...unknown },
  ],
  leastSent: 50,
  automation: { alone: 1702, withPerson: 214, ...share(1702, 1916) },
  escalations: { closed: 88, inTime: 79, open: 3, ...share(79, 88) },
  policy: {
    ...{ version: 'p-17', mode: 'fixed', since: '2026-10-04T08:00:00.000Z' },
    why: 'The learned policy is not proven better: its interval against the fixed one includes zero.',
  },
  level: 0.95,
  notes: ['Conversions are as recorded by outcome events; a lead without one counts as not converted.'],
};

export const TOO_FEW: Effect = {
  ...EFFECT,
  uplift: {
    ...EFFECT.uplift,
    ...{ treated: { leads: 160, conversions: 9 }, holdout: { leads: 12, conversions: 0 } },
    ...{ enough: false, difference: null, low: null, high: null },
  },
  responses: [],
  automation: { alone: 3, withPerson: 2, ...unknown },
  escalations: { closed: 0, inTime: 0, open: 1, ...unknown },
  notes: [],
};

export const RECEIPT: ActionReceipt = {
  ...{ id: 'r-1', tenant: 'main', lead: 'ana-1', at: '2026-11-20T10:00:00.000Z', kind: 'receipt' },
  ...{ action: 'd-5', channel: 'sms', purpose: 'marketing', contentHash: '3fa94c0be77d11', approver: 'kim' },
  consent: {
    ...{ basis: 'express', since: '2026-11-01T10:00:00.000Z' },
    ...{ text: 'Yes, text me about homes', source: 'web form' },
  },
  location: {
    ...{ evidence: 'phone', zones: ['America/Denver'], states: ['CO'], localTimes: ['10:12'] },
  },
  rules: { 'quiet-hours': '2026-11' },
  caps: { perDay: '1 of 2', perWeek: '2 of 5' },
  campaign: 'oak-10dlc-1',
  fairHousing: { p: 0.004, class: 'none' },
  models: {},
};

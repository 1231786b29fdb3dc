import { describe, expect, it } from 'vitest';
import { gate } from '../../../../processors/gate/gate.ts';
import { frequencyCaps } from '../../../../processors/gate/rules/frequency-caps.ts';
import type { NurtureState, OpenEscalation } from '../../../../processors/nurture/nurture-state.ts';
import { ActionReceipt } from '../../../../schemas/nurture.ts';
import { checker } from '../../../../schemas/words.ts';
import { type Change, DAY, HOUR, NOON, question, ruleOf, send } from './questions.ts';

const refusalOf = (change: Change) => {
  const verdict = gate(question(change));
  if (verdict.allow) throw new Error('allowed');
  return verdict.refusal;
};
const reply = { purpose: 'reply', type: 'answer' } as const;
const service = { purpose: 'service', type: 'showing_confirmation' } as const;
const escalation: OpenEscalation = {
  ...{ id: 'e', reason: 'complaint', p: 0.9, summary: '', suggestedReply: '' },
  ...{ at: NOON, due: NOON + HOUR, level: 1 },
};

describe('what stands', () => {
  const refused: [string, string, Change][] = [
    ['the kill switch', 'kill-switch', { settings: { stopped: true } }],
    ['a sale', 'closed', { status: 'converted' }],
    ['a loss', 'closed', { status: 'lost' }],
    ['an outcome', 'opted-out', { status: 'opted_out' }],
    ['an end of all', 'opted-out', { consent: { all: { given: false, at: NOON } } }],
    ['an end of the channel', 'opted-out', { consent: { sms: { given: false, at: NOON } } }],
    ['a do-not-contact list', 'do-not-contact', { contact: { phone: '+16025550100', doNotContact: true } }],
    [
      'a suppressed address',
      'suppressed-address',
      { nurture: { suppressed: { phone: NOON - DAY, email: 0 } } },
    ],
    ['no phone', 'no-address', { contact: { email: 'a@b.example' } }],
    ['a phone that is none', 'no-address', { contact: { phone: '+1 555 0100' } }],
    ['no e-mail', 'no-address', { contact: { phone: '+16025550100' }, action: { channel: 'email' } }],
    ['no consent', 'no-consent', { consent: {} }],
    ['consent without evidence', 'no-consent', { consent: { all: { given: true, at: 0 } } }],
    [
      'consent to another channel',
      'no-consent',
      { consent: { email: { given: true, at: 0, source: 'form' } } },
    ],
    ['the holdout', 'holdout', { holdout: true }],
    ['suggesting only', 'autonomy', { autonomy: 'suggest' }],
    ['no approval', 'not-approved', { autonomy: 'approve' }],
    [
      'approval of something else',
      'not-approved',
      { autonomy: 'approve', action: { approvedBy: 'lena', approvedHash: 'other' } },
    ],
    ['a takeover', 'with-person', { nurture: { person: 'lena' } }],
    ['an escalation', 'with-person', { nurture: { escalation } }],
    ['a pause', 'with-person', { nurture: { pausedBy: 'lena' } }],
    ['a blocked text', 'fair-housing', { fairHousing: { p: 0.9, class: 'race', label: 'block', why: 'x' } }],
    ['a text nobody judged', 'fair-housing', { fairHousing: undefined }],
    ['WhatsApp outside its window', 'channel-window', { action: { channel: 'whatsapp' } }],
    ['an agent writing', 'agent-talking', { nurture: { agentAt: NOON - HOUR } }],
    ['a full day', 'frequency-cap', { nurture: { sends: [send(NOON - 9 * HOUR), send(NOON - 5 * HOUR)] } }],
    ['the night', 'quiet-hours', { at: NOON + 10 * HOUR }],
  ];
  it('allows what nothing is against', () => expect(gate(question())).toMatchObject({ allow: true }));

  it.each(refused)('refuses for %s', (_, rule, change) => expect(ruleOf(change)).toBe(rule));

  it('says who paused, and who has the lead', () => {
    expect(refusalOf({ nurture: { pausedBy: 'lena' } }).why).toBe('Paused by lena');
    expect(refusalOf({ nurture: { person: 'lena' } }).why).toBe('The lead is with lena');
  });

  it('answers the held-out, and who ended lists only', () => {
    expect(ruleOf({ holdout: true, action: reply })).toBe('allowed');
    const consent = { ...question().consent, topics: { given: false, at: NOON } };
    expect(ruleOf({ consent, action: reply })).toBe('allowed');
    expect(ruleOf({ consent })).toBe('opted-out');
  });

  it('asks for approval, autonomy and a judged text when sending only', () => {
    const phase = 'deciding' as const;
    expect(ruleOf({ phase, autonomy: 'approve' })).toBe('allowed');
    expect(ruleOf({ phase, autonomy: 'suggest' })).toBe('allowed');
    expect(ruleOf({ phase, fairHousing: undefined })).toBe('allowed');
    expect(ruleOf({ phase, holdout: true })).toBe('holdout');
  });

  it('takes an approval of this very content', () => {
    const action = { approvedBy: 'lena', approvedHash: 'hash' };
    expect(gate(question({ autonomy: 'approve', action }))).toMatchObject({ evidence: { approver: 'lena' } });
  });

  it('takes a template for WhatsApp outside its window, and any text inside it', () => {
    const action = { channel: 'whatsapp' } as const;
    expect(ruleOf({ action, settings: { templates: { market_update: 'mu_1' } } })).toBe('allowed');
    expect(ruleOf({ action, settings: { templates: { closing: 'c_1' } } })).toBe('channel-window');
    expect(ruleOf({ action, nurture: { heard: { whatsapp: NOON - DAY + 1 } } })).toBe('allowed');
    expect(ruleOf({ action, nurture: { heard: { whatsapp: NOON - DAY } } })).toBe('channel-window');
  });
});

describe('a ground to write', () => {
  const heard = (at: number) => ({ nurture: { heard: { sms: at } }, consent: {} });

  it('is for a reply what the lead wrote on that channel within the inquiry days', () => {
    expect(ruleOf({ ...heard(NOON - 7 * DAY + 1), action: reply })).toBe('allowed');
    expect(ruleOf({ ...heard(NOON - 7 * DAY), action: reply })).toBe('no-consent');
    expect(ruleOf({ ...heard(NOON - DAY), action: { ...reply, channel: 'email' } })).toBe('no-consent');
    expect(ruleOf(heard(NOON - DAY))).toBe('no-consent');
  });

  it('is for service what the lead booked', () => {
    const booked = { consent: {}, nurture: { transactionAt: NOON - DAY } };
    expect(ruleOf({ ...booked, action: service })).toBe('allowed');
    expect(ruleOf({ ...booked, action: reply })).toBe('no-consent');
    expect(ruleOf({ consent: {}, action: service })).toBe('no-consent');
    expect(ruleOf({ consent: {}, nurture: { transactionAt: NOON - 548 * DAY }, action: service })).toBe(
      'no-consent',
    );
  });

  it('ends with an opt-out, whatever was asked or booked', () => {
    const consent = { sms: { given: false, at: NOON - HOUR } };
    const nurture: Partial<NurtureState> = { heard: { sms: NOON - HOUR }, transactionAt: NOON - HOUR };
    for (const action of [reply, service, {}]) expect(ruleOf({ consent, nurture, action })).toBe('opted-out');
  });
});

describe('caps', () => {
  const sends = (...hours: number[]) => ({ sends: hours.map((ago) => send(NOON - ago * HOUR)) });
  const until = (nurture: Partial<NurtureState>, action = {}) => {
    const refusal = refusalOf({ nurture, action });
    expect(refusal.rule).toBe('frequency-cap');
    return (refusal.until! - NOON) / HOUR;
  };

  it('roll: the oldest of the window makes room', () => {
    expect(until(sends(100, 20))).toBe(7 * 24 - 100);
    expect(until({ sends: [send(NOON - 9 * HOUR), send(NOON - 5 * HOUR)] }, reply)).toBe(15 + 5);
  });

  it('that were lowered wait until as few are left', () => {
    const nurture = { sends: [send(NOON - 20 * HOUR), send(NOON - 15 * HOUR), send(NOON - 5 * HOUR)] };
    const hours = [1, 2, 3].map((perDay) => {
      const caps = { ...question().settings.caps, perDay };
      return (frequencyCaps(question({ nurture, action: reply, settings: { caps } }))!.until! - NOON) / HOUR;
    });
    expect(hours).toEqual([19, 9, 4]);
  });

  it('keep messages apart, but never a reply from what the lead wrote since', () => {
    const nurture = { ...sends(1), heard: { sms: NOON - 30 * 60_000 } };
    expect(ruleOf({ nurture, action: reply })).toBe('allowed');
    expect(ruleOf({ nurture: sends(1), action: reply })).toBe('frequency-cap');
    expect(ruleOf({ nurture })).toBe('frequency-cap');
    expect(ruleOf({ nurture: { ...sends(3, 2), heard: { sms: NOON } }, action: reply })).toBe(
      'frequency-cap',
    );
  });

  it('count nothing that surely never arrived', () => {
    const lost = (status: 'failed' | 'cancelled' | 'uncertain') =>
      ruleOf({ nurture: { sends: [send(NOON - 9 * HOUR, { status }), send(NOON - 5 * HOUR, { status })] } });
    expect([lost('failed'), lost('cancelled'), lost('uncertain')]).toEqual([
      'allowed',
      'allowed',
      'frequency-cap',
    ]);
  });

  it('of marketing do not hold an answer', () => {
    const nurture = { ...sends(100, 60), heard: { sms: NOON } };
    expect(ruleOf({ nurture })).toBe('frequency-cap');
    expect(ruleOf({ nurture, action: reply })).toBe('allowed');
  });

  it('that are 0 never open', () => {
    const caps = { ...question().settings.caps, marketingPerMonth: 0 };
    expect(refusalOf({ settings: { caps } })).not.toHaveProperty('until');
  });

  it('wait for what is forgotten', () => {
    expect(
      refusalOf({ nurture: { forgotten: { any: NOON - DAY, marketing: NOON - DAY } } }).until,
    ).toBeGreaterThan(NOON + 28 * DAY);
  });
});

describe('a refusal', () => {
  it('waits for the latest of all, and for the hours after it', () => {
    // The agent wrote at 11 pm: the silence ends at 11 pm the next day, which is night.
    const agentAt = Date.parse('2026-03-10T23:00:00-07:00');
    const refusal = refusalOf({ at: NOON + 12 * HOUR - 30 * 60_000 - 13 * HOUR, nurture: { agentAt } });
    expect(refusal.rule).toBe('agent-talking');
    expect(new Date(refusal.until!).toISOString()).toBe('2026-03-12T15:00:00.000Z');
  });

  it('has no end where waiting is not enough: the inquiry is over by then', () => {
    const nurture = { heard: { sms: NOON - 7 * DAY + HOUR }, agentAt: NOON - HOUR };
    expect(refusalOf({ nurture, consent: {}, action: reply })).toEqual({
      rule: 'agent-talking',
      why: 'An agent wrote to the lead lately',
    });
  });
});

describe('evidence', () => {
  it('is what a receipt wants', () => {
    const verdict = gate(question({ settings: { campaigns: { sms: { id: 'C1', dailyBudget: 100 } } } }));
    if (!verdict.allow) throw new Error(verdict.refusal.why);
    expect(verdict.evidence).toMatchObject({
      consent: { basis: 'express', text: 'I agree to messages', source: 'web form' },
      location: { evidence: 'both', zones: ['America/Phoenix'], states: ['AZ'], localTimes: ['12:00'] },
      caps: { perDay: '0 of 2', perWeek: '0 of 5', marketingPerWeek: '0 of 2', marketingPerMonth: '0 of 6' },
      campaign: 'C1',
      contentHash: 'hash',
      fairHousing: { p: 0.01, class: 'none' },
      approver: 'automatic',
    });
    expect(Object.keys(verdict.evidence.rules)).toEqual(['quiet-hours', 'area-codes', 'settings']);
    const common = { id: 'r', tenant: 'main', lead: 'ana', at: new Date(NOON).toISOString() };
    const receipt = {
      ...common,
      kind: 'receipt',
      action: 'a',
      channel: 'sms',
      purpose: 'marketing',
      models: {},
    };
    expect(checker(ActionReceipt).check({ ...receipt, ...verdict.evidence })).toBeNull();
  });
});

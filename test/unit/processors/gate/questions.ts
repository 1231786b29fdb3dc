/** Questions to the gate that it allows, to be spoilt one way at a time. */
import { gate } from '../../../../processors/gate/gate.ts';
import type { GateQuestion } from '../../../../processors/gate/gate-question.ts';
import { newNurture, type Send } from '../../../../processors/nurture/nurture-state.ts';
import { DEFAULT_SETTINGS } from '../../../../schemas/nurture-settings.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** A Wednesday noon in Phoenix. */
export const NOON = Date.parse('2026-03-11T12:00:00-07:00');

type Action = GateQuestion['action'];
type Nurture = GateQuestion['nurture'];
export interface Change extends Partial<Omit<GateQuestion, 'action' | 'nurture' | 'settings'>> {
  action?: Partial<Action>;
  nurture?: Partial<Nurture>;
  settings?: Partial<GateQuestion['settings']>;
}

/** Marketing by SMS to a lead in Phoenix who agreed to it, sent by the engine alone. */
export function question({ action, nurture, settings, ...change }: Change = {}): GateQuestion {
  return {
    at: NOON,
    contact: { phone: '+1 602 555 0100', email: 'ana@example.com', timezone: 'America/Phoenix' },
    consent: { all: { given: true, at: NOON - 90 * DAY, text: 'I agree to messages', source: 'web form' } },
    status: 'open',
    nurture: { ...newNurture(NOON - 90 * DAY), ...nurture },
    settings: { ...DEFAULT_SETTINGS, caps: CAPS, ...settings },
    holdout: false,
    autonomy: 'automatic',
    phase: 'sending',
    fairHousing: { p: 0.01, class: 'none', label: 'allow', why: '' },
    ...change,
    action: {
      id: 'a',
      channel: 'sms',
      purpose: 'marketing',
      type: 'market_update',
      text: 'Three homes near you sold this week.',
      contentHash: 'hash',
      approvedBy: '',
      approvedHash: '',
      ...action,
    },
  };
}

/** Few, so that they are reached soon. */
const CAPS = { perDay: 2, perWeek: 5, marketingPerWeek: 2, marketingPerMonth: 6, minHoursBetween: 4 };
let sent = 0;
export const send = (at: number, change: Partial<Send> = {}): Send => ({
  id: `s${sent++}`,
  at,
  type: 'market_update',
  purpose: 'marketing',
  channel: 'sms',
  strategy: '',
  status: 'delivered',
  text: '',
  ...change,
});

/** The rule that refuses, or 'allowed'. */
export function ruleOf(change: Change): string {
  const verdict = gate(question(change));
  return verdict.allow ? 'allowed' : verdict.refusal.rule;
}

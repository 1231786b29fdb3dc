/** What people see and decide of nurturing, over HTTP. Every refusal is an {@link ApiError} in words for them. */
import type { Effect } from '../../../schemas/effect.ts';
import type { ApprovalAct, HandbackAct } from '../../../schemas/nurture-acts.ts';
import type { Approvals, Escalations, Receipts, SettingsInForce } from '../../../schemas/nurture-inbox.ts';
import type { NurtureSettings } from '../../../schemas/nurture-settings.ts';

export type LeadAct = 'takeover' | 'handback' | 'pause' | 'resume';

export interface NurtureApi {
  approvals(): Promise<Approvals>;
  escalations(): Promise<Escalations>;
  receipts(lead: string): Promise<Receipts>;
  approve(lead: string, act: ApprovalAct): Promise<void>;
  act(lead: string, act: LeadAct): Promise<void>;
  /** A person's word on an opt-out that was heard without being sure. */
  settleOptOut(lead: string, optOut: NonNullable<HandbackAct['optOut']>): Promise<void>;
  settings(): Promise<SettingsInForce>;
  /** Throws an ApiError with `current` where others are in force by now. */
  changeSettings(settings: NurtureSettings): Promise<SettingsInForce>;
  stop(stopped: boolean): Promise<SettingsInForce>;
  /** Null before anything was measured. */
  effect(): Promise<Effect | null>;
}

/** The part of an error answer that is for people. */
interface Refusal {
  message: string;
  fix: string;
  field?: string;
  current?: NurtureSettings;
}

export class ApiError extends Error {
  readonly field: string | undefined;
  readonly current: NurtureSettings | undefined;

  constructor({ message, fix, field, current }: Refusal) {
    super(`${message}. ${fix}.`);
    this.field = field;
    this.current = current;
  }
}

const AWAY: Refusal = { message: 'The gateway cannot be reached', fix: 'Try again in a moment' };

export function createNurtureApi(token: string): NurtureApi {
  async function ask<T>(path: string, body?: object): Promise<T> {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const response = await fetch(path, {
      headers,
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    }).catch(() => undefined);
    const answer = (await response?.json().catch(() => undefined)) as T | { error: Refusal } | undefined;
    if (response?.ok) return answer as T;
    throw new ApiError((answer as { error?: Refusal } | undefined)?.error ?? AWAY);
  }
  const ofLead = (lead: string, what: string) => `/v1/leads/${encodeURIComponent(lead)}/${what}`;
  return {
    approvals: () => ask('/v1/approvals'),
    escalations: () => ask('/v1/escalations'),
    receipts: (lead) => ask(ofLead(lead, 'receipts')),
    approve: (lead, act) => ask(ofLead(lead, 'approval'), act),
    act: (lead, act) => ask(ofLead(lead, act), {}),
    settleOptOut: (lead, optOut) => ask(ofLead(lead, 'handback'), { optOut }),
    settings: () => ask('/v1/nurture/settings'),
    changeSettings: (settings) => ask('/v1/nurture/settings', settings),
    stop: (stopped) => ask('/v1/nurture/stop', { stopped }),
    effect: () => ask('/v1/effect'),
  };
}

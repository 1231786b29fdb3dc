/** What people see and decide of nurturing, over HTTP. */
import type { Effect } from '../../../schemas/effect.ts';
import type { ApprovalAct } from '../../../schemas/nurture-acts.ts';
import type { Approvals, Escalations, Receipts, SettingsInForce } from '../../../schemas/nurture-inbox.ts';
import type { NurtureSettings } from '../../../schemas/nurture-settings.ts';
import type { Ask } from './ask.ts';

export type LeadAct = 'takeover' | 'handback' | 'pause' | 'resume';

export interface NurtureApi {
  approvals(): Promise<Approvals>;
  escalations(): Promise<Escalations>;
  receipts(lead: string): Promise<Receipts>;
  approve(lead: string, act: ApprovalAct): Promise<void>;
  act(lead: string, act: LeadAct): Promise<void>;
  settings(): Promise<SettingsInForce>;
  /** Throws an ApiError with `current` where others are in force by now. */
  changeSettings(settings: NurtureSettings): Promise<SettingsInForce>;
  stop(stopped: boolean): Promise<SettingsInForce>;
  /** Null before anything was measured. */
  effect(): Promise<Effect | null>;
}

export function createNurtureApi(ask: Ask): NurtureApi {
  const ofLead = (lead: string, what: string) => `/v1/leads/${encodeURIComponent(lead)}/${what}`;
  return {
    approvals: () => ask('/v1/approvals'),
    escalations: () => ask('/v1/escalations'),
    receipts: (lead) => ask(ofLead(lead, 'receipts')),
    approve: (lead, act) => ask(ofLead(lead, 'approval'), act),
    act: (lead, act) => ask(ofLead(lead, act), {}),
    settings: () => ask('/v1/nurture/settings'),
    changeSettings: (settings) => ask('/v1/nurture/settings', settings),
    stop: (stopped) => ask('/v1/nurture/stop', { stopped }),
    effect: () => ask('/v1/effect'),
  };
}

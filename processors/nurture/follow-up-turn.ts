/** One event on its way through the nurturing steps: what was known, what is decided, and what is to be told of it. */
import type { AgentReport } from '../../schemas/agent-status.ts';
import type { NurtureChange, NurtureRecord } from '../../schemas/nurture.ts';
import { DEFAULT_SETTINGS, type NurtureSettings } from '../../schemas/nurture-settings.ts';
import type { PolicyWeights } from '../../schemas/policy.ts';
import { iso } from '../round.ts';
import type { TenantWide } from '../shard-wide.ts';
import type { NextTurn } from '../turn.ts';
import type { NurtureState } from './nurture-state.ts';

/** What is in force for the lead's tenant and agent. */
export interface Desk {
  settings: NurtureSettings;
  weights: PolicyWeights | undefined;
  agent: AgentReport | undefined;
}

export interface FollowUpTurn extends NextTurn {
  desk: Desk;
  /** The wall clock: when the event reached the log. Sending is about the present, whatever an event tells of. */
  now: number;
  nurture: NurtureState;
  /** For the actions stream, in order. */
  records: NurtureRecord[];
}

export function openDesk(wide: TenantWide | undefined, agent: string | undefined): Desk {
  return {
    settings: wide?.settings ?? DEFAULT_SETTINGS,
    weights: wide?.weights,
    agent: agent === undefined ? undefined : wide?.agents?.[agent],
  };
}

/** The turn with another nurturing state. */
export const withNurture = <T extends FollowUpTurn>(turn: T, change: Partial<NurtureState>): T => ({
  ...turn,
  nurture: { ...turn.nurture, ...change },
});

export const withRecords = <T extends FollowUpTurn>(turn: T, ...records: NurtureRecord[]): T => ({
  ...turn,
  records: [...turn.records, ...records],
});

/** What every record begins with; `n` tells records of one turn apart. */
export function recordBase({ state, now, records }: FollowUpTurn, kind: string) {
  return {
    id: `${kind}:${state.seq}:${records.length}`,
    tenant: state.tenant,
    lead: state.lead,
    at: iso(now),
  };
}

/** A line of the audit log. */
export function withChange<T extends FollowUpTurn>(
  turn: T,
  change: string,
  by: string,
  why: string,
  more: Partial<Pick<NurtureChange, 'from' | 'to' | 'action'>> = {},
): T {
  const kind = 'change' as const;
  const { id, tenant, lead, at } = recordBase(turn, kind);
  return withRecords(turn, { id, tenant, lead, at, kind, change, by, why, ...more });
}

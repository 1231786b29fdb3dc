/**
 * The state that is a shard's own: per tenant, which forecast serves its leads there and with which calibration, how it
 * wants them nurtured, how its agents stand, and which competitors it knows. Every event of the shard is worked with it.
 */
import type { AgentReport } from '../schemas/agent-status.ts';
import type { CompetitorRegistry } from '../schemas/competition.ts';
import type { NurtureSettings } from '../schemas/nurture-settings.ts';
import type { PolicyWeights } from '../schemas/policy.ts';
import type { Calibration } from '../schemas/system-event.ts';

export interface ServingModel {
  version: string;
  calibration: Calibration | null;
}

export interface TenantModels {
  now: ServingModel;
  /** When that was decided, epoch ms. */
  since: number;
  /** What served before, newest last, so that a rollback knows where to. */
  before: ServingModel[];
}

/** What a tenant decided; absent where it has said nothing. */
export interface TenantWide {
  models?: TenantModels;
  settings?: NurtureSettings;
  weights?: PolicyWeights;
  agents?: Record<string, AgentReport & { at: number }>;
  competitors?: CompetitorRegistry;
}

export interface ShardWide {
  v: 2;
  tenants: Record<string, TenantWide>;
}

export const NOTHING_DECIDED: ShardWide = { v: 2, tenants: {} };

export const isShardWide = (state: object): state is ShardWide => 'tenants' in state;

/** JSON, which begins with `{`: a lead's packed state never does. A Buffer, because Redis clients take no other array. */
export const packShardWide = (wide: ShardWide): Uint8Array => Buffer.from(JSON.stringify(wide));

/** From the value that {@link packShardWide} wrote; version 1 knew models alone. */
export function shardWideOf(value: { v: number; tenants: Record<string, unknown> }): ShardWide {
  if (value.v !== 1) return value as ShardWide;
  const tenants = Object.entries(value.tenants).map(([tenant, models]) => [tenant, { models }]);
  return { v: 2, tenants: Object.fromEntries(tenants) };
}

/** The same with one tenant's part changed. */
export function withTenant(wide: ShardWide, tenant: string, change: Partial<TenantWide>): ShardWide {
  return { ...wide, tenants: { ...wide.tenants, [tenant]: { ...wide.tenants[tenant], ...change } } };
}

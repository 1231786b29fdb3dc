/** Which forecast serves a tenant's leads on one shard, and with which calibration: the state that is the shard's own. */
import type { Calibration } from '../schemas/system-event.ts';

export interface ServingModel {
  version: string;
  calibration: Calibration | null;
}

export interface ShardModels {
  v: 1;
  tenants: Record<string, TenantModels>;
}

export interface TenantModels {
  now: ServingModel;
  /** When that was decided, epoch ms. */
  since: number;
  /** What served before, newest last, so that a rollback knows where to. */
  before: ServingModel[];
}

export const NO_MODELS: ShardModels = { v: 1, tenants: {} };

export const isShardModels = (state: object): state is ShardModels => 'tenants' in state;

/** JSON, which begins with `{`: a lead's packed state never does. A Buffer, because Redis clients take no other array. */
export const packShardModels = (models: ShardModels): Uint8Array => Buffer.from(JSON.stringify(models));
const OPENING = 0x7b;

/** Undefined where the bytes are those of a lead. */
export function unpackShardModels(bytes: Uint8Array): ShardModels | undefined {
  if (bytes[0] !== OPENING) return undefined;
  return JSON.parse(new TextDecoder().decode(bytes)) as ShardModels;
}

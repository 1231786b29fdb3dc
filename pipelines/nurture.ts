/** Nurturing from the command line, on Redis itself: what must stop has to stop without a gateway too. */
import type { Config } from '../infra/config.ts';
import {
  type Proposal,
  proposeSettings,
  setStopped,
  settingsInForce,
} from '../infra/gateway/nurture-settings.ts';
import { ALL_TENANTS } from '../infra/gateway/nurture-store.ts';
import { createWaiting } from '../infra/gateway/waiting.ts';
import { connectRedis } from '../infra/redis/connect.ts';
import { createGatewayStore } from '../infra/redis/gateway-store.ts';
import { createNurtureStore } from '../infra/redis/nurture-store.ts';
import { readInsight } from '../processors/read-insight.ts';
import type { Approvals, SettingsInForce } from '../schemas/nurture-inbox.ts';

/** Who changes things here, as logs and receipts show it. */
const OPERATOR = 'operator';

export interface NurtureDesk {
  /** The kill switch of one brokerage, or of all of them, which leaves each one's settings alone. */
  stop(tenant: string | undefined, stopped: boolean): Promise<void>;
  settings(tenant: string): Promise<SettingsInForce>;
  propose(tenant: string, settings: unknown): Promise<Proposal>;
  approvals(tenant: string): Promise<Approvals>;
}

/** @param use the connection ends with it */
export async function withNurture<T>(config: Config, use: (desk: NurtureDesk) => Promise<T>): Promise<T> {
  const redis = connectRedis(config.redisUrl);
  const shards = { leads: config.shards, market: config.marketShards };
  const nurture = createNurtureStore(redis, { shards: config.shards });
  const waiting = createWaiting({ store: createGatewayStore(redis, { shards }), nurture, readInsight });
  try {
    return await use({
      stop: (tenant, stopped) =>
        tenant === undefined
          ? nurture.halt(ALL_TENANTS, stopped)
          : setStopped(nurture, tenant, stopped, OPERATOR, Date.now()),
      settings: (tenant) => settingsInForce(nurture, tenant),
      propose: (tenant, settings) => proposeSettings(nurture, tenant, settings, OPERATOR, Date.now()),
      approvals: (tenant) => waiting.approvals(tenant, undefined),
    });
  } finally {
    redis.close();
  }
}

/** Alerts and competitors from the command line, on Redis itself. */
import type { Config } from '../infra/config.ts';
import { NO_ANALYTICS } from '../infra/gateway/competition-analytics.ts';
import { acceptProposed, ignoreProposed } from '../infra/gateway/competitor-registry.ts';
import { competitorsOf } from '../infra/gateway/competitor-routes.ts';
import { createOpenAlerts } from '../infra/gateway/open-alerts.ts';
import { createCompetitionStore } from '../infra/redis/competition-store.ts';
import { connectRedis } from '../infra/redis/connect.ts';
import { createGatewayStore } from '../infra/redis/gateway-store.ts';
import { createNurtureStore } from '../infra/redis/nurture-store.ts';
import { KNOWN_COMPETITORS } from '../models/mentions/competitor-index.ts';
import { readInsight } from '../processors/read-insight.ts';
import type { AcceptAct } from '../schemas/competition-acts.ts';
import type { Alerts, Competitors } from '../schemas/competition-answers.ts';
import type { Problem } from '../schemas/words.ts';

/** Who changes things here, as the registry shows it. */
const OPERATOR = 'operator';

export interface CompetitionDesk {
  alerts(tenant: string, agent: string | undefined): Promise<Alerts>;
  competitors(tenant: string): Promise<Competitors>;
  /** Null, or what is wrong. */
  add(tenant: string, act: AcceptAct): Promise<Problem | null>;
  ignore(tenant: string, name: string): Promise<Problem | null>;
}

/** @param use the connection ends with it */
export async function withCompetition<T>(
  config: Config,
  use: (desk: CompetitionDesk) => Promise<T>,
): Promise<T> {
  const redis = connectRedis(config.redisUrl);
  const { shards, marketShards: market } = config;
  const nurture = createNurtureStore(redis, { shards });
  const store = createGatewayStore(redis, { shards: { leads: shards, market } });
  const openAlerts = createOpenAlerts({ store, nurture, readInsight });
  const competition = createCompetitionStore(redis, { shards, gateway: OPERATOR });
  const registry = { competition, nurture, known: KNOWN_COMPETITORS };
  const change = (tenant: string) => ({ tenant, by: OPERATOR, now: Date.now() });
  try {
    return await use({
      alerts: openAlerts.list,
      competitors: (tenant) => competitorsOf({ ...registry, analytics: NO_ANALYTICS }, tenant),
      add: (tenant, act) => acceptProposed(registry, act, change(tenant)),
      ignore: (tenant, name) => ignoreProposed(registry, name, change(tenant)),
    });
  } finally {
    redis.close();
  }
}

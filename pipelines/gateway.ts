/** The gateway: events in over HTTP, insights out over sockets, the console and the documents beside them. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { linksOf } from '../infra/channels/create-channels.ts';
import { createCompetitionReads } from '../infra/clickhouse/competition-reads.ts';
import { type Clickhouse, connectClickhouse } from '../infra/clickhouse/connect.ts';
import type { Config } from '../infra/config.ts';
import { createTokens } from '../infra/gateway/auth.ts';
import { NO_ANALYTICS } from '../infra/gateway/competition-analytics.ts';
import type { Receive } from '../infra/gateway/intake.ts';
import { loadSecret } from '../infra/gateway/secret.ts';
import { serveGateway } from '../infra/gateway/serve.ts';
import type { Listen } from '../infra/gateway/transport.ts';
import { easeCollector } from '../infra/heap.ts';
import type { Log } from '../infra/log.ts';
import { createMetrics } from '../infra/metrics.ts';
import { createCompetitionStore } from '../infra/redis/competition-store.ts';
import { connectRedis, type RedisConnection } from '../infra/redis/connect.ts';
import { createGatewayStore } from '../infra/redis/gateway-store.ts';
import { createLeadNodes } from '../infra/redis/lead-nodes.ts';
import { fleetMetrics, pinMetrics } from '../infra/redis/metrics-board.ts';
import { createNurtureStore } from '../infra/redis/nurture-store.ts';
import { checkTopology } from '../infra/redis/topology.ts';
import type { Run } from '../infra/run.ts';
import { runTogether } from '../infra/run-together.ts';
import { stopWithin } from '../infra/stop-within.ts';
import { KNOWN_COMPETITORS } from '../models/mentions/competitor-index.ts';
import { composeAnalysis } from '../processors/compete/compose-analysis.ts';
import { readInsight } from '../processors/read-insight.ts';
import { receiveLeadEvent } from '../processors/receive-lead-event.ts';
import { marketShardKey, receiveMarketEvent } from '../processors/receive-market-event.ts';
import { createAsyncApi, createOpenApi } from '../schemas/documents.ts';
import { leadKey } from '../schemas/shards.ts';
import { createGatewayHooks } from './gateway-hooks.ts';
import { pictures } from './lead-pictures.ts';

/**
 * Percent. Alive are some 45 MB, marked twice a minute at 600 events/s; at 400 events were no sooner at their sockets,
 * and 100 MiB more resident.
 */
const HEAP_GROWTH = 100;
/** What a stop may take, once its sockets have left. */
const STOP_MS = 2000;

/** Runs until the signal aborts, then sends its sockets to another gateway. */
export const createGatewayRole =
  (config: Config, log: Log, onListening?: (port: number) => void): Run =>
  async (signal) => {
    easeCollector(HEAP_GROWTH);
    const redis = connectRedis(config.redisUrl);
    const clickhouse = analyticsOf(config);
    try {
      await stopWithin(config.drainMs + STOP_MS, (until) =>
        serve({ config, log, redis, clickhouse }, onListening, until),
      )(signal);
    } finally {
      await clickhouse?.close();
      redis.close();
    }
  };

/** A gateway does without, but for markets and what was won and lost. */
function analyticsOf({ clickhouseUrl: url, clickhouseUser: user, clickhousePassword: password }: Config) {
  return url ? connectClickhouse({ url, user, password }) : null;
}

interface Parts {
  config: Config;
  log: Log;
  redis: RedisConnection;
  clickhouse: Clickhouse | null;
}

async function serve(
  { config, log, redis, clickhouse }: Parts,
  onListening: ((port: number) => void) | undefined,
  signal: AbortSignal,
): Promise<void> {
  const shards = { leads: config.shards, market: config.marketShards };
  await checkTopology(redis.client, shards);
  const metrics = createMetrics();
  const secret = await loadSecret(config);
  const store = createGatewayStore(redis, { shards });
  const member = `gateway-${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const deps = {
    ...{ config, store, log, metrics, readInsight, pictures },
    nodes: createLeadNodes(redis, member, config.shards),
    nurture: createNurtureStore(redis, { shards: config.shards }),
    competition: createCompetitionStore(redis, { shards: config.shards, gateway: member }),
    analytics: clickhouse ? createCompetitionReads(clickhouse) : NO_ANALYTICS,
    ...{ known: KNOWN_COMPETITORS, composeAnalysis },
    tokens: createTokens(secret),
    hooks: createGatewayHooks(redis, config, linksOf(config, secret), store),
    listen: await loadTransport(config.transport),
    exposition: () =>
      store.reachable() ? fleetMetrics(redis.client, metrics.registry) : metrics.registry.metrics(),
    rules: { leads: receiveLead, market: receiveMarket },
    documents: { openapi: createOpenApi(), asyncapi: createAsyncApi() },
    consoleDir: consoleDir(),
    ...(onListening && { onListening }),
  };
  await runTogether(
    (until) => serveGateway(deps, until),
    (until) => pinMetrics(redis.client, member, metrics.registry, until),
  )(signal);
}

const receiveLead: Receive = (value, now) => {
  const receipt = receiveLeadEvent(value, now);
  return receipt.ok ? { ...receipt, key: leadKey(receipt.event.tenant, receipt.event.lead) } : receipt;
};

const receiveMarket: Receive = (value, now) => {
  const receipt = receiveMarketEvent(value, now);
  return receipt.ok ? { ...receipt, key: marketShardKey(receipt.event) } : receipt;
};

/** Loads the one that is asked for: the other may have no binary here. */
async function loadTransport(name: Config['transport']): Promise<Listen> {
  if (name === 'ws') return (await import('../infra/gateway/transport-ws.ts')).listenWs;
  return (await import('../infra/gateway/transport-uws.ts')).listenUws;
}

/** `dist/console`, whether this runs from the sources or from `dist/`. */
const consoleDir = (): string =>
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../dist/console' : '../console', import.meta.url));

/** A gateway on a real Redis, with everything a test needs to poke it from all sides. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinks } from '../../infra/channels/links.ts';
import { type Config, loadConfig } from '../../infra/config.ts';
import { createTokens, SCOPES, type Scope, type Tokens } from '../../infra/gateway/auth.ts';
import { type CompetitionAnalytics, NO_ANALYTICS } from '../../infra/gateway/competition-analytics.ts';
import type { LeadNodes } from '../../infra/gateway/lead-nodes.ts';
import { type GatewayDeps, serveGateway } from '../../infra/gateway/serve.ts';
import type { Listen } from '../../infra/gateway/transport.ts';
import { listenUws } from '../../infra/gateway/transport-uws.ts';
import { listenWs } from '../../infra/gateway/transport-ws.ts';
import { createLog } from '../../infra/log.ts';
import { createMetrics, type Metrics } from '../../infra/metrics.ts';
import { createCompetitionStore } from '../../infra/redis/competition-store.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createGatewayStore } from '../../infra/redis/gateway-store.ts';
import { createLeadNodes } from '../../infra/redis/lead-nodes.ts';
import { createNurtureStore } from '../../infra/redis/nurture-store.ts';
import { createGatewayHooks } from '../../pipelines/gateway-hooks.ts';
import { receiveLeadEvent } from '../../processors/receive-lead-event.ts';
import { marketShardKey, receiveMarketEvent } from '../../processors/receive-market-event.ts';
import { createAsyncApi, createOpenApi } from '../../schemas/documents.ts';
import { leadKey } from '../../schemas/shards.ts';
import { analysed, KNOWN } from '../made-up-competition.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';
import { GatewayClient } from './gateway-client.ts';
import { createScribe, readScribed, type Scribe, scribedPictures } from './gateway-scribe.ts';

export const SHARDS = { leads: 4, market: 2 };
export const links = createLinks(['a key of links for tests, long enough'], 'https://doorstep.example');

export interface World {
  redis: TestRedis;
  connection: RedisConnection;
  scribe: Scribe;
  metrics: Metrics;
  tokens: Tokens;
  port: number;
  consoleDir: string;
  token(grant?: { tenant?: string; scopes?: readonly Scope[]; ttlSeconds?: number }): string;
  /** An HTTP request with a token that may do everything, unless told otherwise. */
  http(path: string, init?: RequestInit & { token?: string | null }): Promise<Response>;
  post(path: string, body: unknown, token?: string): Promise<Response>;
  /** An open socket. */
  client(token?: string): Promise<GatewayClient>;
  /** Starts the gateway again, as another process would after this one stopped. */
  restart(): Promise<void>;
  stopGateway(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorldOptions {
  transport?: 'uws' | 'ws';
  config?: Partial<Config>;
  waitMs?: number;
  redisArgs?: string[];
  analytics?: CompetitionAnalytics;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const redis = await startTestRedis(options.redisArgs ? { args: options.redisArgs } : {});
  const connection = connectRedis(redis.url);
  const consoleDir = await mkdtemp(join(tmpdir(), 'doorstep-console-'));
  const metrics = createMetrics();
  const tokens = createTokens('a secret for tests that is long enough');
  const clients: GatewayClient[] = [];
  const listen: Listen = options.transport === 'ws' ? listenWs : listenUws;
  const deps: Omit<GatewayDeps, 'onListening'> = {
    config: { ...loadConfig({}), port: 0, drainMs: 200, ...options.config },
    ...{ tokens, listen, metrics, consoleDir, readInsight: readScribed, pictures: scribedPictures },
    store: createGatewayStore(connection, { shards: SHARDS, waitMs: options.waitMs ?? 500 }),
    hooks: createGatewayHooks(
      connection,
      { ...loadConfig({}), shards: SHARDS.leads, ...options.config },
      links,
      createGatewayStore(connection, { shards: SHARDS }),
    ),
    nodes: patient(createLeadNodes(connection, 'gateway-test', SHARDS.leads)),
    nurture: createNurtureStore(connection, { shards: SHARDS.leads, waitMs: options.waitMs ?? 500 }),
    competition: createCompetitionStore(connection, {
      ...{ shards: SHARDS.leads, gateway: 'a gateway', waitMs: options.waitMs ?? 500 },
    }),
    analytics: options.analytics ?? NO_ANALYTICS,
    ...{ known: KNOWN, composeAnalysis: analysed },
    log: createLog('error', 'test'),
    exposition: () => metrics.registry.metrics(),
    rules: {
      leads: (value, now) => {
        const receipt = receiveLeadEvent(value, now);
        return receipt.ok ? { ...receipt, key: leadKey(receipt.event.tenant, receipt.event.lead) } : receipt;
      },
      market: (value, now) => {
        const receipt = receiveMarketEvent(value, now);
        return receipt.ok ? { ...receipt, key: marketShardKey(receipt.event) } : receipt;
      },
    },
    documents: { openapi: createOpenApi(), asyncapi: createAsyncApi() },
  };
  let running = await start(deps);
  const token: World['token'] = ({ tenant = 'main', scopes = SCOPES, ttlSeconds = 600 } = {}) =>
    tokens.issue({ tenant, scopes, ttlSeconds, subject: 'test' });
  const http: World['http'] = async (path, { token: given, headers, ...init } = {}) => {
    const bearer = given === null ? {} : { authorization: `Bearer ${given ?? token()}` };
    return fetch(`http://127.0.0.1:${running.port}${path}`, {
      ...init,
      headers: { connection: 'close', ...bearer, ...(headers as Record<string, string>) },
    });
  };
  return {
    ...{ redis, connection, metrics, tokens, consoleDir, token, http },
    scribe: createScribe(connection, SHARDS.leads),
    get port() {
      return running.port;
    },
    post: (path, body, given) =>
      http(path, {
        ...(given !== undefined && { token: given }),
        method: 'POST',
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    async client(given) {
      const client = new GatewayClient(running.port, given ?? token());
      clients.push(client);
      return client.open();
    },
    stopGateway: () => running.stop(),
    async restart() {
      await running.stop();
      running = await start(deps);
    },
    async stop() {
      await Promise.all(clients.map((client) => client.end()));
      await running.stop();
      connection.close();
      await stopTestRedis(redis);
      await rm(consoleDir, { recursive: true, force: true });
    },
  };
}

/** On a busy machine an owner may not say in time what it holds, which is right and shows nothing. */
const patient = (nodes: LeadNodes): LeadNodes => ({
  open: (tenant, lead, within) => nodes.open(tenant, lead, within === null ? null : 5000),
});

/** Resolves when the gateway is ready: it listens, and the tail has begun. */
async function start(deps: Omit<GatewayDeps, 'onListening'>) {
  const abort = new AbortController();
  let done: Promise<void> | undefined;
  const port = await new Promise<number>((resolve, reject) => {
    done = serveGateway({ ...deps, onListening: resolve }, abort.signal);
    done.catch(reject);
  });
  const token = deps.tokens.issue({ tenant: 'main', scopes: [], subject: 'test', ttlSeconds: 60 });
  const headers = { authorization: `Bearer ${token}`, connection: 'close' };
  for (let i = 0; i < 500; i++) {
    if ((await fetch(`http://127.0.0.1:${port}/readyz`, { headers })).ok) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return {
    port,
    async stop() {
      abort.abort();
      await done;
    },
  };
}

/** All HTTP routes of the gateway. */
import type { Metrics } from '../metrics.ts';
import { json } from './answers.ts';
import { createAssets } from './assets.ts';
import { type CompetitionRouteDeps, createCompetitionRoutes } from './competition-routes.ts';
import { createHookRoutes, type HookDeps } from './hooks.ts';
import { createIntake, type Receive } from './intake.ts';
import { createNurtureRoutes } from './nurture-routes.ts';
import type { Pictures } from './pictures.ts';
import type { PressureGauge } from './pressure.ts';
import { createCommonReads, createReads } from './reads.ts';
import { createResoHook } from './reso-hook.ts';
import type { Route } from './router.ts';
import type { HttpAnswer } from './transport.ts';
import type { Views } from './views.ts';

/** What HTTP intake asks of the flows: the same validation and placing as on the streams. */
export interface IntakeRules {
  leads: Receive;
  market: Receive;
}

export interface RouteDeps extends CompetitionRouteDeps {
  views: Views;
  pictures: Pictures;
  pressure: PressureGauge;
  metrics: Pick<Metrics, 'registry'>;
  /** Metrics of the fleet in Prometheus' text format. */
  exposition(): Promise<string>;
  rules: IntakeRules;
  hooks: HookDeps;
  documents: { openapi: object; asyncapi: object };
  /** Folder of the built console. */
  consoleDir: string;
  /** What readiness depends on, by name. */
  readiness(): Record<string, boolean>;
}

export function createRoutes(deps: RouteDeps): Route[] {
  const { store, views, pressure, rules } = deps;
  const reads = createReads(store, views);
  const common = createCommonReads(store, deps.pictures, deps.readInsight);
  const assets = createAssets(deps.consoleDir);
  const events = createIntake({ space: 'leads', receive: rules.leads, store, pressure });
  const market = createIntake({ space: 'market', receive: rules.market, store, pressure });
  return [
    { method: 'POST', pattern: '/v1/events', scope: 'events:write', handle: events },
    { method: 'POST', pattern: '/v1/market', scope: 'market:write', handle: market },
    { method: 'GET', pattern: '/v1/leads', scope: 'leads:read', handle: reads.leads },
    { method: 'GET', pattern: '/v1/leads/:lead', scope: 'leads:read', handle: reads.lead },
    { method: 'GET', pattern: '/v1/leads/:lead/talk', scope: 'leads:read', handle: reads.talk },
    { method: 'GET', pattern: '/v1/leads/:lead/similar', scope: 'leads:read', handle: common.similar },
    { method: 'GET', pattern: '/v1/patterns', scope: 'leads:read', handle: common.patterns },
    ...createHookRoutes(deps.hooks),
    createResoHook(deps.hooks.reso, pressure, store.shards.market),
    ...createNurtureRoutes(deps),
    ...createCompetitionRoutes(deps),
    { method: 'GET', pattern: '/healthz', public: true, handle: () => json(200, { alive: true }) },
    { method: 'GET', pattern: '/readyz', handle: () => readyz(deps.readiness()) },
    { method: 'GET', pattern: '/metrics', scope: 'metrics:read', handle: () => scrape(deps) },
    { method: 'GET', pattern: '/docs/openapi.json', handle: () => json(200, deps.documents.openapi) },
    { method: 'GET', pattern: '/docs/asyncapi.json', handle: () => json(200, deps.documents.asyncapi) },
    { method: 'GET', pattern: '/', public: true, handle: toConsole },
    { method: 'GET', pattern: '/console', public: true, handle: toConsole },
    { method: 'GET', pattern: '/console/*', public: true, handle: ({ params }) => assets(params.rest ?? '') },
  ];
}

const toConsole = (): HttpAnswer => ({
  status: 302,
  headers: { location: '/console/', 'cache-control': 'no-store' },
});

function readyz(parts: Record<string, boolean>): HttpAnswer {
  const ready = Object.values(parts).every(Boolean);
  return json(ready ? 200 : 503, { ready, ...parts }, ready ? {} : { 'retry-after': '2' });
}

async function scrape({ exposition, metrics }: RouteDeps): Promise<HttpAnswer> {
  const headers = { 'content-type': metrics.registry.contentType, 'cache-control': 'no-store' };
  return { status: 200, headers, body: await exposition() };
}

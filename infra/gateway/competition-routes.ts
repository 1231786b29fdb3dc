/** Routes of competition: alerts, competitors, a lead's analysis, markets, wins and losses. */
import type { CompetitiveAnalysis } from '../../schemas/competition.ts';
import { RATE_FROM, type WinLoss, type WinLossTable } from '../../schemas/competition-answers.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';
import { createAlertActs } from './alert-acts.ts';
import { failure, invalid, json } from './answers.ts';
import { AnalyticsAway, type CompetitionAnalytics, unlessAway } from './competition-analytics.ts';
import type { CompetitionStore } from './competition-store.ts';
import { type CompetitorDeps, createCompetitorRoutes } from './competitor-routes.ts';
import { createAppendToLead } from './nurture-acts.ts';
import type { NurtureRouteDeps } from './nurture-routes.ts';
import type { OpenAlerts } from './open-alerts.ts';
import { unknownLead } from './reads.ts';
import type { Call, Route, TokenRoute } from './router.ts';
import type { HttpAnswer } from './transport.ts';

/** Composes a lead's analysis from what is known of it. @param winLoss undefined: not known now @param now epoch ms */
export type ComposeAnalysis = (
  insight: StreamingInsight,
  winLoss: WinLoss[] | undefined,
  now: number,
) => CompetitiveAnalysis;

export interface CompetitionRouteDeps extends NurtureRouteDeps, Pick<CompetitorDeps, 'known'> {
  competition: CompetitionStore;
  analytics: CompetitionAnalytics;
  openAlerts: OpenAlerts;
  composeAnalysis: ComposeAnalysis;
}

export function createCompetitionRoutes(deps: CompetitionRouteDeps): Route[] {
  const alerts = createAlertActs({ ...deps, appended: createAppendToLead(deps) });
  const competitors = createCompetitorRoutes(deps);
  const reads = createCompetitionReads(deps);
  const route = (
    method: TokenRoute['method'],
    pattern: string,
    scope: NonNullable<TokenRoute['scope']>,
    handle: TokenRoute['handle'],
  ): Route => ({ method, pattern, scope, handle });
  const ofAlert = '/v1/leads/:lead/alerts/:alert';
  return [
    route('GET', '/v1/alerts', 'leads:read', alerts.alerts),
    route('POST', `${ofAlert}/acknowledge`, 'nurture:act', alerts.acknowledge),
    route('POST', `${ofAlert}/snooze`, 'nurture:act', alerts.snooze),
    route('POST', `${ofAlert}/close`, 'nurture:act', alerts.close),
    route('GET', '/v1/contacts', 'nurture:admin', alerts.contacts),
    route('PUT', '/v1/contacts/fallback', 'nurture:admin', alerts.fallbackContact),
    route('PUT', '/v1/agents/:agent/contact', 'nurture:admin', alerts.agentContact),
    route('GET', '/v1/competitors', 'leads:read', competitors.competitors),
    route('PUT', '/v1/competitors', 'nurture:admin', competitors.change),
    route('POST', '/v1/competitors/proposed/accept', 'nurture:admin', competitors.accept),
    route('POST', '/v1/competitors/proposed/ignore', 'nurture:admin', competitors.ignore),
    route('GET', '/v1/leads/:lead/competition', 'leads:read', reads.analysis),
    route('GET', '/v1/markets', 'leads:read', reads.markets),
    route('GET', '/v1/markets/:area', 'leads:read', reads.market),
    route('GET', '/v1/win-loss', 'leads:read', reads.winLoss),
  ];
}

function createCompetitionReads({ store, readInsight, analytics, composeAnalysis }: CompetitionRouteDeps) {
  return {
    async analysis({ params, claims }: Call): Promise<HttpAnswer> {
      const [[state], winLoss] = await Promise.all([
        store.states(claims.tenant, [params.lead!]),
        unlessAway(analytics.winLoss(claims.tenant)),
      ]);
      const insight = state && readInsight(state);
      if (!insight) return unknownLead();
      return json(200, composeAnalysis(insight, winLoss ?? undefined, Date.now()));
    },
    markets: ({ claims }: Call): Promise<HttpAnswer> => analysed(analytics.markets(claims.tenant)),
    market({ params, claims }: Call): Promise<HttpAnswer> | HttpAnswer {
      const area = params.area!;
      return area.length > 200 ? invalid(LONG_AREA) : analysed(analytics.market(claims.tenant, area));
    },
    winLoss: ({ claims }: Call): Promise<HttpAnswer> => analysed(winLossOf(analytics, claims.tenant)),
  };
}

async function winLossOf(analytics: CompetitionAnalytics, tenant: string): Promise<WinLossTable> {
  const [rows, plays] = await Promise.all([analytics.winLoss(tenant), analytics.plays(tenant)]);
  return { rows, rateFrom: RATE_FROM, plays };
}

/** The answer, or that the analytics store is away. */
async function analysed(asked: Promise<object>): Promise<HttpAnswer> {
  try {
    return json(200, await asked);
  } catch (error) {
    if (!(error instanceof AnalyticsAway)) throw error;
    return failure({
      ...{ status: 503, code: 'analytics_away', headers: { 'retry-after': '5' } },
      message: 'The analytics store is away',
      fix: 'Try again after Retry-After seconds; if it stays so, check CLICKHOUSE_URL (doorstep doctor)',
    });
  }
}

const LONG_AREA = {
  field: 'area',
  message: 'is longer than 200 characters',
  fix: 'Use an area of GET /v1/markets',
};

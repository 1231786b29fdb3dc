/** What people see and decide of competition, over HTTP. */
import type { CompetitiveAnalysis } from '../../../schemas/competition.ts';
import type { AcceptAct, IgnoreAct, SnoozeAct } from '../../../schemas/competition-acts.ts';
import type {
  Competitors,
  MarketSeries,
  Markets,
  WinLossTable,
} from '../../../schemas/competition-answers.ts';
import type { ApiError, Ask } from './ask.ts';

export type AlertAct = { act: 'acknowledge' | 'close' } | ({ act: 'snooze' } & SnoozeAct);

export interface CompetitionApi {
  act(lead: string, alert: string, act: AlertAct): Promise<void>;
  /** Null where there is no such lead. */
  analysis(lead: string): Promise<CompetitiveAnalysis | null>;
  markets(): Promise<Markets>;
  /** Empty lists where nothing is known of such an area. */
  market(area: string): Promise<MarketSeries>;
  winLoss(): Promise<WinLossTable>;
  competitors(): Promise<Competitors>;
  accept(act: AcceptAct): Promise<void>;
  ignore(act: IgnoreAct): Promise<void>;
}

export function createCompetitionApi(ask: Ask): CompetitionApi {
  const ofLead = (lead: string, what: string) => `/v1/leads/${encodeURIComponent(lead)}/${what}`;
  return {
    act: (lead, alert, { act, ...body }) =>
      ask(ofLead(lead, `alerts/${encodeURIComponent(alert)}/${act}`), body),
    analysis: (lead) =>
      ask<CompetitiveAnalysis>(ofLead(lead, 'competition')).catch((error: ApiError) => {
        if (error.status === 404) return null;
        throw error;
      }),
    markets: () => ask('/v1/markets'),
    market: (area) => ask(`/v1/markets/${encodeURIComponent(area)}`),
    winLoss: () => ask('/v1/win-loss'),
    competitors: () => ask('/v1/competitors'),
    accept: (act) => ask('/v1/competitors/proposed/accept', act),
    ignore: (act) => ask('/v1/competitors/proposed/ignore', act),
  };
}

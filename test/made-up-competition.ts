/** Views of competition for tests, and stand-ins for what the gateway is given by models and processors. */
import type { ComposeAnalysis } from '../infra/gateway/competition-routes.ts';
import type {
  AlertView,
  CompetitionView,
  CompetitiveAlert,
  Competitor,
  MentionRecord,
} from '../schemas/competition.ts';

export const NO_COMPETITION: CompetitionView = {
  ...{ level: 'none', p: 0, valueAtRisk: 0, reasons: [], rivals: [], signals: [] },
};

const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

/** @param minutes until it is due */
export function alerted(minutes: number, more: Partial<AlertView> = {}): CompetitionView {
  const alert: AlertView = {
    ...{ id: 'a-1', level: 'critical', text: 'Means to sign with Harbor Homes', at: inMinutes(-3) },
    ...{ status: 'open', dueAt: inMinutes(minutes), raised: 0 },
    ...more,
  };
  return {
    ...{ level: alert.level, p: 0.62, valueAtRisk: 7400, signals: [], alert },
    reasons: [{ text: 'Said: “we are about to sign with Harbor”', source: 'e1', at: alert.at }],
    rivals: [
      {
        ...{ kind: 'brokerage', name: 'Harbor Homes', stance: 'committed', switching: 0.9, mentions: 2 },
        ...{ lastAt: alert.at, quote: 'we are about to sign with Harbor', source: 'e1' },
      },
    ],
  };
}

/** One step of an alert, as the leads' steps put it on the stream. */
export const alertStep = (more: Partial<CompetitiveAlert> = {}): CompetitiveAlert => ({
  ...{ id: 'a-1', tenant: 'main', lead: 'ann', at: inMinutes(0), kind: 'alert', seq: 1, step: 'raised' },
  ...{ level: 'critical', cause: 'mention', text: 'Means to sign with Harbor Homes', reasons: [], p: 0.62 },
  ...{ valueAtRisk: 7400, dueAt: inMinutes(15), raised: 0, competitor: 'harbor-homes' },
  ...more,
});

/** What else is on that stream. */
export const mentionRecord = (more: Partial<MentionRecord> = {}): MentionRecord => ({
  ...{ id: 'm-1', tenant: 'main', lead: 'ann', at: inMinutes(0), kind: 'mention', event: 'e1' },
  mention: {
    ...{ competitor: 'harbor-homes', kind: 'brokerage', name: 'Harbor Homes', stance: 'committed', p: 0.9 },
    ...{ switching: 0.9, quote: 'we are about to sign with Harbor' },
  },
  ...more,
});

export const KNOWN: Competitor[] = [
  { id: 'zillow', kind: 'portal', name: 'Zillow', aliases: ['zillow.com', 'zilow'] },
  { id: 'opendoor', kind: 'ibuyer', name: 'Opendoor', aliases: ['open door'] },
];

/** Says what it was given. */
export const analysed: ComposeAnalysis = ({ tenant, lead, competition }, winLoss, now) => ({
  ...{ tenant, lead, at: new Date(now).toISOString(), expiresAt: new Date(now + 3_600_000).toISOString() },
  competitorThreats: competition.rivals.map(({ name }) => ({
    ...{ competitor: name.toLowerCase(), name, p: competition.p, evidence: competition.reasons },
    ...(winLoss && { record: `${winLoss.length} rows` }),
  })),
  ...{ positioningOpportunities: [], pricingRecommendations: [], differentiationPoints: [] },
  competitiveResponses: [],
});

/** Competition for the console's tests: an agent at the door of a seller, a buyer on a portal, and what follows. */
import type {
  AlertView,
  CompetitionView,
  CompetitiveAlert,
  CompetitiveAnalysis,
  PriceEstimate,
} from '../../schemas/competition.ts';
import { alertStep, NO_COMPETITION } from '../made-up-competition.ts';

const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
const DAY = 24 * 60;

/** @param minutes until somebody should have seen it */
export const openAlert = (minutes: number, more: Partial<AlertView> = {}): AlertView => ({
  ...{ id: 'alert:7', level: 'critical', cause: 'mention', at: inMinutes(-1) },
  text: 'Walter Osei: Says it is with Oakline Realty: “we signed with them”',
  ...{ status: 'open', dueAt: inMinutes(minutes), raised: 0 },
  ...more,
});

export const ESTIMATE: PriceEstimate = {
  ...{ area: 'Riverside', price: 612_000, low: 571_000, high: 655_000, level: 0.8, method: 'hedonic' },
  comparables: [
    { listing: '22 Quay St', price: 598_000, beds: 3, baths: 2, status: 'closed', at: 0, similarity: 0.94 },
    { listing: '9 Ferry Ln', price: 634_000, beds: 3, baths: 2.5, status: 'active', at: 0, similarity: 0.88 },
    { listing: '140 Mill Rd', price: 549_000, beds: 2, baths: 2, status: 'closed', at: 0, similarity: 0.71 },
  ].map((one, i) => ({ ...one, at: Date.now() - (i * 11 + 3) * 86_400_000 })),
};

/** A seller who compares agents, as its latest insight tells. */
export const compared = (more: Partial<CompetitionView> = {}): CompetitionView => ({
  ...{ level: 'critical', p: 0.41, valueAtRisk: 7300 },
  reasons: [
    { text: 'Compares us with Oakline Realty on commission', source: 'walt-3', at: inMinutes(-12) },
    { text: 'Waits for our answer longer than is usual', source: 'threat 2', at: inMinutes(-3) },
  ],
  rivals: [
    {
      ...{ competitor: 'oakline', kind: 'brokerage', name: 'Oakline Realty', stance: 'comparing' },
      ...{ switching: 0.46, mentions: 2, lastAt: inMinutes(-12), source: 'walt-3' },
      quote: 'Another agent said 2% commission. Can you match that?',
    },
    {
      ...{ kind: 'portal', name: 'Zillow', stance: 'neutral', switching: 0.02, mentions: 1 },
      ...{ lastAt: inMinutes(-2 * DAY), quote: 'my zestimate says 640', source: 'walt-1' },
    },
  ],
  signals: [
    {
      ...{ id: 's-1', monitor: 'contact', kind: 'mention', source: 'walt-3', at: inMinutes(-12) },
      ...{ text: 'Is comparing us with Oakline Realty', expiresAt: inMinutes(14 * DAY) },
    },
    {
      ...{ id: 's-2', monitor: 'pricing', kind: 'rival_price_cut', source: 'main/listing/9 Ferry Ln' },
      text: '9 Ferry Ln, a home like its own, fell from $659,000 to $634,000 (3.8%).',
      ...{ at: inMinutes(-3 * 60), expiresAt: inMinutes(21 * DAY) },
    },
    {
      ...{ id: 's-3', monitor: 'shift', kind: 'inventory_shift', source: 'main/area/Riverside' },
      text: 'Riverside: homes for sale up 18%, 3.4 times its usual weekly move.',
      ...{ at: inMinutes(-2 * DAY), expiresAt: inMinutes(-5) },
    },
  ],
  alert: openAlert(14),
  pricing: ESTIMATE,
  ...more,
});

/** A buyer that a portal shows homes to: worth an eye, no alert. */
export const watched = (): CompetitionView => ({
  ...{ ...NO_COMPETITION, level: 'watch', p: 0.08, valueAtRisk: 900 },
  reasons: [{ text: 'Looks at homes on a portal', source: 'tom-1', at: inMinutes(-90) }],
  signals: [
    {
      ...{ id: 's-9', monitor: 'contact', kind: 'portal_activity', source: 'tom-1', at: inMinutes(-90) },
      ...{ text: 'Looked at homes on zillow.com.', expiresAt: inMinutes(7 * DAY) },
    },
  ],
});

/** One step of the alert of {@link compared}. @param seq of the lead's insight that comes with it */
export function stepOf(lead: string, seq: number, more: Partial<CompetitiveAlert> = {}): CompetitiveAlert {
  const { alert, reasons, p, valueAtRisk } = compared();
  const { id, text, dueAt } = alert!;
  return alertStep({ lead, seq, id, text, dueAt, reasons, p, valueAtRisk, ...more });
}

/** @param minutes until its facts expire */
export const analysisOf = (lead: string, minutes: number): CompetitiveAnalysis => {
  const claim = (text: string, source: string) => ({ text, source, at: inMinutes(-30) });
  return {
    ...{ tenant: 'main', lead, at: inMinutes(-30), expiresAt: inMinutes(minutes) },
    competitorThreats: [
      {
        ...{ competitor: 'oakline', name: 'Oakline Realty', p: 0.41 },
        evidence: [claim('“Another agent said 2% commission. Can you match that?”', 'walt-3')],
        record: '14 won and 9 lost against it.',
      },
    ],
    positioningOpportunities: [claim('A home like theirs left the market unsold', 'main/listing/4 Weir Ct')],
    pricingRecommendations: [
      claim('Homes like it put it at $612,000', 'hedonic estimate of 3 homes in Riverside'),
    ],
    pricing: ESTIMATE,
    differentiationPoints: [claim('It has heard from us, last by sms', 'd-5')],
    competitiveResponses: [claim('Offer a price range from comparable sales', 'alert:7')],
  };
};

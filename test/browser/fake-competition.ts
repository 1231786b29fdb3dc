/** Competition as a gateway would answer it, and what the console asked of it. Made up. */
import type { CompetitiveAnalysis } from '../../schemas/competition.ts';
import type {
  Alerts,
  Competitors,
  MarketSeries,
  Markets,
  WinLossTable,
} from '../../schemas/competition-answers.ts';
import type { FakeLead } from './fake-leads.ts';
import { analysisOf } from './made-up-competition.ts';

type Answer = [status: number, body: unknown];

export interface FakeCompetition {
  /** Every POST, oldest first. */
  acts: { path: string; body: unknown }[];
  /** Fails the next request in these words. */
  failNext: { status: number; message: string; fix: string } | undefined;
  markets: Markets;
  series: MarketSeries;
  winLoss: WinLossTable;
  competitors: Competitors;
  analysis(lead: string): CompetitiveAnalysis;
  /** Alerts that the gateway leaves out of its list. */
  more: number;
  /** What a topic of alerts begins with. */
  alerts(agent: string | undefined): Alerts;
  /** Undefined where the path is none of this. */
  answer(method: string, path: string, body: unknown): Answer | undefined;
}

export function createFakeCompetition(leads: Map<string, FakeLead>): FakeCompetition {
  const fake: FakeCompetition = {
    acts: [],
    ...{ failNext: undefined, more: 0 },
    ...{ markets: MARKETS, series: SERIES, winLoss: WIN_LOSS, competitors: COMPETITORS },
    analysis: (lead) => analysisOf(lead, 26 * 60),
    alerts(agent) {
      const alerts = [...leads.values()].flatMap((one) => {
        const { lead, seq, contact, profile, forecast, competition } = one.full();
        const { alert, p, valueAtRisk, level, reasons, rivals } = competition;
        if (!alert || (agent !== undefined && contact.agent !== agent)) return [];
        const { name } = contact;
        return {
          ...{ lead, seq, ...(name && { name }), segment: profile.primaryMicrosegment },
          ...{ pConvert: forecast.pConvert, alert, p, valueAtRisk, level, reasons, rivals },
        };
      });
      return { alerts, total: alerts.length + fake.more, more: fake.more };
    },
    answer(method, path, body) {
      const [what, id, part, ...rest] = path.slice('/v1/'.length).split('/').map(decodeURIComponent);
      const mine = MINE.has(what!) || (what === 'leads' && (part === 'competition' || part === 'alerts'));
      if (!mine) return undefined;
      const { failNext } = fake;
      fake.failNext = undefined;
      if (failNext) return [failNext.status, { error: { code: 'unavailable', ...failNext } }];
      if (method === 'POST') return post([what, id, part, ...rest].join('/'), body as { name: string });
      if (what === 'markets') return [200, id === undefined ? fake.markets : seriesOf(id)];
      if (what === 'win-loss') return [200, fake.winLoss];
      if (what === 'competitors') return [200, fake.competitors];
      const error = { code: 'not_found', message: 'No such lead', fix: 'Check the id' };
      return leads.has(id!) ? [200, fake.analysis(id!)] : [404, { error }];
    },
  };

  const seriesOf = (area: string): MarketSeries =>
    area === fake.series.area ? fake.series : { ...NO_SERIES, area };

  function post(path: string, body: { name: string }): Answer {
    fake.acts.push({ path, body });
    if (!path.startsWith('competitors/')) return [202, { accepted: 1, ids: ['a'] }];
    const proposed = fake.competitors.proposed.filter(({ name }) => name !== body.name);
    fake.competitors = { ...fake.competitors, proposed };
    return [200, fake.competitors];
  }

  return fake;
}

const MINE: ReadonlySet<string> = new Set(['markets', 'win-loss', 'competitors']);
const DAY_MS = 86_400_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();
const WEEKS = 26;
const mondayAgo = (weeks: number): string => {
  const since = (new Date().getUTCDay() + 6) % 7;
  return daysAgo(since + weeks * 7).slice(0, 10);
};

const NO_SERIES = { index: [], shifts: [], statuses: [], listings: [], moves: [] };

const MARKETS: Markets = {
  areas: [
    {
      ...{ area: 'Maple Heights', at: daysAgo(4), medianPrice: 612_000, inventory: 184, daysOnMarket: 21.4 },
      ...{ mortgageRate: 6.18, touched: 64 },
    },
    {
      ...{ area: 'Old Mill / North', at: daysAgo(4), medianPrice: 449_500, inventory: 61, daysOnMarket: 33 },
      ...{ mortgageRate: 6.18, touched: 1 },
    },
    {
      ...{ area: 'Riverside', at: daysAgo(11), medianPrice: 587_000, inventory: null, daysOnMarket: 28 },
      ...{ mortgageRate: null, touched: 23 },
    },
  ],
};

/** Half a year that drifts, with a jump of inventory five weeks ago. */
const SERIES: MarketSeries = {
  area: 'Riverside',
  index: Array.from({ length: WEEKS }, (_, i) => ({
    week: mondayAgo(WEEKS - 1 - i),
    medianPrice: 572_000 + i * 600 + ((i * 37) % 11) * 900,
    inventory: i === 8 ? null : 120 + ((i * 53) % 17) + (i > 20 ? 34 : 0),
    daysOnMarket: 31 - i * 0.2 + ((i * 29) % 7) * 0.4,
    mortgageRate: 6.81 - i * 0.02,
  })),
  shifts: [
    {
      ...{ at: daysAgo(32), kind: 'inventory_shift', leads: 23 },
      text: 'Riverside: homes for sale up 27%, 3.4 times its usual weekly move.',
    },
  ],
  statuses: [
    { status: 'active', listings: 41, medianPrice: 594_000, medianDays: 24 },
    { status: 'pending', listings: 12, medianPrice: 571_000, medianDays: 17 },
    { status: 'expired', listings: 3, medianPrice: 702_000, medianDays: null },
  ],
  listings: [
    {
      ...{ listing: '9 Ferry Ln', at: daysAgo(0.2), change: 'price', status: 'active' },
      ...{ price: 634_000, previousPrice: 659_000, leads: 7 },
    },
    {
      ...{ listing: '22 Quay St', at: daysAgo(3), change: 'status', status: 'pending' },
      ...{ price: 598_000, previousPrice: 598_000, leads: 4 },
    },
    {
      ...{ listing: '4 Weir Ct', at: daysAgo(6), change: 'expired', status: 'expired' },
      ...{ price: 702_000, previousPrice: null, leads: 1 },
    },
    {
      ...{ listing: '31 Towpath', at: daysAgo(9), change: 'price', status: 'active' },
      ...{ price: 515_000, previousPrice: 499_000, leads: 0 },
    },
  ],
  moves: [
    { at: daysAgo(5), agent: 'oakline-amy', change: 'listing_taken', listing: '77 Lock Rd' },
    { at: daysAgo(40), agent: 'oakline-amy', change: 'open_house', listing: '9 Ferry Ln' },
    { at: daysAgo(75), agent: 'harbor-ben', change: 'campaign', listing: '' },
  ],
};

const unknown = { rate: null, low: null, high: null };
const WIN_LOSS: WinLossTable = {
  rateFrom: 10,
  rows: [
    { competitor: 'zillow', area: '', won: 3, lost: 2, ...unknown },
    { competitor: 'oakline', area: 'Riverside', won: 4, lost: 3, ...unknown },
    { competitor: 'oakline', area: '', won: 14, lost: 9, rate: 0.609, low: 0.408, high: 0.778 },
    {
      ...{ competitor: 'oakline', area: 'Maple Heights', won: 10, lost: 6 },
      ...{ rate: 0.625, low: 0.386, high: 0.815 },
    },
    { competitor: 'harbor & finch', area: '', won: 0, lost: 1, ...unknown },
  ],
  plays: [
    {
      ...{ level: 'critical', play: 'net_sheet', alerts: 9, leads: 8, sent: 7, answered: 3 },
      ...{ won: 2, lost: 3, open: 4 },
    },
    {
      ...{ level: 'critical', play: '(held out)', alerts: 2, leads: 2, sent: 0, answered: 0 },
      ...{ won: 0, lost: 1, open: 1 },
    },
  ],
};

const COMPETITORS: Competitors = {
  registry: {
    version: 3,
    competitors: [
      { id: 'oakline', kind: 'brokerage', name: 'Oakline Realty', aliases: ['Oakline', 'Oak Line'] },
    ],
    ignored: ['Summit Lending'],
  },
  ...{ changedBy: 'lena', changedAt: daysAgo(12), told: true },
  known: [
    { id: 'zillow', kind: 'portal', name: 'Zillow', aliases: [] },
    { id: 'opendoor', kind: 'ibuyer', name: 'Opendoor', aliases: [] },
  ],
  proposed: [
    { name: 'Harbor & Finch', lastAt: daysAgo(1) },
    { name: 'Zilow', lastAt: daysAgo(4) },
  ],
  mentions: [
    { competitor: 'oakline', mentions: 31, leads: 12, lastAt: daysAgo(0.1) },
    { competitor: 'zillow', mentions: 22, leads: 17, lastAt: daysAgo(0.5) },
    { competitor: 'harbor & finch', mentions: 3, leads: 1, lastAt: daysAgo(1) },
  ],
};

export const NOTHING_DECIDED: WinLossTable = { rateFrom: 10, rows: [], plays: [] };

import { expect, it } from 'vitest';
import { composeAnalysis } from '../../../../processors/compete/compose-analysis.ts';
import type { CompetitiveAnalysis, PriceEstimate } from '../../../../schemas/competition.ts';
import type { WinLoss } from '../../../../schemas/competition-answers.ts';
import { createDesk, PROFILE } from '../nurture/desk.ts';

const DAY = 86_400_000;
const ESTIMATE: PriceEstimate = {
  ...{ listing: '12 Elm St', area: 'Boston', price: 470_000, low: 450_000, high: 490_000, level: 0.8 },
  method: 'nearest',
  comparables: [{ listing: 'b', price: 468_000, at: Date.parse('2026-02-20T00:00:00Z'), similarity: 0.9 }],
};
const row = (more: Partial<WinLoss>): WinLoss => ({
  ...{ competitor: 'pat doe', area: '', won: 12, lost: 8, rate: 0.6, low: 0.4, high: 0.8 },
  ...more,
});

async function told() {
  const desk = createDesk();
  await desk.say('profile', { ...PROFILE, area: 'Boston', budget: 440_000 });
  await desk.say('activity', { activity: 'listing_view', ref: '12 Elm St' });
  await desk.leadSays('[agent|Pat Doe|comparing!]', { id: 'm1' });
  await desk.market({
    source: 'main/listing/12 Elm St',
    listing: { listing: '12 Elm St', change: 'price', price: 480_000, previousPrice: 500_000 },
    ...{ touch: 'viewed', estimate: ESTIMATE },
  });
  await desk.market({ shift: { measure: 'inventory', change: -0.2, z: -3.4 } });
  return desk;
}
const claims = (card: CompetitiveAnalysis) => [
  ...card.competitorThreats.flatMap(({ evidence }) => evidence),
  ...[card.positioningOpportunities, card.pricingRecommendations, card.differentiationPoints].flat(),
  ...card.competitiveResponses,
];

it('says who, with what was said, what was seen, and what to do', async () => {
  const desk = await told();
  const card = composeAnalysis(
    desk.insight(),
    [row({}), row({ area: 'Boston', won: 1, lost: 2 })],
    desk.now(),
  );
  expect(card.competitorThreats).toMatchObject([
    { competitor: 'pat doe', name: 'Pat Doe', record: '12 won and 8 lost against it.' },
  ]);
  expect(card.competitorThreats[0]!.evidence[0]).toMatchObject({ source: 'm1' });
  expect(card.positioningOpportunities.map(({ text }) => text)).toEqual([
    'Boston: homes for sale down 20%, 3.4 times its usual weekly move.',
  ]);
  expect(card.pricingRecommendations.map(({ text }) => text)).toEqual([
    'Homes like it put 12 Elm St at $470,000, $450,000 to $490,000 (80% of homes fall in such a range).',
    '12 Elm St, which it looked at, fell from $500,000 to $480,000 (4%).',
    'Its budget of $440,000 is below that range.',
  ]);
  expect(card.pricing).toEqual(ESTIMATE);
  expect(card.competitiveResponses[0]!.text).toContain('(play: differentiate)');
});

it('every claim has a source and a time, none of them after now', async () => {
  const desk = await told();
  const card = composeAnalysis(desk.insight(), undefined, desk.now());
  const all = claims(card);
  expect(all.length).toBeGreaterThan(5);
  for (const { text, source, at } of all) {
    expect(text).not.toMatch(/undefined|NaN|null/);
    expect(source).not.toBe('');
    expect(Date.parse(at)).toBeLessThanOrEqual(desk.now());
  }
});

it('stands as long as its facts, and drops what is over', async () => {
  const desk = await told();
  const insight = desk.insight();
  const now = composeAnalysis(insight, undefined, desk.now());
  expect(Date.parse(now.expiresAt)).toBe(desk.now() + 7 * DAY);
  const later = composeAnalysis(insight, undefined, desk.now() + 13 * DAY);
  expect(Date.parse(later.expiresAt)).toBe(desk.now() + 14 * DAY);
  const after = composeAnalysis(insight, undefined, desk.now() + 29 * DAY);
  expect(after.positioningOpportunities).toEqual([]);
  expect(after.pricingRecommendations.map(({ text }) => text).join()).not.toContain('fell');
});

it('of a lead of whom nothing is known it says nothing', async () => {
  const desk = createDesk();
  await desk.leadSays('hello');
  const card = composeAnalysis(desk.insight(), [row({})], desk.now());
  expect(claims(card)).toEqual([]);
  expect(card.pricing).toBeUndefined();
});

it('shows wins and losses only where enough were decided', async () => {
  const desk = await told();
  const few = composeAnalysis(desk.insight(), [row({ won: 3, lost: 6, rate: null })], desk.now());
  expect(few.competitorThreats[0]!.record).toBeUndefined();
  const here = composeAnalysis(
    desk.insight(),
    [row({}), row({ area: 'Boston', won: 9, lost: 4 })],
    desk.now(),
  );
  expect(here.competitorThreats[0]!.record).toBe('9 won and 4 lost against it in Boston.');
});

/** Similar leads and patterns as the gateway would tell them; made up. */
import type { Patterns, SimilarLeads } from '../../schemas/similar.ts';
import type { FakeLead } from './fake-leads.ts';

export function similarTo({ lead }: FakeLead, all: readonly FakeLead[]): SimilarLeads {
  const others = all.filter((other) => other.lead !== lead).slice(0, 10);
  const similar = others.map((other, i) => {
    const { contact, profile, status } = other.full();
    const name = contact.name ? { name: contact.name } : {};
    const why = ['behaves the same way', 'same area', 'similar price'].slice(i % 3);
    return {
      ...{ lead: other.lead, ...name, similarity: 0.94 - i * 0.07, segment: profile.primaryMicrosegment },
      ...{ status, why },
    };
  });
  return { similar, among: all.length, complete: true };
}

const did = (cases: number, ...kinds: [kind: string, count: number][]) =>
  kinds.map(([kind, count]) => {
    const share = count / cases;
    return { kind, count, share, low: share * 0.8, high: Math.min(1, share * 1.2) };
  });

export const PATTERNS: Patterns = {
  ...{ asOf: '2026-11-20T10:00:00.000Z', since: '2026-10-01T08:00:00.000Z', leads: 1240, complete: true },
  leastCases: 20,
  nextSteps: [
    {
      ...{ segment: 'first_time_buyer', cases: 212, enough: true },
      did: did(212, ['message', 131], ['listing_view', 98], ['showing_booked', 44], ['silence', 31]),
    },
    {
      ...{ segment: 'rate_watcher', cases: 64, enough: true },
      did: did(64, ['silence', 40], ['message', 20], ['outcome.lost', 3]),
    },
    { segment: 'flipper', cases: 7, enough: false, did: [] },
  ],
  cohorts: {
    recent: { from: '2026-11-12T10:00:00.000Z', to: '2026-11-19T10:00:00.000Z', leads: 140 },
    before: { from: '2026-10-15T10:00:00.000Z', to: '2026-11-12T10:00:00.000Z', leads: 560 },
    enough: true,
    shifts: [
      {
        ...{ segment: 'lease_expiring_renter', recent: 31, before: 48, p: 0.0002 },
        ...{ recentShare: 31 / 140, beforeShare: 48 / 560 },
      },
    ],
  },
  listings: [
    {
      ...{ listing: '418 Alder Ct', segment: 'first_time_buyer', viewers: 46, count: 30, share: 30 / 46 },
      ...{ atLeast: 0.41, tenantShare: 0.17 },
    },
  ],
};

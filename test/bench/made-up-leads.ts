/** Traits of leads for weight: seeded, with the lumps that real ones have (few areas, few segments each). */
import { seededRandom } from '../../models/linear/random.ts';
import type { LeadTraits } from '../../models/similar/lead-vector.ts';
import { SEGMENTS } from '../../schemas/segments.ts';

const AREAS = Array.from({ length: 60 }, (_, i) => `Area ${String.fromCharCode(65 + (i % 26))}${i}`);
const ACTIVITIES = [
  'listing_view',
  'favorite',
  'email_open',
  'showing_booked',
  'showing_attended',
  'offer_made',
];

export function makeUpLeads(count: number, seed: number): LeadTraits[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => makeUpLead(random));
}

export function makeUpLead(random: () => number): LeadTraits {
  // Squared: some are common, most are rare.
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() ** 2 * items.length)]!;
  const area = Math.floor(random() ** 2 * AREAS.length);
  const sure = 0.2 + 0.75 * random();
  const bedtime = random() * 24;
  return {
    segments: [
      { id: pick(SEGMENTS), p: sure },
      { id: pick(SEGMENTS), p: (1 - sure) * 0.6 },
      { id: pick(SEGMENTS), p: (1 - sure) * 0.3 },
    ],
    status: random() < 0.8 ? 'open' : random() < 0.7 ? 'lost' : 'converted',
    pConvert: random() ** 2,
    medianDays: 2 + 200 * random() ** 2,
    ...(random() < 0.9 && { area: AREAS[area]! }),
    ...(random() < 0.7 && { price: 200_000 * (1 + (area % 7) / 2) * Math.exp(0.5 * (random() - 0.5)) }),
    ...(random() < 0.5 && { beds: 1 + Math.floor(4 * random()) }),
    activities: Object.fromEntries(ACTIVITIES.map((id, i) => [id, Math.floor(6 * random() ** (2 + i))])),
    messages: Math.floor(30 * random() ** 3),
    hours: Array.from({ length: 24 }, (_, h) =>
      Math.floor(4 * random() * (Math.abs(h - bedtime) < 5 ? 1 : 0.2)),
    ),
  };
}

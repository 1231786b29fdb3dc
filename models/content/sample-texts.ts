/** Texts as the composer writes them, over all types, segments and channels: for judges to learn what is ordinary. */

import { INTENTS } from '../../schemas/intents.ts';
import { CONTENT_TYPES } from '../../schemas/nurture.ts';
import { SEGMENTS } from '../../schemas/segments.ts';
import { seededRandom } from '../linear/random.ts';
import { compose } from './compose.ts';
import type { ContentRequest } from './request.ts';

const AT = Date.UTC(2026, 4, 4, 15);
const DAY = 86_400_000;
const CHANNELS = ['sms', 'email', 'webchat', 'whatsapp'] as const;
/** One in so many is in Spanish. */
const SPANISH = 8;

/** The same `count` and `seed`: the same texts. Names in them are neutral; there may be fewer than asked for. */
export function sampleTexts(count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const texts = new Set<string>();
  for (let i = 0; i < count; i++) {
    const composed = compose({
      ...{ type: pick(CONTENT_TYPES), strategy: '', channel: pick(CHANNELS), segment: pick(SEGMENTS) },
      language: random() * SPANISH < 1 ? 'es' : 'en',
      asked: { text: '', intents: [pick(INTENTS), pick(INTENTS)] },
      touches: random() < 0.5 ? 0 : 2,
      disclose: random() < 0.5,
      seed: `sample ${i}`,
      ...KNOWN,
    });
    if (composed.ok) texts.add(`${composed.subject}\n${composed.body}`.trim());
  }
  return [...texts];
}

const KNOWN: Omit<
  ContentRequest,
  'type' | 'strategy' | 'channel' | 'segment' | 'language' | 'asked' | 'touches' | 'disclose' | 'seed'
> = {
  lead: { firstName: 'Alex', area: 'Northfield', budget: 450_000 },
  agent: { name: 'Robin Hale' },
  sender: { brokerage: 'Harbor Homes', postalAddress: '1 Pier Road, Boston, MA 02110' },
  market: {
    area: {
      ...{ name: 'Northfield', at: AT - DAY },
      index: { inventory: 143, medianPrice: 412_500, daysOnMarket: 31, mortgageRate: 6.4 },
    },
    listings: [
      {
        listing: '12 Elm St',
        change: 'price',
        price: 439_000,
        previousPrice: 455_000,
        status: 'active',
        at: AT - DAY,
      },
    ],
  },
  listing: '12 Elm St',
  slots: [{ from: AT + 2 * DAY, to: AT + 2 * DAY + 3_600_000 }],
  timezone: 'America/New_York',
  used: [],
  at: AT,
};

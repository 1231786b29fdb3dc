/** The leads the console's tests play with, and their conversations so far. */
import { createFakeLead, type FakeLead, type Happened, type Sketch } from './fake-leads.ts';

const MINUTE_MS = 60_000;
const lead = (text: string, intents: string[] = [], moved: Partial<Sketch> = {}): Happened => ({
  ...{ type: 'message', from: 'lead', channel: 'sms', text, intents, moved },
});
const agent = (text: string): Happened => ({ type: 'message', from: 'agent', channel: 'sms', text });

const sketch = (id: string, name: string, rest: Partial<Sketch>): Sketch => ({
  lead: id,
  contact: { name, area: 'Maple Heights', agent: 'renata', source: 'portal', budget: 640_000 },
  segment: 'first_time_buyer',
  second: 'payment_focused',
  p: 0.31,
  median: 48,
  confidence: 0.58,
  attention: 0.5,
  kind: 'date',
  ...rest,
});

/** In no order of attention. Each conversation is an hour or so long and ends a moment before `now`. */
export function createCast(now: number): FakeLead[] {
  return SCENES.map(([first, happenings], i) => {
    const made = createFakeLead(first);
    const end = now - (i * 4 + 0.2) * MINUTE_MS;
    happenings.forEach((happened, k) => {
      made.happen(happened, end - (happenings.length - 1 - k) * 7 * MINUTE_MS);
    });
    return made;
  });
}

/** Many more, for weight: `count` leads of no great interest, the same ones every time. */
export function createCrowd(count: number, now: number): FakeLead[] {
  return Array.from({ length: count }, (_, i) => {
    const share = ((i * 7919) % 1000) / 1000;
    const rest: Partial<Sketch> = { attention: share * 0.35, p: 0.02 + share * 0.4, kind: 'window' };
    const made = createFakeLead(sketch(`crowd-${i}`, `Lead Number ${i}`, rest));
    made.happen(lead(`Is the one on street ${i} still for sale?`, ['property_inquiry']), now - i * MINUTE_MS);
    return made;
  });
}

const SCENES: [Sketch, Happened[]][] = [
  [
    sketch('tom:b 2', 'Tom Becker', {
      ...{ segment: 'rate_watcher', second: 'slow_burn_planner', attention: 0.18, p: 0.09, median: 110 },
      ...{ kind: 'insufficient', confidence: 0.27 },
    }),
    [lead('just looking around for now, rates are crazy', ['rate_concern', 'timeline_distant'])],
  ],
  [
    sketch('ana-1', 'Ana Morales', { attention: 0.91, p: 0.63, median: 24, confidence: 0.72 }),
    [
      { type: 'activity', activity: 'listing_view', ref: '418 Alder Ct' },
      lead('Hi! Is 418 Alder Ct still available?', ['property_inquiry']),
      agent('Hi Ana, it is. Three beds, two baths, listed on Friday. Would you like to see it?'),
      lead('Yes please, could we come Saturday morning? We are pre-approved up to 640k', [
        ...['viewing_request', 'scheduling', 'financing_status', 'budget_statement'],
      ]),
      { type: 'activity', activity: 'showing_booked', ref: '418 Alder Ct' },
      agent('Saturday 10:30 is yours. Bring the letter and we can move fast if you like it.'),
      lead('Perfect. What are the HOA fees, and how is the commute downtown?', [
        ...['price_question', 'commute_question'],
      ]),
    ],
  ],
  [
    sketch('walt', 'Walter Osei', {
      contact: { name: 'Walter Osei', area: 'Riverside', agent: 'marcus', source: 'referral' },
      ...{ segment: 'urgent_seller', second: 'pricing_maximizer_seller', attention: 0.77, p: 0.48 },
      ...{ median: 36, kind: 'window', confidence: 0.49 },
    }),
    [
      lead('We need to sell before the new job starts in March. What could we list at?', [
        ...['seller_valuation', 'timeline_urgent'],
      ]),
      agent('I can have three comparable sales for you tonight.'),
      lead('Another agent said 2% commission. Can you match that?', [
        ...['commission_question', 'competitor_agent'],
      ]),
    ],
  ],
  [
    sketch('priya', 'Priya Raman', {
      contact: { name: 'Priya Raman', area: 'Old Mill', agent: 'marcus' },
      ...{ segment: 'cash_flow_investor', second: 'multifamily_investor', attention: 0.44, p: 0.22 },
      ...{ median: 75, kind: 'window', confidence: 0.66 },
    }),
    [lead('Send me the rent roll and the cap rate for the fourplex', ['data_request', 'investment_return'])],
  ],
  [
    sketch('lead-00417', '', {
      contact: { area: 'Maple Heights' },
      ...{
        segment: 'ghosting_reengager',
        second: 'night_owl_browser',
        attention: 0.07,
        p: 0.03,
        median: 140,
      },
      ...{ kind: 'insufficient', confidence: 0.19 },
    }),
    [{ type: 'activity', activity: 'email_open' }, { type: 'tick' }],
  ],
];

import { describe, expect, it } from 'vitest';
import { SEGMENTS_BANK } from '../../../../models/content/bank.ts';
import { type Composed, type ContentRequest, compose } from '../../../../models/content/compose.ts';
import { DAY, FULL, HOUR, NOW } from './requests.ts';

type Text = Extract<Composed, { ok: true }>;

function textOf(change: Partial<ContentRequest>): Text {
  const composed = compose({ ...FULL, ...change });
  if (!composed.ok) throw new Error(composed.missing);
  return composed;
}
const missingOf = (change: Partial<ContentRequest>): string | undefined => {
  const composed = compose({ ...FULL, ...change });
  return composed.ok ? undefined : composed.missing;
};
/** Every body of the first `times` touches. */
function bodies(change: Partial<ContentRequest>, times: number): string[] {
  const used: string[] = [];
  return Array.from({ length: times }, () => {
    const { body, variant } = textOf({ ...change, used: [...used] });
    used.push(variant);
    return body;
  });
}
const asking = (...intents: string[]) => ({ type: 'answer' as const, asked: { text: '', intents } });
const withListing = (change: Partial<ContentRequest['market']['listings'][number]>) => ({
  market: { ...FULL.market, listings: [{ ...FULL.market.listings[0]!, ...change }] },
});
const stale = { ...FULL.market, area: { ...FULL.market.area!, at: NOW - 60 * DAY } };

describe('what is missing', () => {
  it.each([
    ['asked', { type: 'answer', asked: undefined }],
    ['asked.intents', { ...asking('price_question', 'opt_out') }],
    ['asked.intents', { type: 'check_in', asked: { text: '', intents: ['opt_out'] } }],
    ['market.area', { type: 'market_update', market: { listings: [] } }],
    ['market.area', { type: 'market_update', market: stale }],
    ['market.listings', { type: 'listing_match', market: { listings: [] } }],
    ['market.listings', { type: 'listing_match', lead: { budget: 300_000 } }],
    ['market.listings', { type: 'price_alert', ...withListing({ previousPrice: 439_000 }) }],
    ['market.listings', { type: 'price_alert', ...withListing({ status: 'pending' }) }],
    ['listing', { type: 'showing_invite', ...withListing({ status: 'Closed' }) }],
    ['lead.side', { type: 'showing_invite', lead: { side: 'seller' } }],
    ['lead.side', { type: 'valuation', lead: { side: 'buyer' } }],
    ['sender.postalAddress', { channel: 'email', sender: { brokerage: 'Oak' } }],
    ['sender.brokerage', { sender: { brokerage: ' ' } }],
    ['sender', { sender: { brokerage: `${'Long '.repeat(70)}Realty` }, touches: 0 }],
  ] as [string, Partial<ContentRequest>][])('is named: %s', (field, change) => {
    expect(missingOf(change)).toMatch(new RegExp(`^${field}: `));
  });

  it('is no postal address where the mail answers the lead', () => {
    expect(missingOf({ ...asking('price_question'), channel: 'email', sender: { brokerage: 'Oak' } })).toBe(
      undefined,
    );
  });
});

describe('an answer', () => {
  it('gives the price on record, with its day', () => {
    const { body, facts } = textOf(asking('price_question'));
    expect(body).toContain('$439,000');
    expect(facts).toEqual([
      { text: '12 Elm St: asking price $439,000', source: 'listing 12 Elm St', at: NOW - DAY },
    ]);
  });

  it('makes no price up', () => {
    const unknown = { ...asking('price_question'), listing: '99 Pine Ct' };
    for (const body of bodies(unknown, 20)) expect(body).toMatch(/confirm|check/);
  });

  it('tells that a home is gone before anything else', () => {
    const gone = { ...asking('price_question'), ...withListing({ status: 'Pending' }) };
    for (const body of bodies(gone, 10)) expect(body).toContain('under contract');
  });

  it('offers the free times, and not the same ones twice', () => {
    const { body } = textOf(asking('viewing_request', 'scheduling'));
    expect(body.split('Wednesday, May 6 at 2:00 PM or Thursday, May 7 at 1:00 PM').length).toBe(2);
  });

  it('answers two things by text and three by mail', () => {
    const asked = asking('school_question', 'commute_question', 'rate_concern');
    const sms = textOf(asked).body;
    const mail = textOf({ ...asked, channel: 'email' }).body;
    const topics = (text: string) =>
      [/school/i, /travel|transit/i, /rate[s ]/i].filter((topic) => topic.test(text));
    expect(topics(sms).length).toBe(2);
    expect(topics(mail).length).toBe(3);
  });

  it('refers schools to official sources, and rates none', () => {
    for (const body of bodies(asking('school_question'), 20)) expect(body).toMatch(/district|state/);
  });

  it('does not sell to one who is not interested or unhappy', () => {
    for (const intent of ['not_interested', 'complaint'])
      for (const body of bodies({ ...asking(intent, 'price_question'), channel: 'email' }, 20))
        expect(body).not.toContain('$');
  });

  it('to what nobody understands is a question back, never twice the same', () => {
    const said = bodies(asking(), 12);
    for (const body of said) {
      expect(body).toMatch(/\?/);
      expect(body).not.toContain('$');
    }
    expect(new Set(said).size).toBe(12);
  });

  it('is in the first reply too', () => {
    expect(textOf({ ...asking('price_question'), type: 'first_reply' }).body).toContain('$439,000');
  });
});

describe('times', () => {
  const invite = { ...asking('scheduling') };

  it('are in the zone of the lead', () => {
    expect(textOf({ ...invite, timezone: 'America/Los_Angeles' }).body).toContain('May 6 at 11:00 AM');
    expect(textOf({ ...invite, language: 'es' }).body).toContain('el miércoles 6 de mayo a las 2:00 pm');
  });

  it('have no hour without a zone, and no day where it is not sure', () => {
    const { body } = textOf({ ...invite, timezone: undefined });
    expect(body).toContain('Wednesday, May 6');
    expect(body).not.toMatch(/\d:\d\d/);
    const night = Date.UTC(2026, 4, 7, 5);
    const slots = [{ from: night, to: night + HOUR }];
    expect(textOf({ ...invite, timezone: undefined, slots }).body).toMatch(/check|confirm|see if/);
  });

  it('are not past, not at once, and not far off', () => {
    const slots = [-1, 1, 15 * 24].map((hours) => ({ from: NOW + hours * HOUR, to: NOW + hours * HOUR + 1 }));
    expect(textOf({ ...invite, slots }).facts).toEqual([]);
  });

  it('of a confirmation are those booked, never free ones', () => {
    const confirmation = { type: 'showing_confirmation' as const };
    for (const body of bodies(confirmation, 10)) expect(body).toContain('Wednesday, May 6 at 2:00 PM');
    const { booked: _, ...unbooked } = FULL;
    const composed = compose({ ...unbooked, ...confirmation }) as Text;
    expect(composed.body).not.toContain('May');
  });
});

describe('who and what is named', () => {
  it.each([
    ['JOSÉ', 'Hi José, '],
    ["o'neil smith", "Hi O'neil, "],
    ['MacLeod', 'Hi MacLeod, '],
    ['{agent}', 'Hi Agent, '],
    ['Win$$$', 'Hello, '],
    ['null', 'Hello, '],
    ['x', 'Hello, '],
  ])('the lead %s: %s', (firstName, hello) => {
    expect(textOf({ lead: { firstName } }).body.startsWith(hello)).toBe(true);
  });

  it('no web address comes in as an area', () => {
    const lead = { area: 'win.example.com' };
    expect(bodies({ lead, market: { listings: [] } }, 30).join()).not.toContain('win.');
  });

  it('a listing by its address, as the one on the list, or by its id', () => {
    const one = (listing: string) => ({ ...withListing({ listing }), type: 'price_alert' as const });
    expect(textOf(one('12 Elm St')).body).toContain('12 Elm St');
    expect(textOf({ ...one('88231'), listing: '88231' }).body).toMatch(/the property on your list/i);
    expect(textOf({ ...one('88231'), listing: undefined }).body).toMatch(/listing 88231/i);
  });
});

describe('the way a lead decides', () => {
  it('picks the first words', () => {
    const first = (segment: ContentRequest['segment']) => textOf({ type: 'market_update', segment }).body;
    expect(first('analytical_researcher')).toMatch(/median price \$412,500, 143 homes for sale, 24 days/);
    expect(first('delegator')).toContain('In short:');
    expect(first('skeptic_verifier')).toContain('The Clintonvale index of May 2');
  });

  it('is overruled by a strategy that names another', () => {
    expect(textOf({ type: 'market_update', strategy: 'sources' }).body).toContain(
      'The Clintonvale index of May 2',
    );
    expect(textOf({ type: 'market_update', strategy: 'unheard of' }).body).toContain('24 days');
  });

  it('picks what is offered, by its own side only', () => {
    const offered = (change: Partial<ContentRequest>) => textOf({ channel: 'email', ...change }).body;
    const fits = (body: string, segment: keyof typeof SEGMENTS_BANK) =>
      SEGMENTS_BANK[segment].offers.some(({ en }) => body.includes(en));
    expect(fits(offered({ segment: 'first_time_buyer' }), 'first_time_buyer')).toBe(true);
    const lead = { side: 'seller' as const };
    expect(fits(offered({ segment: 'first_time_buyer', lead }), 'first_time_buyer')).toBe(false);
  });
});

describe('again', () => {
  it('a lead is shown another listing first', () => {
    const another = { ...FULL.market.listings[1]!, listing: '7 Fern Way', at: NOW - 3 * DAY };
    const market = { ...FULL.market, listings: [...FULL.market.listings, another] };
    const [first, second] = bodies({ type: 'listing_match', market }, 2);
    expect(first).toContain('418 Alder Ct');
    expect(second).toContain('7 Fern Way');
  });

  it('opener, core and call to action all change while there are others', () => {
    const variants: string[] = [];
    for (let touch = 0; touch < 5; touch++) variants.push(textOf({ used: [...variants] }).variant);
    const parts = variants.map((variant) => variant.split(':')[1]!.split('.'));
    for (const part of [0, 1, 2]) expect(new Set(parts.map((ids) => ids[part])).size).toBe(5);
  });

  it('another seed draws another text', () => {
    const seeds = Array.from({ length: 12 }, (_, seed) => textOf({ seed: String(seed) }).body);
    expect(new Set(seeds).size).toBeGreaterThan(6);
  });
});

describe('a call sheet', () => {
  it('has the agent told who, what is known and how to speak', () => {
    const { body, subject } = textOf({ type: 'market_update', channel: 'call' });
    expect(subject).toBe('');
    expect(body).toContain('- Who: Maria, Clintonvale, budget $460,000');
    expect(body).toContain('- Fact: Clintonvale: median price $412,500 (May 2)');
    expect(body).toContain('- Tone: Lead with figures');
    expect(body).not.toContain('STOP');
  });
});

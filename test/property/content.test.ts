/** Invariants of the composer, over random requests: it states what is known, and says who writes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Composed, type ContentRequest, compose } from '../../models/content/compose.ts';
import { ungrounded } from '../../models/content/grounding.ts';
import { CONTENT_TYPES } from '../../schemas/nurture.ts';
import { SEGMENTS } from '../../schemas/segments.ts';
import { anyRequest, CHANNELS, FULL, richRequest } from '../unit/models/content/requests.ts';

type Text = Extract<Composed, { ok: true }>;
const RUNS = { numRuns: 400 };

/** Runs the check on every text that came of a request; how many there were. */
function onTexts(
  requests: fc.Arbitrary<ContentRequest>,
  check: (text: Text, request: ContentRequest) => void,
): number {
  let texts = 0;
  fc.assert(
    fc.property(requests, (request) => {
      const composed = compose(request);
      if (!composed.ok) {
        expect(composed.missing).toMatch(/^[\w.]+: \S/);
        return;
      }
      texts++;
      check(composed, request);
    }),
    RUNS,
  );
  return texts;
}

const EITHER = fc.oneof(anyRequest, richRequest);
const whole = ({ subject, body }: Text): string => `${subject}\n${body}`;
const isShort = ({ channel }: ContentRequest): boolean =>
  channel === 'sms' || channel === 'whatsapp' || channel === 'webchat';

describe('any request', () => {
  it('gives a text or the field that is missing', () => {
    expect(onTexts(EITHER, () => {})).toBeGreaterThan(100);
  });

  it('gives the same again', () => {
    onTexts(EITHER, (text, request) => expect(compose(structuredClone(request))).toEqual(text));
  });

  it('states nothing that is not known', () => {
    onTexts(EITHER, (text, request) => expect(ungrounded(whole(text), request), whole(text)).toEqual([]));
  });

  it('leaves no slot open', () => {
    onTexts(EITHER, (text, request) => {
      expect(whole(text)).not.toMatch(/[{}]|undefined|NaN|null/);
      expect(text.body).not.toMatch(/ {2}|[.?!]{2}| [.,;:?!]|\n{3}/);
      expect(text.body).toContain(text.callToAction);
      expect(text.body.trim()).toBe(text.body);
      if (isShort(request)) expect(text.body).not.toContain('\n');
    });
  });

  it('is in one language', () => {
    const english = /(?<!\p{L})(?:the|and|you|your|we|with|for|is|are|or|on|at|of)(?!\p{L})/iu;
    const spanish = /(?<!\p{L})(?:el|la|de|para|su|con|usted|es|por)(?!\p{L})/iu;
    onTexts(richRequest, (text, { language }) => {
      expect(whole(text)).not.toMatch(language === 'es' ? english : spanish);
    });
  });

  it('keeps to the length of its channel', () => {
    const most = { sms: 320, whatsapp: 320, webchat: 400 } as Record<string, number>;
    onTexts(EITHER, (text, { channel }) => {
      expect(text.body.length).toBeLessThanOrEqual(most[channel] ?? 2000);
      expect(text.subject === '').toBe(channel !== 'email');
    });
  });

  it('says who writes, and how to stop', () => {
    onTexts(richRequest, (text, request) => {
      const { channel, touches, disclose } = request;
      const first = touches === 0;
      const named = channel === 'email' || (first && isShort(request));
      if (named) {
        expect(text.body).toContain('Oak & Elm Realty');
        expect(text.body).toContain('Ana Ruiz');
      }
      if (disclose && (named || isShort(request))) expect(text.body).toMatch(/automated|automático/);
      if (channel === 'email') expect(text.body).toContain('10 Main St, Columbus, OH 43004');
      const stops = channel === 'email' || (first && (channel === 'sms' || channel === 'whatsapp'));
      expect(/STOP/.test(text.body)).toBe(stops);
    });
  });

  it('repeats nothing of what the lead typed', () => {
    const typed = 'Zzyzx quondam';
    const asking = richRequest.map((request) => ({
      ...request,
      asked: { text: typed, intents: request.asked!.intents },
    }));
    onTexts(asking, (text) => expect(whole(text)).not.toContain('Zzyzx'));
  });
});

describe('a lead that is written to again and again', () => {
  const grow = (request: ContentRequest, times: number): Text[] => {
    const used: string[] = [];
    return Array.from({ length: times }, (_, touch) => {
      const text = compose({ ...request, used: [...used], touches: touch + 1 }) as Text;
      expect(text.ok, JSON.stringify(text)).toBe(true);
      used.push(text.variant);
      return text;
    });
  };
  const every = CONTENT_TYPES.flatMap((type) => CHANNELS.map((channel) => [type, channel] as const));
  const side = (type: string) => (type === 'valuation' ? { side: 'seller' as const } : {});

  it.each(every)('reads no text twice in 45: %s by %s', (type, channel) => {
    for (const language of ['en', 'es'] as const) {
      const lead = { ...FULL.lead, ...side(type) };
      const texts = grow({ ...FULL, type, channel, language, lead }, 45);
      expect(new Set(texts.map(({ body }) => body)).size).toBe(45);
    }
  });

  it.each(CONTENT_TYPES)('nor where almost nothing is known: %s', (type) => {
    const market =
      type === 'market_update' || type === 'listing_match' || type === 'price_alert'
        ? FULL.market
        : { listings: [] };
    const known = type === 'showing_confirmation' ? { listing: '12 Elm St' } : { listing: undefined };
    const { booked: _, ...unbooked } = FULL;
    const bare = {
      ...unbooked,
      ...known,
      market,
      lead: side(type),
      agent: {},
      slots: [],
      segment: undefined,
    };
    for (const channel of ['sms', 'email'] as const) {
      const texts = grow({ ...bare, type, channel, asked: { text: '', intents: ['school_question'] } }, 40);
      expect(new Set(texts.map(({ body }) => body)).size).toBe(40);
    }
  });

  it('nor in 30 touches of any request', () => {
    fc.assert(
      fc.property(richRequest, (request) => {
        if (!compose(request).ok) return;
        expect(new Set(grow(request, 30).map(({ body }) => body)).size).toBe(30);
      }),
      { numRuns: 15 },
    );
  });
});

describe('every segment', () => {
  it.each(SEGMENTS)('%s is written to in every type, or told what is missing', (segment) => {
    for (const type of CONTENT_TYPES)
      for (const channel of CHANNELS) {
        const composed = compose({ ...FULL, type, channel, segment });
        // The full request lacks nothing but the right side.
        if (!composed.ok) expect(composed.missing).toMatch(/^lead\.side: /);
      }
  });
});

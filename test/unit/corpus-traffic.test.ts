/** The demo's traffic: the same for a seed, in order for each lead, never from the future, never at an end. */
import { describe, expect, it } from 'vitest';
import { readConversations } from '../../models/corpus/read-corpus.ts';
import { corpusTraffic, createRandom } from '../../pipelines/corpus-traffic.ts';
import { createMarketNews } from '../../pipelines/market-news.ts';
import { receiveMarketEvent } from '../../processors/receive-market-event.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const transcripts = readConversations().slice(0, 40);
const options = { transcripts, seed: 7, run: 'a', concurrent: 10, now: () => NOW };

function take(count: number, from: Generator<LeadEvent>): LeadEvent[] {
  return Array.from({ length: count }, () => from.next().value as LeadEvent);
}
const COUNT = 2000;
const events = take(COUNT, corpusTraffic(options));

describe('corpusTraffic', () => {
  it('gives the same for a seed, and another order for another', () => {
    expect(take(COUNT, corpusTraffic(options))).toEqual(events);
    expect(take(20, corpusTraffic({ ...options, seed: 8 }))).not.toEqual(events.slice(0, 20));
  });

  it('keeps each lead’s order, and never speaks from the future', () => {
    const last = new Map<string, number>();
    for (const { lead, at } of events) {
      const time = Date.parse(String(at));
      expect(time).toBeGreaterThanOrEqual(last.get(lead) ?? 0);
      expect(time).toBeLessThanOrEqual(NOW);
      last.set(lead, time);
    }
  });

  it('plays conversations side by side, from their beginning', () => {
    const first = new Map(events.map((event) => [event.lead, event] as const).reverse());
    expect(new Set(events.slice(0, 50).map(({ lead }) => lead)).size).toBeGreaterThan(8);
    expect([...first.values()].every(({ type }) => type === 'profile')).toBe(true);
  });

  it('goes on with fresh leads when the corpus is through', () => {
    expect(new Set(events.map(({ lead }) => lead)).size).toBeGreaterThan(transcripts.length);
    expect(new Set(events.map(({ id }) => id)).size).toBe(COUNT);
    const another = take(COUNT, corpusTraffic({ ...options, run: 'b' }));
    const mine = new Set(events.map(({ lead }) => lead));
    expect(another.filter(({ lead }) => mine.has(lead))).toEqual([]);
  });
});

describe('createMarketNews', () => {
  it('makes valid events, most of them about what leads looked at', () => {
    const news = createMarketNews(createRandom(1));
    for (const event of events) news.heard(event);
    const made = Array.from({ length: 300 }, (_, n) => news.next(NOW + n));
    expect(made.map((event) => receiveMarketEvent(event, NOW)).filter(({ ok }) => !ok)).toEqual([]);
    const seen = new Set(
      events.flatMap((event) => (event.type === 'activity' && event.ref ? [event.ref] : [])),
    );
    const listings = made.flatMap((event) => (event.type === 'listing' ? [event.listing] : []));
    expect(listings.length).toBeGreaterThan(100);
    expect(listings.every((listing) => seen.has(listing))).toBe(true);
    expect(new Set(made.map(({ type }) => type)).size).toBe(3);
    expect(new Set(made.map(({ id }) => id)).size).toBe(300);
  });

  it('has news before anybody has looked at anything', () => {
    const news = createMarketNews(createRandom(1));
    expect(Array.from({ length: 50 }, () => news.next(NOW).type)).not.toContain('listing');
  });
});

/** Transcripts to LeadEvents: the same every time, valid, in order, and without what labels them. */
import { describe, expect, it } from 'vitest';
import { readConversations } from '../../models/corpus/read-corpus.ts';
import { convertConversation, readTranscript } from '../../pipelines/convert.ts';
import { receiveLeadEvent } from '../../processors/receive-lead-event.ts';
import { INTENTS } from '../../schemas/intents.ts';
import { SEGMENTS } from '../../schemas/segments.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-25T12:00:00Z');
const conversations = readConversations();
const converted = conversations.map((conversation) => convertConversation(conversation));
const at = (event: { at: string | number }) => Date.parse(String(event.at));

describe('convertConversation', () => {
  it('gives the same events every time', () => {
    expect(conversations.map((conversation) => convertConversation(conversation))).toEqual(converted);
  });

  it('gives events that intake accepts', () => {
    const refused = converted
      .flat()
      .map((event) => receiveLeadEvent(event, NOW))
      .filter(({ ok }) => !ok);
    expect(refused).toEqual([]);
  });

  it('says everything that happened, in order, with one id each', () => {
    converted.forEach((events, i) => {
      const { events: happened, outcome } = conversations[i]!;
      expect(events.map(({ type }) => type)).toEqual([
        'profile',
        ...happened.map(({ type }) => type),
        ...(outcome.result === 'open' ? [] : ['outcome']),
      ]);
      expect(events.map(at)).toEqual(events.map(at).sort((a, b) => a - b));
    });
    const ids = converted.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(converted.flat().map(({ lead }) => lead)).size).toBe(conversations.length);
  });

  it('leaves the labels behind', () => {
    const labels = new Set<string>([...SEGMENTS, ...INTENTS]);
    const leaks = converted.flatMap((events, i) =>
      events.flatMap((event) => {
        const { text: _, ref: __, ...rest } = event as typeof event & { text?: string; ref?: string };
        const written = JSON.stringify(rest);
        const { lead, segment } = conversations[i]!;
        const labelled = Object.values(rest).some((value) => labels.has(String(value)));
        return labelled || 'intents' in rest || written.includes(lead) || written.includes(segment)
          ? [rest]
          : [];
      }),
    );
    expect(leaks).toEqual([]);
  });

  it('makes other leads with another salt, saying the same', () => {
    const first = conversations[0]!;
    const [one, two] = [convertConversation(first), convertConversation(first, { salt: '2' })];
    expect(two[0]!.lead).not.toBe(one[0]!.lead);
    const said = (events: typeof one) =>
      events.flatMap((event) => (event.type === 'message' ? [event.text] : []));
    expect(said(two)).toEqual(said(one));
  });

  it('moves a conversation by whole days, to end within the last one', () => {
    for (const conversation of conversations) {
      const [before, after] = [
        convertConversation(conversation),
        convertConversation(conversation, { endsBy: NOW }),
      ];
      const end = at(after.at(-1)!);
      expect(end).toBeLessThanOrEqual(NOW);
      expect(end).toBeGreaterThan(NOW - DAY);
      const moves = new Set(after.map((event, i) => at(event) - at(before[i]!)));
      expect(moves.size).toBe(1);
      expect([...moves][0]! % DAY).toBe(0);
    }
  });
});

describe('readTranscript', () => {
  const good = {
    lead: 'a',
    start: '2025-02-11T09:00:00-05:00',
    events: [{ at: 0, type: 'activity', activity: 'listing_view' }],
  };
  it('takes the least there must be', () => expect(readTranscript(good)).toBe(good));
  it.each([
    ['no JSON', undefined, '(root)'],
    ['no events', { ...good, events: [] }, 'events'],
    ['no lead', { ...good, lead: undefined }, 'lead'],
    ['a start that is no time', { ...good, start: 'yesterday' }, 'start'],
    ['an unknown outcome', { ...good, outcome: { result: 'won', day: 1 } }, 'outcome.result'],
  ])('refuses %s, naming the field', (_, transcript, field) => {
    expect(readTranscript(transcript)).toMatchObject({ field, fix: expect.any(String) });
  });
});

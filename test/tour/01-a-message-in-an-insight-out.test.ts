/**
 * The manual, in order, executable. Begin here.
 *
 * Doorstep's main path is one pure function. What a lead says goes in as a LeadEvent; what an agent should know of
 * it comes out as a StreamingInsight. No Redis is needed to see that: a flow takes states and events, and gives
 * states and outputs. (The judges here are fakes that can be predicted by hand: a word that names an intent is
 * that intent. 06 shows the real ones.)
 */
import { expect, it } from 'vitest';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import type { WireInsight } from '../../schemas/insight-wire.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { fakeJudges } from '../unit/processors/fake-judges.ts';

const flow = createLeadsFlow(fakeJudges, { shards: 1 });
const now = Date.parse('2026-03-02T15:00:00Z');

/** An entry of a shard's log: its id begins with the time it got there, which is the only clock of a flow. */
const entry = (event: LeadEvent) => ({
  shard: 0,
  id: `${now}-0`,
  bytes: new TextEncoder().encode(JSON.stringify(event)),
});

const message: LeadEvent = {
  id: 'SM8f2a',
  lead: 'tel:+1 555 0100',
  at: '2026-03-02T09:59:58-05:00',
  type: 'message',
  from: 'lead',
  channel: 'sms',
  text: 'viewing_request for 12 Elm St in Clintonvale',
};

it('An event is decoded: whose it is, and the id that makes a repeat harmless', () => {
  expect(flow.decode(entry(message))).toEqual({
    kind: 'pass',
    value: {
      key: 'main/tel:+1 555 0100',
      id: 'SM8f2a',
      // The tenant is filled in, and time is epoch milliseconds from here on.
      event: { ...message, tenant: 'main', at: Date.parse('2026-03-02T14:59:58Z') },
    },
  });
});

async function work(event: LeadEvent) {
  const decoded = flow.decode(entry(event));
  if (decoded.kind !== 'pass') throw new Error(decoded.reason);
  const { key, event: read } = decoded.value;
  // A wave: one event each of many leads. Here it is one lead's, and there is no state of it yet.
  const wave = [{ shard: 0, entryId: `${now}-0`, receivedAt: now, key, event: read, state: undefined }];
  const [outcome] = await flow.run(wave);
  if (outcome?.kind !== 'pass') throw new Error('it is a good event');
  return outcome.value;
}

it('An insight comes out: what was said, what it means, and what to expect', async () => {
  const { outputs } = await work(message);
  const insight = outputs.find(({ to }) => to === 'insights') as { body: WireInsight };
  expect(insight.body).toMatchObject({
    ...{ tenant: 'main', lead: 'tel:+1 555 0100', seq: 1, event: 'SM8f2a' },
    happening: { type: 'message', from: 'lead', channel: 'sms' },
    intents: [{ id: 'viewing_request', p: 0.9 }],
    entities: [{ kind: 'area', text: 'Clintonvale' }],
    insightDelta: {
      status: 'open',
      messages: 1,
      // One message is not enough for a date, and the forecast says so rather than guess.
      forecast: { kind: 'insufficient', pConvert: 0.1 },
      profile: { confidenceScore: 0.018 },
      nextEvents: [{ kind: 'message', p: 0.41, withinMinutes: 60 }, { kind: 'nothing' }],
    },
  });
});

it('Everything else that is to happen comes out beside it, for one commit to do all or nothing', async () => {
  const { state, outputs } = await work(message);
  // Actions: a draft that answers her, and that nurturing has begun; nothing is sent unless a brokerage lets it.
  const kinds = [...new Set(outputs.map(({ to }) => to))].sort();
  expect(kinds).toEqual(['actions', 'insights', 'outbox', 'roster', 'talk', 'timer']);
  // The state goes where the lead's next event finds it.
  expect(flow.unpack(flow.pack(state))).toEqual(state);
});

/**
 * Bad data is a value, not an exception: it goes to the dead letters with the step, the field and what to do, and
 * the stream moves on. The gateway gives the same answers earlier, because it asks the same function.
 */
import { expect, it } from 'vitest';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { receiveLeadEvent } from '../../processors/receive-lead-event.ts';
import { fakeJudges } from '../unit/processors/fake-judges.ts';
import { NOW } from '../unit/processors/play.ts';

const flow = createLeadsFlow(fakeJudges, { shards: 1 });
const decode = (bytes: Uint8Array) => flow.decode({ shard: 0, id: `${NOW}-0`, bytes });
const message = {
  id: '1',
  lead: 'ana',
  at: NOW,
  type: 'message',
  from: 'lead',
  channel: 'sms',
  text: 'hello',
};

it('What is no event is rejected with a reason its sender can act on', () => {
  const { lead: _, ...nobody } = message;
  expect(decode(new TextEncoder().encode(JSON.stringify(nobody)))).toEqual({
    kind: 'reject',
    step: 'decode',
    reason: 'lead: is missing. Add "lead"',
  });
});

it('Whatever the bytes are, decoding never throws', () => {
  for (const bytes of [[], [0xff], [0x7b], [0x5b, 0x5d], [0x22, 0xed, 0xa0, 0x80, 0x22]]) {
    expect(decode(Uint8Array.from(bytes)).kind).toBe('reject');
  }
});

it('The gateway answers the same before anything is stored', () => {
  expect(receiveLeadEvent({ ...message, at: '2036-03-02T15:00:00Z' }, NOW)).toEqual({
    ok: false,
    problem: {
      field: 'at',
      message: 'is more than 24 hours ahead',
      fix: 'Send when it happened, as RFC 3339 or epoch milliseconds (not seconds)',
    },
  });
});

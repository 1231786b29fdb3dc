import { describe, expect, it } from 'vitest';
import { createDecodeLeadEntry, isPrebakeEntry } from '../../../processors/decode-lead-entry.ts';
import { receiveLeadEvent } from '../../../processors/receive-lead-event.ts';
import { leadKey, shardOf } from '../../../schemas/shards.ts';
import { NOW } from './play.ts';

const SHARDS = 16;
const decode = createDecodeLeadEntry(SHARDS);
const message = { id: 'm1', lead: 'ana', at: NOW, type: 'message', from: 'lead', channel: 'sms', text: 'Hi' };
const without = (field: string) =>
  Object.fromEntries(Object.entries(message).filter(([name]) => name !== field));

function decodeBytes(bytes: Uint8Array, lead = 'ana') {
  return decode({ shard: shardOf(leadKey('main', lead), SHARDS), id: `${NOW}-0`, bytes });
}
const decodeText = (text: string) => decodeBytes(new TextEncoder().encode(text));
const decodeEvent = (event: Record<string, unknown>) =>
  decodeBytes(new TextEncoder().encode(JSON.stringify(event)), String(event.lead ?? 'ana'));

describe('an entry of a lead shard', () => {
  it('becomes the event, its key and its identity', () => {
    expect(decodeEvent(message)).toEqual({
      kind: 'pass',
      value: { key: 'main/ana', id: 'm1', event: { ...message, tenant: 'main' } },
    });
  });

  it('may give its time as RFC 3339 or epoch ms', () => {
    const outcome = decodeEvent({ ...message, at: '2026-03-02T09:00:00-05:00' });
    expect(outcome).toMatchObject({ value: { event: { at: Date.parse('2026-03-02T14:00:00Z') } } });
  });

  it('keeps fields nobody knows', () => {
    expect(decodeEvent({ ...message, crm: { ref: 7 } })).toMatchObject({
      value: { event: { crm: { ref: 7 } } },
    });
  });

  it.each(['tel:+1 555 0100', 'a b c', 'Zoë/7', '::'])('takes a lead named %j', (lead) => {
    expect(decodeEvent({ ...message, lead })).toMatchObject({ kind: 'pass', value: { key: `main/${lead}` } });
  });

  const year = 365.25 * 86_400_000;
  it.each<[string, Record<string, unknown>, RegExp]>([
    ['an unknown type', { ...message, type: 'telepathy' }, /^type: .*Use one of: message, activity/],
    ['a type of the language', { ...message, type: 'constructor' }, /^type: /],
    ['no type', without('type'), /^type: /],
    ['no id', without('id'), /^id: is missing\. Add "id"/],
    ['no text', without('text'), /^text: is missing/],
    ['a wrong type of field', { ...message, text: 7 }, /^text: must be string/],
    ['an unknown channel', { ...message, channel: 'pigeon' }, /^channel: .*Use one of: sms, email/],
    ['a control character in the id', { ...message, id: 'm\u00071' }, /^id: /],
    ['a tenant that is no slug', { ...message, tenant: 'My Brokerage' }, /^tenant: /],
    ['1 MB of text', { ...message, text: 'x'.repeat(1e6) }, /^text: is longer than 16384 bytes/],
    ['few characters that are many bytes', { ...message, text: '🏡'.repeat(4097) }, /^text: is longer than/],
    ['half of a surrogate pair', { ...message, text: 'a\ud83c' }, /^text: holds half of a surrogate pair/],
    ['a time that is none', { ...message, at: 'tomorrow' }, /^at: is not a time/],
    ['a time without a zone', { ...message, at: '2026-03-02T09:00:00' }, /^at: is not a time/],
    ['February 30', { ...message, at: '2026-02-30T09:00:00Z' }, /^at: is not a time/],
    ['ten years ahead', { ...message, at: NOW + 10 * year }, /^at: is more than 24 hours ahead/],
    ['ten years ago', { ...message, at: NOW - 10 * year }, /^at: is more than 5 years ago/],
    ['seconds for milliseconds', { ...message, at: NOW / 1000 }, /^at: .*not seconds/],
    [
      'a time zone nobody knows',
      { id: 'p1', lead: 'ana', at: NOW, type: 'profile', timezone: 'Mars/Olympus' },
      /^timezone: .*America\/New_York/,
    ],
    [
      'a tick without generation',
      { id: 't', tenant: 'main', lead: 'ana', at: NOW, type: 'tick' },
      /^timer|^generation/,
    ],
  ])('is rejected with %s, naming the field', (_what, event, reason) => {
    const outcome = decodeEvent(event);
    expect(outcome).toMatchObject({ kind: 'reject', step: 'decode' });
    expect(outcome.kind === 'reject' && outcome.reason).toMatch(reason);
  });

  it.each([
    ['no JSON', '{"id": "m1",', /^event: is not JSON \(.*\)\. Send one JSON object$/],
    ['nothing', '', /^event: is not JSON/],
    ['a list', '[]', /^\(root\): is not an object/],
    ['null', 'null', /^\(root\): is not an object/],
    ['a prototype', '{"__proto__": {"type": "message"}}', /^type: /],
  ])('is rejected when it holds %s', (_what, text, reason) => {
    const outcome = decodeText(text);
    expect(outcome.kind === 'reject' && outcome.reason).toMatch(reason);
  });

  it('says where the JSON breaks, not what it says', () => {
    const outcome = decodeText('{"text": "my secret" oops}');
    expect(outcome).toMatchObject({ kind: 'reject', reason: expect.stringMatching(/at position \d+/) });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it('is rejected when its bytes are no UTF-8', () => {
    expect(decodeBytes(Uint8Array.of(0x7b, 0xff, 0x7d))).toMatchObject({ kind: 'reject', reason: /UTF-8/ });
  });

  it('is rejected on the shard of another lead', () => {
    const home = shardOf('main/ana', SHARDS);
    const bytes = new TextEncoder().encode(JSON.stringify(message));
    const outcome = decode({ shard: (home + 1) % SHARDS, id: `${NOW}-0`, bytes });
    expect(outcome).toMatchObject({
      kind: 'reject',
      reason: expect.stringContaining(`belongs on shard ${home}`),
    });
  });

  it('has, when Doorstep made it, an identity no provider can take', () => {
    const tick = {
      id: 'tick:1',
      tenant: 'main',
      lead: 'ana',
      at: NOW,
      type: 'tick',
      timer: 't',
      generation: 1,
    };
    const own = decodeEvent(tick);
    const foreign = decodeEvent({ ...message, id: 'tick:1' });
    if (own.kind !== 'pass' || foreign.kind !== 'pass') throw new Error('both are well-formed');
    expect(own.value.id).not.toBe(foreign.value.id);
    const lookalike = { ...message, id: own.value.id };
    expect(decodeEvent(lookalike)).toMatchObject({ kind: 'reject', reason: expect.stringMatching(/^id: /) });
  });
});

describe('the gateway asks the same', () => {
  it('and gets the event as it will be read, or the problem', () => {
    expect(receiveLeadEvent(message, NOW)).toEqual({ ok: true, event: { ...message, tenant: 'main' } });
    expect(receiveLeadEvent({ ...message, at: 'never' }, NOW)).toEqual({
      ok: false,
      problem: { field: 'at', message: 'is not a time', fix: expect.stringContaining('RFC 3339') },
    });
  });

  it('and an event it has taken is taken from the log too, unchanged', () => {
    const receipt = receiveLeadEvent({ ...message, at: '2026-03-02T15:00:00.250Z' }, NOW);
    if (!receipt.ok) throw new Error('it is well-formed');
    expect(decodeEvent(receipt.event)).toMatchObject({ kind: 'pass', value: { event: receipt.event } });
  });
});

describe('what nobody waits for', () => {
  const waits = (event: object) => isPrebakeEntry(new TextEncoder().encode(JSON.stringify(event)));

  it('is a request for prepared actions, and no message that speaks of one', () => {
    expect(waits({ id: 'prebake:7', tenant: 'main', lead: 'ana', at: NOW, type: 'prebake' })).toBe(true);
    expect(waits(message)).toBe(false);
    expect(waits({ ...message, text: '{"type":"prebake"}' })).toBe(false);
  });
});

/** Webhooks of providers: who signed them, and what they say. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReso } from '../../../infra/channels/hooks/reso-hook.ts';
import { hasBearer, isFromMeta, isFromTwilio } from '../../../infra/channels/hooks/signatures.ts';
import { readTwilio } from '../../../infra/channels/hooks/twilio-hook.ts';
import { readWhatsapp } from '../../../infra/channels/hooks/whatsapp-hook.ts';
import { createLinks } from '../../../infra/channels/links.ts';

describe('X-Twilio-Signature', () => {
  // The example of twilio-node's own tests (spec/validation.spec.js).
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
  const form = new URLSearchParams({
    ...{ CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234' },
    ...{ From: '+14158675309', To: '+18005551212' },
  });
  const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';

  it('agrees with Twilio', () => expect(isFromTwilio(['12345'], url, form, signature)).toBe(true));
  it('is accepted by an older token, with and without the port', () => {
    expect(isFromTwilio(['new', '12345'], url, form, signature)).toBe(true);
    expect(isFromTwilio(['12345'], url.replace('.com/', '.com:443/'), form, signature)).toBe(true);
  });
  it.each([
    ['another token', ['54321'], url, signature],
    ['no token', [], url, signature],
    ['another URL', ['12345'], `${url}&x=1`, signature],
    ['no signature', ['12345'], url, ''],
    ['half a signature', ['12345'], url, signature.slice(0, 12)],
    ['a URL that is none', ['12345'], 'nonsense', signature],
  ])('refuses %s', (_what, tokens, where, signed) =>
    expect(isFromTwilio(tokens, where, form, signed)).toBe(false),
  );
  it('refuses a form that was changed', () => {
    const changed = new URLSearchParams([...form, ['ErrorCode', '1']]);
    expect(isFromTwilio(['12345'], url, changed, signature)).toBe(false);
  });
});

describe('X-Hub-Signature-256', () => {
  const body = Buffer.from('{"entry":[]}');
  const signed = `sha256=${createHmac('sha256', 'old').update(body).digest('hex')}`;
  it('takes either secret while one is changed, and nothing else', () => {
    expect(isFromMeta(['new', 'old'], body, signed)).toBe(true);
    expect(isFromMeta(['new'], body, signed)).toBe(false);
    expect(isFromMeta(['old'], Buffer.from('{"entry":[1]}'), signed)).toBe(false);
    expect(isFromMeta(['old'], body, signed.slice(7))).toBe(false);
    expect(isFromMeta([], body, '')).toBe(false);
  });
});

describe('what Twilio says', () => {
  it.each([
    [{ MessageStatus: 'delivered' }, { kind: 'status', status: 'delivered' }],
    [
      { MessageStatus: 'undelivered', ErrorCode: '30003' },
      { status: 'failed', detail: 'twilio 30003' },
    ],
    [{ MessageStatus: 'failed', ErrorCode: '21610' }, { status: 'opted_out' }],
    [{ MessageStatus: 'sent' }, { kind: 'nothing' }],
    [
      { From: '+13035550142', Body: ' Stop. ' },
      { kind: 'opt-out', from: '+13035550142' },
    ],
    [{ From: '+13035550142', Body: 'anything', OptOutType: 'STOP' }, { kind: 'opt-out' }],
    [{ From: '+13035550142', Body: 'stop by on Saturday?' }, { kind: 'nothing' }],
    [{}, { kind: 'nothing' }],
  ])('%j', (form, news) =>
    expect(readTwilio(new URLSearchParams(form as Record<string, string>))).toMatchObject(news),
  );
});

describe('what WhatsApp says', () => {
  const body = (...statuses: unknown[]) => ({
    entry: [{ changes: [{ value: { statuses } }, { value: {} }] }],
  });
  it('reads a batch, and passes over what says nothing', () => {
    const told = readWhatsapp(
      body(
        { status: 'delivered', biz_opaque_callback_data: 'a' },
        { status: 'sent', biz_opaque_callback_data: 'b' },
        { status: 'failed', biz_opaque_callback_data: 'c', errors: [{ code: 131026 }] },
        { status: 'failed', biz_opaque_callback_data: 'd', errors: [{ code: 131050 }] },
        { status: 'delivered' },
        7,
      ),
    );
    expect(told).toEqual([
      { token: 'a', status: 'delivered' },
      { token: 'c', status: 'failed', detail: 'whatsapp 131026' },
      { token: 'd', status: 'opted_out', detail: 'whatsapp 131050' },
    ]);
  });
  it('takes anything, and throws at nothing', () => {
    fc.assert(fc.property(fc.anything(), (value) => void readWhatsapp(value)));
    expect(readWhatsapp({ entry: 7 })).toBeNull();
  });
});

describe('a bearer token', () => {
  it('is one of ours, whole', () => {
    expect(hasBearer(['new', 'old'], 'Bearer old')).toBe(true);
    expect(hasBearer(['new', 'old'], 'bearer  new')).toBe(true);
    for (const other of ['', 'Bearer', 'Bearer ', 'Bearer ol', 'Bearer older', 'Basic old', 'old'])
      expect(hasBearer(['new', 'old'], other)).toBe(false);
    expect(hasBearer([], 'Bearer old')).toBe(false);
    expect(hasBearer([], '')).toBe(false);
  });
});

describe('what a RESO server says', () => {
  // The examples of RCP-28.
  const one = { EntityEventSequence: 1101, ResourceName: 'Showing', ResourceRecordKey: '235021' };
  const context = { '@reso.context': 'urn:reso:metadata:2.0:resource:entityevent' };
  it('is one event, or several', () => {
    expect(readReso({ ...context, ...one })).toEqual({ events: 1, sequence: 1101 });
    const later = { ...one, EntityEventSequence: '1111', ResourceName: 'Media' };
    expect(readReso({ ...context, value: [one, later, one] })).toEqual({ events: 3, sequence: 1111 });
  });
  it('is refused where it is anything else, and throws at nothing', () => {
    const bad = [null, [], {}, { value: [] }, { value: [{}] }, { ...one, EntityEventSequence: -1 }];
    for (const body of bad) expect(readReso(body)).toMatchObject({ problem: { field: '(body)' } });
    fc.assert(fc.property(fc.anything(), (value) => void readReso(value)));
  });
});

describe('links', () => {
  const key = (letter: string) => letter.repeat(40);
  const order = { tenant: 'main', lead: 'lead 17:ä/b', order: 'o1' };
  it('come back as they went, for their purpose only, and by an older key too', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (lead, id) => {
        const links = createLinks([key('a')], '');
        const one = { tenant: 'main', lead, order: id };
        expect(links.read('status', links.token('status', one))).toEqual(one);
      }),
    );
    const token = createLinks([key('a')], '').token('unsubscribe', order);
    expect(createLinks([key('b'), key('a')], '').read('unsubscribe', token)).toEqual(order);
    expect(createLinks([key('a')], '').read('status', token)).toBeNull();
    expect(createLinks([key('b')], '').read('unsubscribe', token)).toBeNull();
  });
  it('are worth nothing once a character is changed', () => {
    const links = createLinks([key('a')], '');
    const token = links.token('status', order);
    for (let i = 0; i < token.length - 1; i++) {
      const changed = `${token.slice(0, i)}${token[i] === 'A' ? 'B' : 'A'}${token.slice(i + 1)}`;
      expect(links.read('status', changed)).toBeNull();
    }
    for (const nonsense of ['', '.', 'a.b', token.split('.')[0]!])
      expect(links.read('status', nonsense)).toBeNull();
  });
  it('have no address where the gateway has none', () => {
    expect(createLinks([key('a')], '').url('status', '/x', order)).toBeUndefined();
    expect(createLinks([key('a')], 'https://d.example/').url('status', '/x', order)).toMatch(
      /^https:\/\/d\.example\/x\?t=[\w-]+\.[\w-]+$/,
    );
  });
});

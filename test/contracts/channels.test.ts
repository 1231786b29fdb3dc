/** What every channel must do: say for certain what happened, or that it cannot be said. */
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import type { SendChannel } from '../../infra/channels/channel.ts';
import { createOutbox } from '../../infra/channels/outbox.ts';
import { createSmtp } from '../../infra/channels/smtp.ts';
import { createTwilioSms } from '../../infra/channels/twilio-sms.ts';
import { createWebhook } from '../../infra/channels/webhook.ts';
import { createWhatsappCloud } from '../../infra/channels/whatsapp-cloud.ts';
import type { SendOrder } from '../../schemas/nurture.ts';
import { orderOf } from '../fakes/orders.ts';
import {
  type FakeProvider,
  type Seen,
  startFakeProvider,
  TWILIO,
  WEBHOOK,
  WHATSAPP,
} from '../fakes/provider.ts';
import { startFakeRelay } from '../fakes/smtp-provider.ts';

interface Bench {
  channel: SendChannel;
  /** Nobody stands behind the outbox. */
  provider?: Omit<FakeProvider, 'word'>;
  to: string;
  order: SendOrder;
  /** What the provider read of a message: to whom, what, and under which key. */
  read?(seen: Seen): { to: string; text: string; key: string | undefined };
}

const SECRET = `whsec_${Buffer.from('a key for tests only').toString('base64')}`;

async function twilio(): Promise<Bench> {
  const provider = await startFakeProvider(TWILIO);
  const statusUrl = (order: SendOrder) => `https://doorstep.example/v1/hooks/twilio/main?t=${order.id}`;
  const channel = createTwilioSms({
    url: provider.url,
    account: 'AC1',
    token: 'secret',
    from: '+13035550100',
    statusUrl,
  });
  const read = ({ body }: Seen) => {
    const form = new URLSearchParams(body);
    return { to: form.get('To')!, text: form.get('Body')!, key: undefined };
  };
  return { channel, provider, to: '+13035550142', order: orderOf(), read };
}

async function whatsapp(): Promise<Bench> {
  const provider = await startFakeProvider(WHATSAPP);
  const callbackData = ({ id }: SendOrder) => `token-${id}`;
  const channel = createWhatsappCloud({
    url: provider.url,
    phoneId: '77',
    token: 'secret',
    language: 'en_US',
    callbackData,
  });
  const read = ({ body }: Seen) => {
    const { to, text } = JSON.parse(body);
    return { to: `+${to}`, text: text.body, key: undefined };
  };
  return { channel, provider, to: '+13035550142', order: orderOf({ channel: 'whatsapp' }), read };
}

async function webhook(): Promise<Bench> {
  const provider = await startFakeProvider(WEBHOOK);
  const channel = createWebhook({ url: provider.url, secret: SECRET, mayReach: () => true });
  const read = ({ body, headers }: Seen) => {
    const { data } = new Webhook(SECRET).verify(body, headers) as { data: { to: string; body: string } };
    return { to: data.to, text: data.body, key: headers['webhook-id'] };
  };
  return { channel, provider, to: 'ann', order: orderOf({ channel: 'webchat' }), read };
}

async function smtp(): Promise<Bench> {
  const provider = await startFakeRelay();
  const channel = createSmtp({
    url: provider.url,
    from: 'Elm Realty <hello@elm.example>',
    unsubscribeUrl: ({ id }) => `https://doorstep.example/v1/unsubscribe?t=${id}`,
    unsubscribeMailto: 'stop@elm.example',
  });
  const read = ({ path, body }: Seen) => ({
    to: path,
    text: body.split('\r\n\r\n')[1]!.trim(),
    key: /^Message-ID: <(\w+)@/im.exec(body)?.[1],
  });
  const order = orderOf({ channel: 'email', subject: 'Open house' });
  return { channel, provider, to: 'ann@example.com', order, read };
}

const outbox = async (): Promise<Bench> => ({
  channel: createOutbox(),
  to: '+13035550142',
  order: orderOf(),
});

let bench: Bench;
afterEach(() => bench.provider?.stop());
const patient = () => AbortSignal.timeout(5000);

describe.each([
  ['outbox', outbox],
  ['twilio', twilio],
  ['smtp', smtp],
  ['whatsapp', whatsapp],
  ['webhook', webhook],
] as const)('%s', (name, create) => {
  it('takes a message, and says under which id', async () => {
    bench = await create();
    const sent = await bench.channel.send(bench.order, bench.to, patient());
    expect(sent).toEqual({ kind: 'sent', detail: expect.stringMatching(/\S/) });
    const read = bench.provider?.seen.map(bench.read!) ?? [];
    for (const one of read) expect(one).toMatchObject({ to: bench.to, text: bench.order.body });
    expect(read).toHaveLength(bench.provider ? 1 : 0);
  });

  it('says whether a repeat is known by its key, and keeps to it', async () => {
    bench = await create();
    await bench.channel.send(bench.order, bench.to, patient());
    await bench.channel.send(bench.order, bench.to, patient());
    await bench.channel.send({ ...bench.order, id: 'o2' }, bench.to, patient());
    const keys = bench.provider?.seen.map((seen) => bench.read!(seen).key) ?? [];
    if (!bench.channel.idempotent || !bench.provider) return;
    expect(keys[0]).toMatch(/^\S+$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  if (name === 'outbox') return;

  it.each([
    ['busy', 'not_sent'],
    ['refuse', 'rejected'],
    ['hang', 'unknown'],
    ['drop', 'unknown'],
  ] as const)('of a provider that is to %s says %s, and nothing private', async (behaviour, kind) => {
    bench = await create();
    bench.provider!.behave(behaviour);
    const sent = await bench.channel.send(bench.order, bench.to, AbortSignal.timeout(400));
    expect(sent.kind).toBe(kind);
    expect(JSON.stringify(sent)).not.toMatch(/303555|ann@|Elm Street|secret/);
  });

  it('of a provider that is not there says that nothing was sent', async () => {
    bench = await create();
    await bench.provider!.stop();
    expect(await bench.channel.send(bench.order, bench.to, patient())).toMatchObject({ kind: 'not_sent' });
  });

  it('sends nothing once the time is over', async () => {
    bench = await create();
    const sent = await bench.channel.send(bench.order, bench.to, AbortSignal.abort());
    expect(sent.kind).toBe('not_sent');
    expect(bench.provider!.seen).toEqual([]);
  });
});

describe('twilio', () => {
  it('cannot say what a 500 did, waits as long as it is asked to, and hears of opt-outs', async () => {
    bench = await twilio();
    bench.provider!.behave('break');
    expect(await bench.channel.send(bench.order, bench.to, patient())).toEqual({
      kind: 'unknown',
      reason: 'twilio 20500',
    });
    bench.provider!.behave('busy');
    expect(await bench.channel.send(bench.order, bench.to, patient())).toMatchObject({ retryAfterMs: 2000 });
    const provider = bench.provider as FakeProvider;
    provider.word('refuse', [400, {}, { code: 21610, status: 400 }]);
    provider.behave('refuse');
    const channel = createTwilioSms({
      ...{ url: provider.url, account: 'AC1', token: 's', from: 'MG1' },
      statusUrl: () => undefined,
    });
    expect(await channel.send(bench.order, bench.to, patient())).toMatchObject({ kind: 'opted_out' });
    const { body } = provider.seen.at(-1)!;
    expect(body).toContain('MessagingServiceSid=MG1');
    expect(body).not.toContain('StatusCallback');
  });

  it('posts a form to the account, with the status callback', async () => {
    bench = await twilio();
    await bench.channel.send(bench.order, bench.to, patient());
    const { path, headers, body } = bench.provider!.seen[0]!;
    expect(path).toBe('/2010-04-01/Accounts/AC1/Messages.json');
    expect(headers.authorization).toBe(`Basic ${Buffer.from('AC1:secret').toString('base64')}`);
    expect(new URLSearchParams(body).get('StatusCallback')).toContain('/v1/hooks/twilio/main?t=o1');
  });
});

describe('smtp', () => {
  it('unsubscribes in one click, by RFC 8058', async () => {
    bench = await smtp();
    await bench.channel.send(bench.order, bench.to, patient());
    const mail = bench.provider!.seen[0]!.body.replace(/\r\n[ \t]+/g, ' ');
    expect(mail).toMatch(
      /^List-Unsubscribe: <https:\/\/doorstep\.example\/v1\/unsubscribe\?t=o1>, <mailto:stop@elm\.example\?subject=\S+>/m,
    );
    expect(mail).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
    expect(mail).toMatch(/^Subject: Open house/m);
  });

  it('takes the server’s word after the message: not now', async () => {
    bench = await smtp();
    bench.provider!.behave('break');
    expect(await bench.channel.send(bench.order, bench.to, patient())).toEqual({
      kind: 'not_sent',
      reason: 'smtp 451',
    });
  });

  it('lets no line of a subject or an address become a header', async () => {
    bench = await smtp();
    const order = { ...bench.order, subject: 'Hello\r\nBcc: all@example.com' };
    await bench.channel.send(order, bench.to, patient());
    expect(bench.provider!.seen[0]!.body).not.toMatch(/^Bcc:/m);
    expect(bench.provider!.seen[0]!.path).toBe('ann@example.com');
  });
});

describe('whatsapp', () => {
  it('sends the approved template outside the window, and what comes back with its statuses', async () => {
    bench = await whatsapp();
    await bench.channel.send({ ...bench.order, template: 'open_house' }, bench.to, patient());
    expect(JSON.parse(bench.provider!.seen[0]!.body)).toMatchObject({
      type: 'template',
      template: { name: 'open_house', language: { code: 'en_US' } },
      biz_opaque_callback_data: 'token-o1',
    });
    expect(bench.provider!.seen[0]!.path).toBe('/77/messages');
  });
});

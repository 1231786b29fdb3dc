/** Webhooks and unsubscribe links on a real gateway and Redis: signed, durable before the answer, once. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSendLimits } from '../../infra/redis/send-limits.ts';
import { addressHash } from '../../processors/addresses.ts';
import { leadKey, sendMember, shardKeys, shardOf } from '../../schemas/shards.ts';
import { SYSTEM_EVENT_CHECKERS } from '../../schemas/system-event.ts';
import { links, SHARDS, startWorld, type World } from './gateway-world.ts';

const PUBLIC = 'https://doorstep.example';
const ORDER = { tenant: 'main', lead: 'ann', order: 'o1' };

describe.each(['uws', 'ws'] as const)('hooks over %s', (transport) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      transport,
      config: {
        publicUrl: PUBLIC,
        twilioTokens: ['new', 'old'],
        whatsappAppSecrets: ['app secret'],
        whatsappVerifyToken: 'verify me',
      },
    });
  });
  beforeEach(async () => {
    for (const key of await world.connection.client.keys('*:events'))
      await world.connection.client.xtrim(key, 'MAXLEN', 0);
  });
  afterAll(() => world.stop());

  const k = shardKeys('leads', shardOf(leadKey('main', 'ann'), SHARDS.leads));
  const events = async () =>
    (await world.connection.client.xrange(k.events, '-', '+')).map(([, fields]) => JSON.parse(fields[1]!));

  const twilio = (form: Record<string, string>, path: string, key = 'old') => {
    const text = Object.keys(form)
      .sort()
      .map((name) => name + form[name])
      .join('');
    const signature = createHmac('sha1', key).update(`${PUBLIC}${path}${text}`).digest('base64');
    return world.http(path, {
      method: 'POST',
      token: null,
      body: new URLSearchParams(form),
      headers: { 'x-twilio-signature': signature },
    });
  };
  const statusPath = (tenant = 'main') => `/v1/hooks/twilio/${tenant}?t=${links.token('status', ORDER)}`;

  it('tell of a delivery by Twilio, and settle what was uncertain', async () => {
    await world.connection.client.zadd(k.uncertain, 1, sendMember('main', 'ann', 'o1'));
    const answer = await twilio({ MessageStatus: 'delivered', MessageSid: 'SM1' }, statusPath());
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<Response/>');
    const [delivery] = await events();
    expect(delivery).toMatchObject({
      id: 'delivery:o1:delivered',
      lead: 'ann',
      action: 'o1',
      status: 'delivered',
    });
    expect(SYSTEM_EVENT_CHECKERS.delivery.check(delivery)).toBeNull();
    expect(await world.connection.client.zcard(k.uncertain)).toBe(0);
    await twilio({ MessageStatus: 'undelivered', ErrorCode: '30003' }, statusPath(), 'new');
    expect((await events())[1]).toMatchObject({ status: 'failed', detail: 'twilio 30003' });
  });

  it('refuse what is not signed, not ours, or another tenant’s, and write nothing', async () => {
    const form = { MessageStatus: 'delivered' };
    expect((await twilio(form, statusPath(), 'guessed')).status).toBe(403);
    expect((await twilio(form, statusPath('rival'))).status).toBe(400);
    expect((await twilio(form, '/v1/hooks/twilio/main?t=made.up')).status).toBe(400);
    expect((await twilio(form, '/v1/hooks/twilio/main')).status).toBe(400);
    const bare = await world.http(statusPath(), {
      method: 'POST',
      token: null,
      body: new URLSearchParams(form),
    });
    expect(bare.status).toBe(403);
    expect(await events()).toEqual([]);
  });

  it('suppress the number of whoever texts STOP', async () => {
    const limits = createSendLimits(world.connection.client, SHARDS.leads);
    const hash = addressHash('phone', '+13035550142');
    const from = { From: '+13035550142', To: '+13035550100' };
    expect((await twilio({ ...from, Body: 'Stop by at noon?' }, '/v1/hooks/twilio/main')).status).toBe(200);
    expect(await limits.isSuppressed('main', hash)).toBe(false);
    expect((await twilio({ ...from, Body: 'STOP' }, '/v1/hooks/twilio/main')).status).toBe(200);
    expect(await limits.isSuppressed('main', hash)).toBe(true);
    expect(await limits.isSuppressed('rival', hash)).toBe(false);
  });

  it('are set up for WhatsApp, and tell of a batch', async () => {
    const challenge = (token: string) =>
      world.http(
        `/v1/hooks/whatsapp/main?hub.mode=subscribe&hub.verify_token=${encodeURIComponent(token)}&hub.challenge=1158201444`,
        { token: null },
      );
    const answer = await challenge('verify me');
    expect([answer.status, await answer.text()]).toEqual([200, '1158201444']);
    expect((await challenge('guessed')).status).toBe(403);
    const token = links.token('status', ORDER);
    const statuses = [
      { status: 'delivered', biz_opaque_callback_data: token },
      { status: 'delivered', biz_opaque_callback_data: 'another system’s' },
      { status: 'failed', biz_opaque_callback_data: token, errors: [{ code: 131050 }] },
    ];
    const body = JSON.stringify({ entry: [{ changes: [{ value: { statuses } }] }] });
    const post = (key: string) =>
      world.http('/v1/hooks/whatsapp/main', {
        method: 'POST',
        token: null,
        body,
        headers: { 'x-hub-signature-256': `sha256=${createHmac('sha256', key).update(body).digest('hex')}` },
      });
    expect((await post('guessed')).status).toBe(403);
    expect(await events()).toEqual([]);
    expect((await post('app secret')).status).toBe(200);
    expect((await events()).map(({ status }) => status)).toEqual(['delivered', 'opted_out']);
  });

  it('unsubscribe in one click, not by being looked at', async () => {
    const path = `/v1/unsubscribe?t=${links.token('unsubscribe', ORDER)}`;
    const page = await world.http(path, { token: null });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<form method="post">');
    expect(await events()).toEqual([]);
    const post = (to: string) =>
      world.http(to, {
        method: 'POST',
        token: null,
        body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      });
    expect((await post(path)).status).toBe(200);
    expect(await events()).toMatchObject([
      {
        tenant: 'main',
        lead: 'ann',
        type: 'profile',
        consent: { email: { given: false, source: 'unsubscribe' } },
      },
    ]);
    expect((await post(`/v1/unsubscribe?t=${links.token('status', ORDER)}`)).status).toBe(400);
    expect(await events()).toHaveLength(1);
  });

  it('answer that the store is away rather than that all is well', async () => {
    await world.redis.kill();
    const answer = await twilio({ MessageStatus: 'delivered' }, statusPath());
    expect(answer.status).toBe(503);
  });
});

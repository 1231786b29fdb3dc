/** HTTP of the gateway on a real Redis: intake, reads, documents, and a clear answer to everything that is wrong. */
import { mkdir, writeFile } from 'node:fs/promises';
import { request as rawRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leadKey, listingKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { SHARDS, startWorld, type World } from './gateway-world.ts';

const event = (more: object = {}) => ({
  ...{ id: 'e1', lead: 'ann', at: Date.now(), type: 'message', from: 'lead', channel: 'sms', text: 'hello' },
  ...more,
});

describe.each(['uws', 'ws'] as const)('HTTP over %s', (transport) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ transport });
  });
  afterAll(() => world.stop());

  const logOf = async (lead: string, tenant = 'main') => {
    const shard = shardOf(leadKey(tenant, lead), SHARDS.leads);
    const entries = await world.connection.client.xrange(shardKeys('leads', shard).events, '-', '+');
    return entries.map(([, fields]) => JSON.parse(fields[1]!)).filter((e) => e.lead === lead);
  };
  const everything = async () => {
    const keys = await world.connection.client.keys('*:events');
    return Promise.all(keys.map((key) => world.connection.client.xlen(key)));
  };
  /** Sends what is wrong, checks that nothing was taken, and gives the error. */
  const refused = async (status: number, body: unknown, token?: string, path = '/v1/events') => {
    const before = await everything();
    const answer = await world.post(path, body, token);
    const { error } = (await answer.json()) as { error: Record<string, unknown> };
    expect(answer.status, JSON.stringify(error)).toBe(status);
    expect(error).toMatchObject({
      code: expect.any(String),
      message: expect.any(String),
      fix: expect.any(String),
    });
    expect(await everything()).toEqual(before);
    return error;
  };

  it('takes one event, fills in the tenant, and has it on its shard when it answers', async () => {
    const answer = await world.post('/v1/events', event({ custom: { kept: true } }));
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ accepted: 1, ids: ['e1'] });
    expect(await logOf('ann')).toMatchObject([
      { id: 'e1', tenant: 'main', custom: { kept: true }, text: 'hello' },
    ]);
  });

  it('takes a batch in order, each event to its own shard', async () => {
    const batch = Array.from({ length: 1000 }, (_, i) => event({ id: `b${i}`, lead: `batch ${i % 7}` }));
    const answer = await world.post('/v1/events', batch);
    expect(await answer.json()).toEqual({ accepted: 1000, ids: batch.map(({ id }) => id) });
    for (const [lead, all] of [...new Set(batch.map((e) => e.lead))].map(
      (l) => [l, batch.filter((e) => e.lead === l)] as const,
    )) {
      expect((await logOf(lead)).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    }
  });

  it('takes nothing of a batch with bad events, and names each', async () => {
    const bad = [
      event({ id: 'ok' }),
      event({ id: 'x', channel: 'pigeon' }),
      7,
      event({ id: 'y', at: 'soon' }),
    ];
    const error = await refused(400, bad);
    expect(error.field).toBe('[1].channel');
    expect(error.events).toMatchObject([
      { index: 1, field: 'channel' },
      { index: 2 },
      { index: 3, field: 'at' },
    ]);
    expect((await refused(400, [])).message).toContain('empty');
    expect(
      (
        await refused(
          400,
          Array.from({ length: 1001 }, () => event()),
        )
      ).message,
    ).toContain('1001');
  });

  it('takes market events to the shard of their listing', async () => {
    const listing = {
      id: 'm1',
      at: Date.now(),
      seq: 1,
      area: 'Elm Park',
      type: 'listing',
      change: 'new',
      listing: 'L 1',
      price: 1,
    };
    expect((await world.post('/v1/market', listing)).status).toBe(202);
    const shard = shardOf(listingKey('main', 'L 1'), SHARDS.market);
    expect(await world.connection.client.xlen(shardKeys('market', shard).events)).toBe(1);
    expect((await refused(400, { ...listing, price: -1 }, undefined, '/v1/market')).field).toBe('price');
  });

  it.each([
    ['an object cut off', '{"id":"e1",', 11],
    ['a stray comma', '{"id":1,}', 8],
    ['a bare word', '[1, nope]', 4],
    ['two values', '{} {}', 3],
    ['nothing', '', 0],
    ['a raw newline in a string', '{"a":"x\ny"}', 5],
  ])('says where JSON is malformed: %s', async (_what, body, position) => {
    expect(await refused(400, body)).toMatchObject({ code: 'malformed_json', position });
  });

  it.each<[string, object, string]>([
    ['a wrong type', { lead: 7 }, 'lead'],
    ['a missing field', { text: undefined }, 'text'],
    ['an unknown type', { type: 'smoke_signal' }, 'type'],
    ['a text of 1 MB', { text: 'x'.repeat(1_000_000) }, 'text'],
    ['control characters in an id', { id: 'a\u0000b' }, 'id'],
    ['control characters in a lead id', { lead: 'a\nb' }, 'lead'],
    ['a time ten years ahead', { at: Date.now() + 10 * 365 * 86_400_000 }, 'at'],
    ['a time ten years ago', { at: '2016-11-25T00:00:00Z' }, 'at'],
    ['a time in seconds', { at: Math.floor(Date.now() / 1000) }, 'at'],
    ['half a surrogate pair', { text: '\ud800' }, 'text'],
    ['a tenant that is no slug', { tenant: 'No Slug' }, 'tenant'],
  ])('names the field that is wrong: %s', async (_what, wrong, field) => {
    expect(await refused(400, event(wrong))).toMatchObject({ code: 'invalid', field });
  });

  it('refuses bytes that are not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff, 0xc0]), Buffer.from('"}')]);
    expect((await refused(400, bytes)).message).toContain('UTF-8');
  });

  it('refuses what is too large or of another type', async () => {
    expect((await refused(413, 'x'.repeat(1024 * 1024 + 1))).code).toBe('too_large');
    const form = await world.http('/v1/events', {
      method: 'POST',
      body: 'a=1',
      headers: { 'content-type': 'text/plain' },
    });
    expect(form.status).toBe(415);
  });

  it('refuses an event of another tenant, alone and in a batch', async () => {
    const error = await refused(403, event({ tenant: 'rival' }));
    expect(error).toMatchObject({ code: 'wrong_tenant', field: 'tenant' });
    expect((await refused(403, [event(), event({ tenant: 'rival' })])).field).toBe('[1].tenant');
    expect((await world.post('/v1/events', event({ tenant: 'main', id: 'own' }))).status).toBe(202);
  });

  it('wants a good token with the scope on every route but the public ones', async () => {
    const other = { tenant: 'main', scopes: ['leads:read' as const] };
    const narrow = world.token(other);
    const expired = world.token({ ttlSeconds: -5 });
    const forged = `${(world.token()).slice(0, -6)}AAAAAA`;
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"tenant":"main"}').toString('base64url')}.`;
    for (const path of [
      '/v1/leads',
      '/v1/leads/ann',
      '/v1/leads/ann/talk',
      '/readyz',
      '/metrics',
      '/docs/openapi.json',
      '/docs/asyncapi.json',
    ]) {
      expect((await world.http(path, { token: null })).status, path).toBe(401);
      for (const bad of [expired, forged, none, 'junk']) {
        const answer = await world.http(path, { token: bad });
        expect(answer.status, path).toBe(401);
        expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      }
    }
    expect((await refused(401, event(), expired)).message).toContain('expired');
    expect(await refused(403, event(), narrow)).toMatchObject({ code: 'forbidden', field: 'scopes' });
    expect((await world.http('/metrics', { token: narrow })).status).toBe(403);
    expect((await world.http('/healthz', { token: null })).status).toBe(200);
  });

  it('gives a lead in full, whatever its id, and its talk', async () => {
    const lead = 'a lead: with/slash & ünïcode?';
    await world.scribe.write(lead, { text: 'first' });
    await world.scribe.write(lead, { text: 'second' });
    const path = `/v1/leads/${encodeURIComponent(lead)}`;
    expect(await (await world.http(path)).json()).toEqual(world.scribe.truth(lead));
    const talk = (await (await world.http(`${path}/talk`)).json()) as { seq: number; text: string }[];
    expect(talk.map(({ seq, text }) => [seq, text])).toEqual([
      [1, 'first'],
      [2, 'second'],
    ]);
  });

  it('knows no lead of another tenant', async () => {
    await world.scribe.write('theirs', { tenant: 'rival', agent: 'bob' });
    for (const path of [
      '/v1/leads/theirs',
      '/v1/leads/theirs/talk',
      '/v1/leads/nobody',
      '/v1/leads/..%2Frival%2Ftheirs',
    ]) {
      const answer = await world.http(path);
      expect(answer.status, path).toBe(404);
      expect(JSON.stringify(await answer.json())).not.toContain('rival');
    }
    expect(await (await world.http('/v1/leads?agent=bob')).json()).toEqual([]);
    const rival = world.token({ tenant: 'rival' });
    expect((await world.http('/v1/leads/theirs', { token: rival })).status).toBe(200);
  });

  it('lists leads by attention, of all agents or one', async () => {
    for (const [lead, attention, agent] of [
      ['low', 0.1, 'kim'],
      ['high', 0.9, 'kim'],
      ['mid', 0.5, 'lou'],
    ] as const) {
      await world.scribe.write(lead, { attention, agent, tenant: 'lists' });
    }
    const token = world.token({ tenant: 'lists' });
    const list = async (query: string) =>
      ((await (await world.http(`/v1/leads${query}`, { token })).json()) as { lead: string }[]).map(
        ({ lead }) => lead,
      );
    expect(await list('')).toEqual(['high', 'mid', 'low']);
    expect(await list('?limit=1')).toEqual(['high']);
    expect(await list('?agent=kim')).toEqual(['high', 'low']);
    expect(await list('?agent=nobody')).toEqual([]);
    for (const limit of ['0', '201', 'x', '1.5'])
      expect((await world.http(`/v1/leads?limit=${limit}`)).status).toBe(400);
  });

  it('tells what a path does not take, and what is not there', async () => {
    const wrong = await world.http('/v1/events');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await world.http('/nowhere')).status).toBe(404);
    expect((await world.http('/v1/leads/%ff')).status).toBe(400);
  });

  it('shows documents, metrics and readiness', async () => {
    expect(await (await world.http('/docs/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
    expect(await (await world.http('/docs/asyncapi.json')).json()).toMatchObject({ asyncapi: '3.0.0' });
    expect(await (await world.http('/metrics')).text()).toContain(
      'doorstep_http_requests_total{route="/v1/events",status="202"}',
    );
    expect(await (await world.http('/readyz')).json()).toEqual({
      ready: true,
      redis: true,
      tail: true,
      staying: true,
    });
  });

  it('serves the console and nothing beside it', async () => {
    await mkdir(join(world.consoleDir, 'assets'), { recursive: true });
    await writeFile(join(world.consoleDir, 'index.html'), '<!doctype html><title>console</title>');
    await writeFile(join(world.consoleDir, 'assets/app-a1B2c3D4.js'), 'export {}');
    await writeFile(join(world.consoleDir, '..', 'doorstep-outside.html'), 'secret');
    const index = await world.http('/console/', { token: null });
    expect(await index.text()).toContain('console');
    expect(index.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(index.headers.get('x-content-type-options')).toBe('nosniff');
    expect(index.headers.get('cache-control')).toBe('no-cache');
    const asset = await world.http('/console/assets/app-a1B2c3D4.js', { token: null });
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect((await world.http('/', { token: null, redirect: 'manual' })).headers.get('location')).toBe(
      '/console/',
    );
    for (const path of [
      '/console/../doorstep-outside.html',
      '/console/..%2fdoorstep-outside.html',
      '/console/%2e%2e/doorstep-outside.html',
      '/console/nothing.js',
      '/console/assets',
      '/console/a%00.html',
    ]) {
      expect(await rawStatus(world.port, path), path).toBe(404);
    }
  });
});

/** Without a client library that would tidy up the path. */
const rawStatus = (port: number, path: string) =>
  new Promise<number>((resolve, reject) => {
    rawRequest({ port, host: '127.0.0.1', path, headers: { connection: 'close' } }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    })
      .on('error', reject)
      .end();
  });

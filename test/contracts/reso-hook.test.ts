/** The webhook of RCP-28 as its producer meets it, on both transports and a real Redis. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { hearWakes, type Wake } from '../../infra/redis/intake-wake.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { startWorld, type World } from '../integration/gateway-world.ts';

const TOKENS = ['the-newer-token-of-the-producer-32', 'the-older-token-of-the-producer-32'];
const CHANNEL = 'ds:intake:wake:oak-street';
const EVENT = { EntityEventSequence: 1101, ResourceName: 'Property', ResourceRecordKey: '235021' };

describe.each(['uws', 'ws'] as const)('POST /v1/hooks/reso/:tenant over %s', (transport) => {
  let world: World;
  let listener: RedisConnection;
  const heard: Wake[] = [];
  const over = new AbortController();
  let hearing: Promise<void>;
  beforeAll(async () => {
    world = await startWorld({ transport, config: { resoHookTokens: TOKENS, maxLag: 10 } });
    listener = connectRedis(world.redis.url);
    hearing = hearWakes(listener, 'oak-street', (wake) => heard.push(wake), over.signal);
    await vi.waitFor(async () =>
      expect(await world.connection.client.pubsub('NUMSUB', CHANNEL)).toEqual([CHANNEL, 1]),
    );
  });
  afterAll(async () => {
    over.abort();
    await hearing;
    listener.close();
    await world.stop();
  });

  const post = (body: unknown, headers: Record<string, string> = {}, path = '/v1/hooks/reso/oak-street') =>
    world.http(path, {
      method: 'POST',
      token: null,
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${TOKENS[1]}`, 'content-type': 'application/json', ...headers },
    });

  it('wakes the intake of that tenant, whichever token is used', async () => {
    const answer = await post({ '@reso.context': 'urn:reso:metadata:2.0:resource:entityevent', ...EVENT });
    expect([answer.status, await answer.json()]).toEqual([200, { accepted: 1 }]);
    const batch = { value: [EVENT, { ...EVENT, EntityEventSequence: 1111 }] };
    const labelled = await post(batch, {
      ...{ authorization: `Bearer ${TOKENS[0]}`, EntityEventSource: 'IDX Feed 123' },
    });
    expect([labelled.status, await labelled.json()]).toEqual([200, { accepted: 2 }]);
    expect((await post(EVENT, {}, '/v1/hooks/reso/main')).status).toBe(200);
    await expect.poll(() => heard).toEqual([{ sequence: 1101 }, { sequence: 1111, source: 'IDX Feed 123' }]);
  });

  it('refuses who has no token, and says how to get in', async () => {
    for (const authorization of ['', 'Bearer guessed', `Basic ${TOKENS[0]}`, `Bearer ${world.token()}`]) {
      const answer = await post(EVENT, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(await answer.json()).toMatchObject({ error: { code: 'unauthorized', field: 'authorization' } });
    }
    expect(heard).toHaveLength(2);
  });

  it('refuses what is no EntityEvent', async () => {
    expect((await post({ EntityEventSequence: 'soon' })).status).toBe(400);
    expect((await post({ value: [] })).status).toBe(400);
    expect((await post(EVENT, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(EVENT, {}, '/v1/hooks/reso/Oak%20Street')).status).toBe(404);
    expect(heard).toHaveLength(2);
  });

  it('asks for patience while market events come faster than they are worked', async () => {
    const { events } = shardKeys('market', 0);
    for (let n = 0; n < 11; n++) await world.connection.client.xadd(events, '*', 'event', '{}');
    await expect.poll(async () => (await post(EVENT)).status).toBe(429);
    const answer = await post(EVENT);
    expect(answer.headers.get('retry-after')).toBe('1');
    await world.connection.client.del(events);
    await expect.poll(async () => (await post(EVENT)).status).toBe(200);
  });

  it('says that the store is away rather than that all is well', async () => {
    await world.redis.kill();
    await expect.poll(async () => (await post(EVENT)).status, { timeout: 10_000 }).toBe(503);
  });
});

/** The gateway while its Redis restarts, is emptied, loses connections, or fills up. */
import { afterEach, describe, expect, it } from 'vitest';
import { startRedisServer } from '../../infra/redis/server.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { SHARDS, startWorld, type World } from './gateway-world.ts';

const event = (more: object = {}) => ({
  ...{ id: 'e1', lead: 'ann', at: Date.now(), type: 'message', from: 'lead', channel: 'sms', text: 'hello' },
  ...more,
});

describe('the gateway in an outage', () => {
  let world: World;
  afterEach(() => world.stop());

  const watching = async () => {
    const client = await world.client();
    client.subscribe('all', { kind: 'tenant' });
    return { client, subscribed: await client.next('subscribed') };
  };
  const retried = async (work: () => Promise<Response>, wanted: number) => {
    for (let i = 0; i < 400; i++) {
      const answer = await work();
      if (answer.status === wanted) return answer;
      await answer.body?.cancel();
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`never answered ${wanted}`);
  };

  it('gives a restarted Redis a new epoch: everybody resyncs, nobody recovers', async () => {
    world = await startWorld();
    await world.scribe.write('ann');
    const { client, subscribed } = await watching();
    await world.redis.kill();
    const away = await retried(() => world.post('/v1/events', event()), 503);
    expect(away.headers.get('retry-after')).toBe('2');
    expect(await (await world.http('/readyz')).json()).toMatchObject({ ready: false });
    const back = await startRedisServer({ dir: world.redis.dir, port: world.redis.port });
    try {
      await client.next('resync');
      await retried(() => world.post('/v1/events', event({ id: 'after' })), 202);
      client.subscribe('again', { kind: 'tenant' }, { epoch: subscribed.epoch, offset: subscribed.offset });
      const anew = await client.next('subscribed', 1, 'again');
      expect(anew).toMatchObject({ recovered: false, snapshot: [{ lead: 'ann', seq: 1 }] });
      expect(anew.epoch).not.toBe(subscribed.epoch);
      const { id } = await world.scribe.write('ann');
      expect((await client.next('delta', 1, 'again')).offset).toBe(id);
    } finally {
      await back.kill();
    }
  });

  it('gives an emptied Redis a new epoch', async () => {
    world = await startWorld();
    const { client } = await watching();
    await world.connection.client.flushall();
    await client.next('resync');
  });

  it('carries on without a word when only connections were lost', async () => {
    world = await startWorld();
    const { client, subscribed } = await watching();
    for (let i = 0; i < 5; i++) {
      await world.scribe.write(`before ${i}`);
      await world.connection.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await world.scribe.write(`after ${i}`);
    }
    await client.next('delta', 10);
    expect(client.frames.map(({ type }) => type)).toEqual(['subscribed', ...Array(10).fill('delta')]);
    expect(subscribed.recovered).toBe(false);
  });

  it('slows intake down while a shard is too far behind, and only that shard', async () => {
    world = await startWorld({ config: { maxLag: 10 } });
    const { client } = world.connection;
    const stream = shardKeys('leads', shardOf(leadKey('main', 'ann'), SHARDS.leads)).events;
    await client.xgroup('CREATE', stream, 'leads', '$', 'MKSTREAM');
    const batch = Array.from({ length: 11 }, (_, i) => event({ id: `${i}` }));
    expect((await world.post('/v1/events', batch)).status).toBe(202);
    const slow = await retried(() => world.post('/v1/events', event({ id: 'more' })), 429);
    expect(slow.headers.get('retry-after')).toBe('1');
    expect(await slow.json()).toMatchObject({ error: { code: 'slow_down' } });
    const elsewhere = ['a', 'b', 'c', 'd', 'e'].find(
      (lead) => shardKeys('leads', shardOf(leadKey('main', lead), SHARDS.leads)).events !== stream,
    );
    expect((await world.post('/v1/events', event({ lead: elsewhere }))).status).toBe(202);
    const added = await client.xlen(stream);
    await client.xgroup('SETID', stream, 'leads', '$', 'ENTRIESREAD', added);
    await retried(() => world.post('/v1/events', event({ id: 'later' })), 202);
  });

  it('slows intake down before Redis is full, and when it is', async () => {
    world = await startWorld({ redisArgs: ['--maxmemory', '32mb'], config: { maxMemoryPercent: 70 } });
    const { client } = world.connection;
    const fill = (key: number) => client.set(`ballast ${key}`, 'x'.repeat(1_000_000));
    for (let key = 0; key < 24; key++) await fill(key);
    const early = await retried(() => world.post('/v1/events', event()), 429);
    expect(early.headers.get('retry-after')).toBe('5');
    await expect(Promise.all(Array.from({ length: 16 }, (_, i) => fill(100 + i)))).rejects.toThrow('OOM');
    expect((await world.post('/v1/events', event())).status).toBe(429);
    await client.flushall();
    await retried(() => world.post('/v1/events', event()), 202);
  });
});

/** Sockets of the gateway on a real Redis: snapshots, deltas, recovery, limits, and nothing of another tenant. */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shardName } from '../../schemas/shards.ts';
import { Folded, GatewayClient } from './gateway-client.ts';
import { startWorld, type World } from './gateway-world.ts';

describe.each(['uws', 'ws'] as const)('sockets over %s', (transport) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      transport,
      config: { maxConnections: 5, allowedOrigins: ['https://crm.example'] },
    });
  });
  afterAll(() => world.stop());

  it('gives a lead’s snapshot, then its deltas, numbered and in order', async () => {
    const lead = 'ann: the first';
    await world.scribe.write(lead);
    const client = await world.client();
    client.subscribe('a', { kind: 'lead', lead });
    const subscribed = await client.next('subscribed');
    expect(subscribed).toMatchObject({ id: 'a', n: 1, recovered: false });
    expect(subscribed.snapshot).toEqual([world.scribe.truth(lead)]);
    const written = await world.scribe.write(lead, { text: 'again' });
    await world.scribe.write('somebody else');
    await world.scribe.write(lead);
    await client.next('delta', 2);
    expect(client.of('delta')).toMatchObject([
      { id: 'a', n: 2, shard: shardName(written.shard), offset: written.id, insight: { seq: 2, lead } },
      { id: 'a', n: 3, insight: { seq: 3 } },
    ]);
    const folded = new Folded();
    for (const frame of client.frames) folded.take(frame);
    expect(folded.full(lead)).toEqual(world.scribe.truth(lead));
    await client.end();
  });

  it('gives an agent’s and a tenant’s leads, most urgent first, and only theirs', async () => {
    const tenant = 'desk';
    for (const [lead, agent, attention] of [
      ['x', 'kim', 0.2],
      ['y', 'kim', 0.8],
      ['z', 'lou', 0.5],
    ] as const) {
      await world.scribe.write(lead, { tenant, agent, attention });
    }
    const client = await world.client(world.token({ tenant }));
    client.subscribe('kim', { kind: 'agent', agent: 'kim' });
    client.subscribe('all', { kind: 'tenant' });
    const leads = async (id: string) =>
      (await client.next('subscribed', 1, id)).snapshot?.map(({ lead }) => lead);
    expect(await leads('kim')).toEqual(['y', 'x']);
    expect(await leads('all')).toEqual(['y', 'z', 'x']);
    await world.scribe.write('z', { tenant, agent: 'lou' });
    await world.scribe.write('x', { tenant, agent: 'kim' });
    await client.next('delta', 2, 'all');
    await client.next('delta', 1, 'kim');
    expect(client.of('delta', 'kim').map(({ insight }) => insight.lead)).toEqual(['x']);
    expect(client.of('delta', 'all').map(({ n, insight }) => [n, insight.lead])).toEqual([
      [2, 'z'],
      [3, 'x'],
    ]);
    await client.end();
  });

  it('shows nothing of another tenant, whatever is asked', async () => {
    await world.scribe.write('shared name', { tenant: 'rival', agent: 'eve' });
    const client = await world.client();
    client.subscribe('1', { kind: 'lead', lead: 'shared name' });
    client.subscribe('2', { kind: 'lead', lead: '../rival/shared name' });
    client.subscribe('3', { kind: 'agent', agent: 'eve' });
    client.subscribe('4', { kind: 'tenant' });
    client.send({ type: 'subscribe', id: '5', topic: { kind: 'tenant', tenant: 'rival' } });
    for (const id of ['1', '2', '3', '4', '5']) await client.next('subscribed', 1, id);
    await world.scribe.write('shared name', { tenant: 'rival', agent: 'eve' });
    const marker = await world.scribe.write('marker');
    await client.until(() => client.of('delta', '4').some(({ offset }) => offset === marker.id), 'marker');
    expect(JSON.stringify(client.frames)).not.toContain('rival');
    await client.end();
  });

  it('recovers at another time: the gap, in order, and nothing twice', async () => {
    const first = await world.client();
    first.subscribe('all', { kind: 'tenant' });
    const { epoch, offset } = await first.next('subscribed');
    await first.end();
    const written = [];
    for (let i = 0; i < 20; i++) written.push((await world.scribe.write(`gap ${i % 6}`)).id);
    const second = await world.client();
    second.subscribe('all', { kind: 'tenant' }, { epoch, offset });
    expect(await second.next('subscribed')).toMatchObject({ recovered: true, offset });
    expect((await second.next('subscribed')).snapshot).toBeUndefined();
    written.push((await world.scribe.write('gap live')).id);
    await second.next('delta', 21);
    expect(
      second
        .of('delta')
        .map(({ offset }) => offset)
        .sort(),
    ).toEqual([...written].sort());
    expect(second.of('delta').map(({ n }) => n)).toEqual(written.map((_, i) => i + 2));
    await second.end();
  });

  it('says recovered: false where the gap cannot be told whole', async () => {
    const { shard } = await world.scribe.write('trimmed');
    const stream = `{ds:${shardName(shard)}}:insights`;
    const client = await world.client();
    const topic = { kind: 'lead', lead: 'trimmed' } as const;
    client.subscribe('0', topic);
    const { epoch, offset } = await client.next('subscribed');
    const recover = async (id: string, epoch: string, offset: Record<string, string>) => {
      client.subscribe(id, topic, { epoch, offset });
      const answer = await client.next('subscribed', 1, id);
      expect(answer.recovered || answer.snapshot?.length === 1).toBe(true);
      return answer.recovered;
    };
    expect(await recover('same', epoch, offset)).toBe(true);
    expect(await recover('another epoch', 'another', offset)).toBe(false);
    expect(await recover('no offset', epoch, {})).toBe(false);
    expect(
      await recover('a future that is not ours', epoch, { [shardName(shard)]: '99999999999999-0' }),
    ).toBe(false);
    await world.scribe.write('trimmed');
    expect(await recover('one behind', epoch, offset)).toBe(true);
    await world.scribe.write('trimmed');
    await world.connection.client.xtrim(stream, 'MAXLEN', 1);
    expect(await recover('trimmed', epoch, offset)).toBe(false);
    await client.end();
  });

  it('answers frames it cannot use, and goes on', async () => {
    const client = await world.client();
    const wrong: [string | object, string, string][] = [
      ['{', 'malformed', '(frame)'],
      ['7', 'malformed', '(frame)'],
      [JSON.stringify({ type: 'ping', pad: 'x'.repeat(5000) }), 'malformed', '(frame)'],
      [{ type: 'publish' }, 'invalid', 'type'],
      [{ type: 'constructor' }, 'invalid', 'type'],
      [{ type: 'subscribe', id: 'a' }, 'invalid', 'topic'],
      [{ type: 'subscribe', id: '', topic: { kind: 'tenant' } }, 'invalid', 'id'],
      [{ type: 'subscribe', id: 'a', topic: { kind: 'lead', lead: 'a\u0000' } }, 'invalid', 'topic'],
      [
        {
          type: 'subscribe',
          id: 'a',
          topic: { kind: 'tenant' },
          recover: { epoch: 'e', offset: { '00': '1; DROP' } },
        },
        'invalid',
        'recover.offset.00',
      ],
    ];
    for (const [i, [frame, code, field]] of wrong.entries()) {
      client.send(frame);
      const error = await client.next('error', i + 1);
      expect(error).toMatchObject({ code, message: expect.any(String), fix: expect.any(String) });
      expect(error.field).toContain(field);
    }
    client.socket.send(Buffer.from([0xff, 0xfe]), { binary: true });
    expect((await client.next('error', wrong.length + 1)).code).toBe('malformed');
    client.send({ type: 'ping' });
    await client.next('pong');
    client.subscribe('a', { kind: 'tenant' });
    await client.next('subscribed');
    client.subscribe('a', { kind: 'tenant' });
    expect(await client.next('error', wrong.length + 2)).toMatchObject({ id: 'a', field: 'id' });
    client.send({ type: 'unsubscribe', id: 'a' });
    client.subscribe('a', { kind: 'tenant' });
    expect((await client.next('subscribed', 2, 'a')).n).toBe(1);
    await client.end();
  });

  it('limits subscriptions, and frames a second', async () => {
    const client = await world.client();
    for (let i = 0; i <= 100; i++) client.subscribe(`s${i}`, { kind: 'lead', lead: `nobody ${i}` });
    expect((await client.next('error')).id).toBe('s100');
    expect(client.of('subscribed').length).toBe(100);
    for (let i = 0; i < 300; i++) client.send({ type: 'ping' });
    await client.until(() => client.of('error').some(({ code }) => code === 'rate_limited'), 'rate limit');
    for (let i = 0; i < 600; i++) client.send({ type: 'ping' });
    await client.until(() => client.closed !== undefined, 'close');
    expect(client.closed?.code).toBe(4429);
  });

  it('refuses a socket without a good token, protocol or origin', async () => {
    const status = async (token: string | undefined, options = {}) => {
      const client = new GatewayClient(world.port, token, options);
      const [, response] = await once(client.socket, 'unexpected-response');
      response.resume();
      return response.statusCode;
    };
    const good = world.token();
    expect(await status('junk')).toBe(401);
    expect(await status(undefined, { protocols: ['doorstep.v1'] })).toBe(401);
    expect(await status(world.token({ ttlSeconds: -1 }))).toBe(401);
    expect(await status(world.token({ scopes: ['events:write'] }))).toBe(403);
    expect(await status(good, { protocols: [`bearer.${good}`] })).toBe(400);
    expect(await status(good, { origin: 'https://evil.example' })).toBe(403);
    expect(await status(good, { origin: 'null' })).toBe(403);
    for (const origin of ['https://crm.example', `http://127.0.0.1:${world.port}`]) {
      const client = await new GatewayClient(world.port, good, { origin }).open();
      expect(client.socket.protocol).toBe('doorstep.v1');
      await client.end();
    }
  });

  it('closes a socket when its token expires', async () => {
    const client = await world.client(world.token({ ttlSeconds: 2 }));
    await client.until(() => client.closed !== undefined, 'close');
    expect(client.closed?.code).toBe(4401);
  });

  it('limits the sockets of a tenant, not those of others', async () => {
    const crowd = world.token({ tenant: 'crowd' });
    const clients = await Promise.all(Array.from({ length: 5 }, () => world.client(crowd)));
    const sixth = await world.client(crowd);
    await sixth.until(() => sixth.closed !== undefined, 'close');
    expect(sixth.closed?.code).toBe(4429);
    const other = await world.client();
    other.send({ type: 'ping' });
    await other.next('pong');
    await Promise.all([other, ...clients].map((client) => client.end()));
    const again = await world.client(crowd);
    again.send({ type: 'ping' });
    await again.next('pong');
    await again.end();
  });

  it('sends its sockets away when it stops, and they recover at the next one', async () => {
    const client = await world.client();
    client.subscribe('all', { kind: 'tenant' });
    const { epoch, offset } = await client.next('subscribed');
    await world.restart();
    await client.until(() => client.closed !== undefined, 'close');
    expect(client.closed?.code).toBe(1012);
    const { id } = await world.scribe.write('while away');
    const next = await world.client();
    next.subscribe('all', { kind: 'tenant' }, { epoch, offset });
    expect((await next.next('subscribed')).recovered).toBe(true);
    expect((await next.next('delta')).offset).toBe(id);
    await next.end();
  });
});

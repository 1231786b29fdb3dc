/** What a gateway takes of a tenant, and how it lets go of its sockets when it stops. */
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { GatewayClient } from './gateway-client.ts';
import { startWorld, type World } from './gateway-world.ts';

describe.each(['uws', 'ws'] as const)('limits over %s', (transport) => {
  let world: World;
  afterEach(() => world.stop());

  it('takes so many frames of a tenant’s sockets together, and of another tenant as many', async () => {
    world = await startWorld({ transport, config: { maxFrames: 50 } });
    const crowd = await Promise.all(Array.from({ length: 4 }, () => world.client()));
    for (const client of crowd) for (let i = 0; i < 100; i++) client.send({ type: 'ping' });
    const heard = () => crowd.flatMap(({ frames }) => frames);
    await Promise.all(
      crowd.map((client) => client.until(() => client.frames.length === 100, 'every answer')),
    );
    const refused = heard().filter((frame) => frame.type === 'error');
    // Five seconds' worth at once, and what came in meanwhile.
    expect(refused.length).toBeGreaterThan(0);
    expect(heard().length - refused.length).toBeGreaterThanOrEqual(250);
    expect(refused[0]).toMatchObject({ code: 'rate_limited', fix: expect.stringContaining('MAX_FRAMES') });
    const other = await world.client(world.token({ tenant: 'other' }));
    other.send({ type: 'ping' });
    await other.next('pong');
    expect(crowd.every(({ closed }) => closed === undefined)).toBe(true);
  });

  it('stands a flood of frames that cannot be read, and cuts off where it comes from', async () => {
    world = await startWorld({ transport });
    const [loud, calm] = [await world.client(), await world.client()];
    for (let i = 0; i < 2000; i++) loud.send('{'.repeat(4000));
    await loud.until(() => loud.closed !== undefined, 'the close');
    expect(loud.closed?.code).toBe(4429);
    calm.send({ type: 'ping' });
    await calm.next('pong');
  });

  it('tells its sockets to move before it stops, and serves them until then', async () => {
    world = await startWorld({ transport, config: { drainMs: 2000 } });
    const clients = await Promise.all(Array.from({ length: 8 }, () => world.client()));
    for (const client of clients) client.subscribe('all', { kind: 'tenant' });
    await Promise.all(clients.map((client) => client.next('subscribed')));
    const { port } = world;
    const stopped = world.stopGateway();
    const told = await Promise.all(clients.map((client) => client.next('restarting')));
    const waits = told.map(({ retryAfterMs }) => retryAfterMs);
    expect(Math.max(...waits)).toBeLessThanOrEqual(1000);
    expect(new Set(waits).size).toBeGreaterThan(1);
    expect((await world.http('/readyz')).status).toBe(503);
    const late = new GatewayClient(port, world.token());
    const [, answer] = await once(late.socket, 'unexpected-response');
    answer.resume();
    expect(answer.statusCode).toBe(503);
    const { id } = await world.scribe.write('meanwhile');
    for (const client of clients) expect((await client.next('delta')).offset).toBe(id);
    for (const client of clients.slice(1)) await client.end();
    // Who stays is closed, in the second half.
    await clients[0]!.until(() => clients[0]!.closed !== undefined, 'the close');
    expect(clients[0]!.closed?.code).toBe(1012);
    await stopped;
  });
});

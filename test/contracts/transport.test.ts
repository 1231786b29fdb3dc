/** One suite for both transports: what the gateway above may rely on, whichever library is underneath. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../infra/free-port.ts';
import { createTransportWorld, echoEndpoint, OPTIONS, TRANSPORTS, until } from './transport-world.ts';

describe.each(TRANSPORTS)('transport %s', (_name, listen) => {
  const { start, dial, end } = createTransportWorld(listen);
  afterEach(end);

  it('hands over method, raw path, query, headers and body; sends status, headers and body back', async () => {
    const { http } = await start();
    const answer = await fetch(`${http}/a/b%20c%2Fd?x=1&y=%20`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', connection: 'close' },
      body: 'grüezi',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-test')).toBe('yes');
    expect(await answer.json()).toEqual({
      method: 'POST',
      path: '/a/b%20c%2Fd',
      query: 'x=1&y=%20',
      type: 'text/plain',
      body: 'grüezi',
    });
    const get = await fetch(`${http}/plain`, { headers: { connection: 'close' } });
    expect(await get.json()).toMatchObject({ method: 'GET', path: '/plain', query: '', body: '' });
  });

  it('takes a chunked body', async () => {
    const { http } = await start();
    const body = new ReadableStream({
      start(controller) {
        for (const part of ['one ', 'two ', 'three']) controller.enqueue(Buffer.from(part));
        controller.close();
      },
    });
    const answer = await fetch(`${http}/x`, {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { connection: 'close' },
    });
    expect(await answer.json()).toMatchObject({ body: 'one two three' });
  });

  it('gives null for a body over the limit, and still answers', async () => {
    const { http } = await start();
    const answer = await fetch(`${http}/x`, {
      method: 'POST',
      body: 'x'.repeat(1001),
      headers: { connection: 'close' },
    });
    expect(answer.status).toBe(413);
    const fits = await fetch(`${http}/x`, {
      method: 'POST',
      body: 'x'.repeat(1000),
      headers: { connection: 'close' },
    });
    expect(fits.status).toBe(200);
  });

  it('ends a connection that sends without end, after its 413', async () => {
    const { http } = await start();
    const raw = connect(Number(new URL(http).port), '127.0.0.1');
    raw.on('error', () => {});
    let heard = '';
    raw.on('data', (data) => {
      heard += data;
    });
    raw.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n');
    const flood = setInterval(() => raw.write('x'.repeat(4000)), 1);
    await once(raw, 'close');
    clearInterval(flood);
    expect(heard).toContain('413');
  });

  it('cuts off who sends a body byte by byte, and serves others meanwhile', async () => {
    const { http } = await start();
    const slow = Array.from({ length: 20 }, () => connect(Number(new URL(http).port), '127.0.0.1'));
    const closed = Promise.all(
      slow.map((raw) => new Promise((resolve) => raw.on('error', () => {}).on('close', resolve))),
    );
    for (const raw of slow) raw.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n');
    const drip = setInterval(() => {
      for (const raw of slow) if (raw.writable) raw.write('x');
    }, 100);
    expect((await fetch(`${http}/x`, { headers: { connection: 'close' } })).status).toBe(200);
    await closed;
    clearInterval(drip);
  }, 10_000);

  it('cuts off who does not finish the headers of an upgrade', async () => {
    const { ws } = await start();
    const raw = connect(Number(new URL(ws).port), '127.0.0.1');
    raw.on('error', () => {});
    raw.resume();
    raw.write('GET /socket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n');
    await once(raw, 'close');
  }, 25_000);

  it('answers a request whose client went away without harm', async () => {
    const { http } = await start();
    const raw = connect(Number(new URL(http).port), '127.0.0.1');
    raw.on('error', () => {});
    raw.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc');
    await once(raw, 'connect');
    raw.destroy();
    const after = await fetch(`${http}/still`, { headers: { connection: 'close' } });
    expect(after.status).toBe(200);
  });

  it('refuses an upgrade with the answer it was given', async () => {
    const { ws } = await start();
    const client = dial(ws, '');
    const [, response] = await once(client, 'unexpected-response');
    expect(response.statusCode).toBe(401);
    expect(response.headers['x-why']).toBe('no user');
    response.resume();
  });

  it('upgrades, answers the protocol, carries text both ways, tells the close', async () => {
    const { ws, opened, closed } = await start();
    const client = dial(ws);
    await once(client, 'open');
    expect(client.protocol).toBe('test.v1');
    client.send('héllo');
    const [data, binary] = await once(client, 'message');
    expect(String(data)).toBe('echo:héllo');
    expect(binary).toBe(false);
    expect(opened[0]!.user).toBe('ann');
    client.close();
    await until(() => closed.length === 1);
    opened[0]!.send('after the close');
    opened[0]!.close(1000, 'again');
    expect(opened[0]!.buffered()).toBe(0);
  });

  it('closes with code and reason, and closes one that sends too much', async () => {
    const { ws, opened, closed } = await start();
    const client = dial(ws);
    await once(client, 'open');
    await until(() => opened.length === 1);
    opened[0]!.close(4401, 'expired');
    const [code, reason] = await once(client, 'close');
    expect([code, String(reason)]).toEqual([4401, 'expired']);
    const loud = dial(ws, 'loud');
    await once(loud, 'open');
    loud.send('x'.repeat(2000));
    await once(loud, 'close');
    await until(() => closed.length === 2);
  });

  it('closes though a client does not answer', async () => {
    const { ws, opened, closed, stop } = await start();
    const client = dial(ws);
    await once(client, 'open');
    await until(() => opened.length === 1);
    client.pause();
    opened[0]!.close(1012, 'restarting');
    const began = performance.now();
    await stop();
    expect(performance.now() - began).toBeLessThan(5000);
    await until(() => closed.length === 1);
  });

  it('refuses a port that is taken, naming it', async () => {
    const port = await freePort();
    const first = await listen({ ...OPTIONS, port }, echoEndpoint().endpoint);
    await expect(listen({ ...OPTIONS, port }, echoEndpoint().endpoint)).rejects.toThrow(`127.0.0.1:${port}`);
    await first.close();
  });

  it('takes no new connection once closed', async () => {
    const { http, stop } = await start();
    await stop();
    await expect(fetch(`${http}/x`)).rejects.toThrow();
  });
});

/** What a gateway above either transport may rely on of frames: whole, in order, and counted until they are read. */
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { createTransportWorld, TRANSPORTS, until } from './transport-world.ts';

describe.each(TRANSPORTS)('frames of transport %s', (_name, listen) => {
  const { start, dial, end } = createTransportWorld(listen);
  afterEach(end);

  it('keeps frames whole and in order', async () => {
    const { ws, opened } = await start();
    const client = dial(ws);
    const heard: string[] = [];
    client.on('message', (data) => heard.push(String(data)));
    await once(client, 'open');
    await until(() => opened.length === 1);
    const tail = Buffer.from('é'.repeat(40_000));
    opened[0]!.send('a', tail);
    for (let i = 0; i < 50; i++) opened[0]!.send(`${i}ü`, tail.subarray(0, 2 * i));
    await until(() => heard.length === 51);
    expect(heard[0]).toBe(`a${'é'.repeat(40_000)}`);
    expect(heard.slice(1)).toEqual(Array.from({ length: 50 }, (_, i) => `${i}ü${'é'.repeat(i)}`));
  });

  it('keeps numbered frames whole, whatever was sent to another socket before', async () => {
    const { ws, opened } = await start();
    const heard = [dial(ws), dial(ws, 'bob')].map((client) => {
      const frames: string[] = [];
      client.on('message', (data) => frames.push(String(data)));
      return frames;
    });
    await until(() => opened.length === 2);
    const byUser = ['ann', 'bob'].map((user) => opened.find((socket) => socket.user === user)!);
    const starts = ['{"n":', '{"é":', '{"longer":', 'x'.repeat(2000), 'y'.repeat(1008), ''];
    const tails = ['!', '', 'é'.repeat(40_000), '}', 'z'.repeat(100_000)];
    const numbers = [1, 1, 9, 10, 99_999, 0, 2 ** 31, Number.MAX_SAFE_INTEGER];
    const sent: string[][] = [[], []];
    for (const text of tails) {
      const tail = Buffer.from(text);
      for (const n of numbers) {
        for (const [k, start] of starts.entries()) {
          const to = (k + n) % 2;
          byUser[to]!.sendNumbered(Buffer.from(start), n, tail);
          sent[to]!.push(`${start}${n}${text}`);
        }
      }
    }
    await until(() => heard.every((frames, i) => frames.length === sent[i]!.length));
    expect(heard).toEqual(sent);
  });

  it('counts what a client does not read of what was sent together', async () => {
    const { ws, opened, drained } = await start();
    const client = dial(ws);
    await once(client, 'open');
    await until(() => opened.length === 1);
    let received = 0;
    client.on('message', () => received++);
    client.pause();
    const block = Buffer.alloc(1024, 'x');
    let sent = 0;
    const some = () => {
      for (let i = 0; i < 12; i++, sent++) opened[0]!.sendNumbered(block, sent, block);
    };
    for (let i = 0; opened[0]!.buffered() < 200_000 && i < 2000; i++) {
      opened[0]!.together(some);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(opened[0]!.buffered()).toBeGreaterThan(200_000);
    client.resume();
    await until(() => received === sent);
    expect(drained.length).toBeGreaterThan(0);
    expect(opened[0]!.buffered()).toBe(0);
  });

  it('counts what a client does not read, and drains when it does', async () => {
    const { ws, opened, drained } = await start();
    const client = dial(ws);
    await once(client, 'open');
    await until(() => opened.length === 1);
    let received = 0;
    client.on('message', () => received++);
    client.pause();
    const block = Buffer.alloc(256 * 1024, 'x');
    let sent = 0;
    for (; opened[0]!.buffered() < 1_000_000; sent++) {
      opened[0]!.send('', block);
      await new Promise((resolve) => setImmediate(resolve));
    }
    drained.length = 0; // each block that went out while the kernel still took some told its own
    client.resume();
    await until(() => received === sent);
    expect(drained.length).toBeGreaterThan(0);
    expect(opened[0]!.buffered()).toBe(0);
  });
});

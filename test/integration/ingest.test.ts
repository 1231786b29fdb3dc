/** A file into a running Doorstep: refusals, pressure, absence, and dead letters on their way back. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Config, loadConfig } from '../../infra/config.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { dropDead, retryDead, selectDead, withDeadLetters } from '../../pipelines/dead.ts';
import { ingest } from '../../pipelines/ingest.ts';
import {
  createHttpIntake,
  createStreamIntake,
  type Intake,
  IntakeRefusedError,
  LEAD_EVENTS,
  MARKET_EVENTS,
} from '../../pipelines/intake.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';

const never = new AbortController().signal;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'doorstep-ingest-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const START = Date.now() - 60_000;
const message = (n: number, lead = `lead ${n % 5}`) => ({
  ...{
    id: `m${n}`,
    lead,
    at: START + n,
    type: 'message',
    from: 'lead',
    channel: 'sms',
    text: `message ${n}`,
  },
});

async function fileOf(lines: string[]): Promise<string> {
  const file = join(dir, `${Math.random()}.jsonl`);
  await writeFile(file, lines.join('\n'));
  return file;
}
const eventFile = (count: number) =>
  fileOf(Array.from({ length: count }, (_, n) => JSON.stringify(message(n))));

const ignore = { onBad: () => {}, onProgress: () => {} };

describe('over HTTP', () => {
  let server: Server;
  afterEach(() => server.close());

  /** A gateway that answers each request with the next of these; the last one again and again. */
  async function gateway(...answers: ((response: ServerResponse, request: IncomingMessage) => void)[]) {
    const bodies: { id: string }[][] = [];
    server = createServer(async (request, response) => {
      bodies.push(JSON.parse(await text(request)));
      (answers.length > 1 ? answers.shift()! : answers[0]!)(response, request);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { bodies, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }
  const status =
    (code: number, headers = {}, body = '{}') =>
    (response: ServerResponse) =>
      response.writeHead(code, headers).end(body);
  const accepted = status(202);

  const send = (url: string, file: string, speed?: number) =>
    ingest(
      { file, kind: LEAD_EVENTS, intake: createHttpIntake(url, 'a-token', LEAD_EVENTS), speed, ...ignore },
      never,
    );

  it('sends all of them in order, in batches', async () => {
    const { bodies, url } = await gateway(accepted);
    expect(await send(url, await eventFile(450))).toEqual({ sent: 450, bad: 0 });
    expect(bodies.length).toBe(3);
    expect(bodies.flat().map(({ id }) => id)).toEqual(Array.from({ length: 450 }, (_, n) => `m${n}`));
  });

  it('sends the token', async () => {
    let authorization: string | undefined;
    const { url } = await gateway((response, request) => {
      authorization = request.headers.authorization;
      accepted(response);
    });
    await send(url, await eventFile(1));
    expect(authorization).toBe('Bearer a-token');
  });

  it('waits as long as a gateway under pressure asks, then sends the same again', async () => {
    const { bodies, url } = await gateway(status(429, { 'retry-after': '1' }), accepted);
    const before = performance.now();
    await send(url, await eventFile(3));
    expect(performance.now() - before).toBeGreaterThan(900);
    expect(bodies.length).toBe(2);
    expect(bodies[1]).toEqual(bodies[0]);
  });

  it('sends again after an outage and after a cut connection', async () => {
    const cut = (response: ServerResponse) => response.socket!.destroy();
    const { bodies, url } = await gateway(status(503, { 'retry-after': '0.1' }), cut, accepted);
    expect(await send(url, await eventFile(3))).toEqual({ sent: 3, bad: 0 });
    expect(bodies.length).toBe(3);
  });

  it('stops where waiting would not help, with what the gateway said', async () => {
    const refusal = { error: { message: 'The token has expired', fix: 'Ask for a new one' } };
    const { bodies, url } = await gateway(status(401, {}, JSON.stringify(refusal)));
    const sending = send(url, await eventFile(3));
    await expect(sending).rejects.toThrow(IntakeRefusedError);
    await expect(sending).rejects.toThrow(/401: The token has expired. Ask for a new one/);
    expect(bodies.length).toBe(1);
  });

  it('leaves bad lines out, and says which', async () => {
    const { bodies, url } = await gateway(accepted);
    const file = await fileOf([
      JSON.stringify(message(1)),
      '{"id":',
      '{"type":"letter"}',
      '',
      JSON.stringify(message(2)),
    ]);
    const bad: [number, string][] = [];
    const intake = createHttpIntake(url, 'a-token', LEAD_EVENTS);
    const onBad = (line: number, { field }: { field: string }) => void bad.push([line, field]);
    expect(await ingest({ file, kind: LEAD_EVENTS, intake, ...ignore, onBad }, never)).toEqual({
      sent: 2,
      bad: 2,
    });
    expect(bad).toEqual([
      [2, '(root)'],
      [3, 'type'],
    ]);
    expect(bodies.flat().map(({ id }) => id)).toEqual(['m1', 'm2']);
  });

  it('ends at once when interrupted, even while the gateway is away', async () => {
    const stopping = new AbortController();
    const { url } = await gateway((response) => {
      response.socket!.destroy();
      stopping.abort();
    });
    const intake = createHttpIntake(url, 'a-token', LEAD_EVENTS);
    const options = { file: await eventFile(3), kind: LEAD_EVENTS, intake, ...ignore };
    expect(await ingest(options, stopping.signal)).toEqual({ sent: 0, bad: 0 });
  });
});

describe('with --speed', () => {
  it('keeps the spacing, divided', async () => {
    const sent: { id: string; after: number }[] = [];
    const begun = performance.now();
    const intake: Intake = {
      async send(events) {
        for (const { body } of events)
          sent.push({ id: (body as { id: string }).id, after: performance.now() - begun });
      },
      close() {},
    };
    const lines = [0, 20, 4000, 8000].map((ms) => JSON.stringify({ ...message(ms), at: START + ms }));
    await ingest({ file: await fileOf(lines), kind: LEAD_EVENTS, intake, speed: 20, ...ignore }, never);
    expect(sent.map(({ id }) => id)).toEqual(['m0', 'm20', 'm4000', 'm8000']);
    const [, , third, fourth] = sent.map(({ after }) => after);
    // Counted from the start: a late one does not shift the next. Never before its time, and well before the real one.
    expect(third!).toBeGreaterThan(199);
    expect(fourth!).toBeGreaterThan(399);
    expect(fourth!).toBeLessThan(8000);
  });
});

describe('on the streams', () => {
  let redis: TestRedis;
  let connection: RedisConnection;
  let config: Config;
  beforeAll(async () => {
    redis = await startTestRedis();
    connection = connectRedis(redis.url);
    config = loadConfig({ REDIS_URL: redis.url });
  });
  afterEach(() => connection.client.flushall());
  afterAll(async () => {
    connection.close();
    await stopTestRedis(redis);
  });

  const eventsOn = async (stream: string) =>
    (await connection.client.xrange(stream, '-', '+')).map(
      ([, fields]) => JSON.parse(fields[1]!) as { id: string },
    );
  const shardOfLead = (lead: string) => shardOf(leadKey('main', lead), config.shards);

  it('puts each event on the shard of its lead, in order', async () => {
    const intake = createStreamIntake(config, LEAD_EVENTS);
    await ingest({ file: await eventFile(100), kind: LEAD_EVENTS, intake, ...ignore }, never);
    intake.close();
    for (const [n, lead] of [0, 1, 2, 3, 4].map((k) => [k, `lead ${k}`] as const)) {
      const there = await eventsOn(shardKeys('leads', shardOfLead(lead)).events);
      const ids = there.filter((event) => (event as { lead?: string }).lead === lead).map(({ id }) => id);
      expect(ids).toEqual(Array.from({ length: 20 }, (_, k) => `m${n + 5 * k}`));
    }
  });

  it('puts market events on market shards', async () => {
    const at = Date.now();
    const news = {
      id: 'n1',
      at,
      seq: 1,
      area: 'Fern Hill',
      type: 'competitor',
      agent: 'rival',
      change: 'campaign',
    };
    const intake = createStreamIntake(config, MARKET_EVENTS);
    await ingest(
      { file: await fileOf([JSON.stringify(news)]), kind: MARKET_EVENTS, intake, ...ignore },
      never,
    );
    intake.close();
    const shard = shardOf('main/area/fern hill', config.marketShards);
    expect(await eventsOn(shardKeys('market', shard).events)).toEqual([news]);
  });

  describe('dead letters', () => {
    const bury = (shard: number, step: string, event: string) =>
      connection.client.xadd(
        shardKeys('leads', shard).dead,
        '*',
        ...['step', step, 'reason', 'a reason', 'entry', '1-0', 'event', event],
      );
    const all = { ids: [], all: true };
    const list = () =>
      withDeadLetters(config, async (letters) => {
        const found = [];
        for await (const letter of selectDead(letters, all)) found.push(letter);
        return found;
      });

    it('are listed with step, reason and the bytes as they came', async () => {
      await bury(3, 'decode', '{"broken');
      const [letter, ...others] = await list();
      expect(others).toEqual([]);
      expect(letter).toMatchObject({ space: 'leads', shard: 3, step: 'decode', reason: 'a reason' });
      expect(letter!.id).toMatch(/^03:\d+-0$/);
      expect(letter!.event.toString()).toBe('{"broken');
    });

    it('of one step are retried on the shard they belong on', async () => {
      const event = message(7, 'ada');
      const right = shardOfLead('ada');
      const wrong = (right + 1) % config.shards;
      await bury(wrong, 'route', JSON.stringify(event));
      await bury(wrong, 'decode', '{"broken');
      const selection = { ...all, step: 'route' };
      const handled = await withDeadLetters(config, (letters) => retryDead(letters, selection, config));
      expect(handled).toMatchObject({ done: [expect.any(String)], unknown: [], waiting: [] });
      expect(await eventsOn(shardKeys('leads', right).events)).toEqual([event]);
      expect((await list()).map(({ step }) => step)).toEqual(['decode']);
    });

    it('stay until the analytics sink has them', async () => {
      const id = await bury(2, 'decode', 'x');
      const { dead } = shardKeys('leads', 2);
      await connection.client.xgroup('CREATE', dead, 'analytics', '0');
      const drop = () => withDeadLetters(config, (letters) => dropDead(letters, all));
      expect(await drop()).toMatchObject({ done: [], waiting: [`02:${id}`] });
      await connection.client.xgroup('SETID', dead, 'analytics', id!);
      expect(await drop()).toMatchObject({ done: [`02:${id}`], waiting: [] });
      expect(await list()).toEqual([]);
    });

    it('that are not there are said to be unknown', async () => {
      const selection = { ids: ['05:1-1'], all: false };
      const handled = await withDeadLetters(config, (letters) => dropDead(letters, selection));
      expect(handled).toEqual({ done: [], unknown: ['05:1-1'], waiting: [] });
    });
  });
});

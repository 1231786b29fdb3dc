/** The gateway's role beside the processors' on one Redis: from a POST to the socket, as an integration sees it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig } from '../../infra/config.ts';
import { createTokens, SCOPES } from '../../infra/gateway/auth.ts';
import { createLog } from '../../infra/log.ts';
import { createGatewayRole } from '../../pipelines/gateway.ts';
import { createLeadsRole } from '../../pipelines/serve-flows.ts';
import { ServerFrame } from '../../schemas/frames.ts';
import { StreamingInsight } from '../../schemas/insight.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';
import { Folded, GatewayClient } from './gateway-client.ts';

const SECRET = 'a secret for tests that is long enough';
const abort = new AbortController();
let redis: TestRedis;
let dataDir: string;
let roles: Promise<void>[];
let port: number;
let token: string;

beforeAll(async () => {
  redis = await startTestRedis();
  dataDir = await mkdtemp(join(tmpdir(), 'doorstep-data-'));
  const config = { ...loadConfig({}), redisUrl: redis.url, port: 0, jwtSecret: SECRET, dataDir };
  const log = createLog('error', 'test');
  port = await new Promise<number>((resolve, reject) => {
    roles = [
      createGatewayRole(config, log, resolve)(abort.signal),
      createLeadsRole(config, log)(abort.signal),
    ];
    for (const role of roles) role.catch(reject);
  });
  token = createTokens(SECRET).issue({
    tenant: 'main',
    scopes: SCOPES,
    subject: 'test',
    ttlSeconds: 600,
  });
});
afterAll(async () => {
  abort.abort();
  await Promise.all(roles);
  await stopTestRedis(redis);
  await rm(dataDir, { recursive: true, force: true });
});

const headers = () => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  connection: 'close',
});
const post = (body: object) =>
  fetch(`http://127.0.0.1:${port}/v1/events`, {
    method: 'POST',
    headers: headers(),
    body: JSON.stringify(body),
  });
const get = async (path: string) =>
  (await fetch(`http://127.0.0.1:${port}${path}`, { headers: headers() })).json();

it('carries messages from a POST to insights on the socket, and to what HTTP shows', async () => {
  const client = await connected();
  const lead = 'a lead: 17';
  client.subscribe('all', { kind: 'tenant' });
  await client.next('subscribed');
  const texts = [
    'Hi, is the house on Elm St still available?',
    'We have $450k and want to move in May',
    'Can we see it Saturday?',
  ];
  // Heard of late: nothing is prepared for what is long over, so the deltas are the messages' own.
  const at = Date.now() - 24 * 3_600_000;
  const common = { lead, at, type: 'message', from: 'lead', channel: 'sms' };
  for (const [i, text] of texts.entries()) {
    expect((await post({ ...common, id: `m${i}`, text })).status).toBe(202);
  }
  expect((await post({ ...common, id: 'm0', text: 'the same id again' })).status).toBe(202);
  expect((await post({ ...common, id: 'm3', text: 'thanks' })).status).toBe(202);
  await client.next('delta', 4);
  expect(client.of('delta').map(({ insight }) => [insight.seq, insight.event])).toEqual([
    [1, 'm0'],
    [2, 'm1'],
    [3, 'm2'],
    [4, 'm3'],
  ]);
  const frames = Compile(ServerFrame);
  for (const frame of client.frames) expect(frames.Check(frame)).toBe(true);
  const folded = new Folded();
  for (const frame of client.frames) folded.take(frame);
  const shown = (await get(`/v1/leads/${encodeURIComponent(lead)}`)) as StreamingInsight;
  expect(Compile(StreamingInsight).Check(shown)).toBe(true);
  // Measured times travel with the delta and are no part of what is kept.
  const { processingTimeMs, stages } = shown;
  expect({ ...folded.full(lead), processingTimeMs, stages, insightDelta: shown.insightDelta }).toEqual(shown);
  expect(await get('/v1/leads')).toEqual([shown]);
  const talk = (await get(`/v1/leads/${encodeURIComponent(lead)}/talk`)) as { text: string }[];
  expect(talk.map(({ text }) => text)).toEqual([...texts, 'thanks']);
  client.subscribe('one', { kind: 'lead', lead });
  expect((await client.next('subscribed', 1, 'one')).snapshot).toEqual([shown]);
  await client.end();
});

/** The tail may still be beginning. */
async function connected(): Promise<GatewayClient> {
  for (let i = 0; i < 200; i++) {
    const client = new GatewayClient(port, token);
    const open = await Promise.race([
      client.open(),
      new Promise<null>((resolve) => client.socket.once('unexpected-response', () => resolve(null))),
    ]);
    if (open) return open;
    client.socket.terminate();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the gateway never became ready');
}

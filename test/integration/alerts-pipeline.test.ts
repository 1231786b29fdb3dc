/** Gateway, processors and notify on one Redis, with the real judges: from what a lead writes to who hears of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig } from '../../infra/config.ts';
import { createTokens, SCOPES } from '../../infra/gateway/auth.ts';
import { createLog } from '../../infra/log.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createGatewayRole } from '../../pipelines/gateway.ts';
import { createNotifyRole } from '../../pipelines/notify.ts';
import { createLeadsRole } from '../../pipelines/serve-flows.ts';
import { CompetitiveAnalysis, type NoticeRecord } from '../../schemas/competition.ts';
import type { Alerts } from '../../schemas/competition-answers.ts';
import { AlertFrame } from '../../schemas/frames.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';
import { GatewayClient } from './gateway-client.ts';

const SECRET = 'a secret for tests that is long enough';
const PATIENT = { timeout: 20_000, interval: 20 };
const config = { ...loadConfig({}), port: 0, jwtSecret: SECRET };
const abort = new AbortController();
let redis: TestRedis;
let connection: RedisConnection;
let dataDir: string;
let roles: Promise<void>[];
let port: number;
let token: string;

beforeAll(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
  dataDir = await mkdtemp(join(tmpdir(), 'doorstep-data-'));
  const placed = { ...config, redisUrl: redis.url, dataDir };
  const log = createLog('error', 'test');
  port = await new Promise<number>((resolve, reject) => {
    roles = [
      createGatewayRole(placed, log, resolve)(abort.signal),
      createLeadsRole(placed, log)(abort.signal),
      createNotifyRole(placed, log)(abort.signal),
    ];
    for (const role of roles) role.catch(reject);
  });
  const grant = { tenant: 'main', scopes: SCOPES, subject: 'kim', ttlSeconds: 600 };
  token = createTokens(SECRET).issue(grant);
});
afterAll(async () => {
  abort.abort();
  await Promise.all(roles);
  connection.close();
  await stopTestRedis(redis);
  await rm(dataDir, { recursive: true, force: true });
});

const call = (method: string, path: string, body?: object) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
    ...(body && { body: JSON.stringify(body) }),
  });
const get = async <T>(path: string) => (await (await call('GET', path)).json()) as T;
/** A lead that an agent has, and that goes to another. */
async function leaves(lead: string, agent: string): Promise<void> {
  const common = { lead, at: Date.now() };
  const events = [
    { ...common, id: 'p', type: 'profile', name: 'Ann Lee', agent },
    {
      ...{ ...common, id: 'm', type: 'message', from: 'lead', channel: 'sms' },
      text: 'We have decided to list with Keller Williams instead and signed with them yesterday.',
    },
  ];
  expect((await call('POST', '/v1/events', events)).status).toBe(202);
}
const noticesOf = async (lead: string) => {
  const { alerts } = shardKeys('leads', shardOf(leadKey('main', lead), config.shards));
  const entries = await connection.client.xrange(alerts, '-', '+');
  return entries
    .map(([, fields]) => JSON.parse(fields[fields.indexOf('body') + 1]!) as NoticeRecord)
    .filter((record) => record.kind === 'notice' && record.lead === lead);
};

it('brings a critical alert to the agent’s socket, and nothing by another way', async () => {
  await call('PUT', '/v1/agents/kim/contact', { email: 'kim@example.com' });
  const client = await new GatewayClient(port, token).open();
  client.subscribe('mine', { kind: 'alerts', agent: 'kim' });
  await client.next('subscribed');
  await leaves('a lead: 17', 'kim');
  const frame = await client.next('alert');
  expect(Compile(AlertFrame).Check(frame)).toBe(true);
  expect(frame.alert).toMatchObject({ lead: 'a lead: 17', step: 'raised', level: 'critical' });
  await expect
    .poll(() => noticesOf('a lead: 17'), PATIENT)
    .toMatchObject([{ channel: 'socket', status: 'sent' }]);
  await client.end();
});

it('sends it by the agent’s channel where no socket is open, once', async () => {
  await leaves('ben', 'kim');
  await expect
    .poll(() => noticesOf('ben'), PATIENT)
    .toMatchObject([{ channel: 'email', status: 'sent', audience: 'agent', detail: 'outbox' }]);
});

it('shows it until somebody has closed it, with what is known of the lead', async () => {
  const open = async () =>
    (await get<Alerts>('/v1/alerts?agent=lou')).alerts.map(({ lead, alert }) => [lead, alert.status]);
  await leaves('cy', 'lou');
  await expect.poll(open, PATIENT).toEqual([['cy', 'open']]);
  const [{ alert }] = (await get<Alerts>('/v1/alerts?agent=lou')).alerts as [Alerts['alerts'][number]];
  const analysis = await get<CompetitiveAnalysis>('/v1/leads/cy/competition');
  expect(Compile(CompetitiveAnalysis).Check(analysis)).toBe(true);
  expect(analysis.competitorThreats.map(({ name }) => name)).toEqual(['Keller Williams']);
  const act = (what: string) => call('POST', `/v1/leads/cy/alerts/${encodeURIComponent(alert.id)}/${what}`);
  expect((await act('acknowledge')).status).toBe(202);
  await expect.poll(open, PATIENT).toEqual([['cy', 'acknowledged']]);
  expect((await act('close')).status).toBe(202);
  await expect.poll(open, PATIENT).toEqual([]);
});

it('hears of competitors that the brokerage knows, from its place on the log', async () => {
  const { registry } = await get<{ registry: object }>('/v1/competitors');
  const own = { id: 'harbor', kind: 'brokerage', name: 'Harborlight Realty', aliases: [] };
  expect((await call('PUT', '/v1/competitors', { ...registry, competitors: [own] })).status).toBe(200);
  const common = { lead: 'dee', at: Date.now(), type: 'message', from: 'lead', channel: 'sms' };
  await call('POST', '/v1/events', {
    ...common,
    id: 'm',
    text: 'We are also talking to Harborlight Realty.',
  });
  const rivals = async () =>
    (await get<{ competition?: { rivals: object[] } }>('/v1/leads/dee')).competition?.rivals;
  await expect.poll(rivals, PATIENT).toMatchObject([{ competitor: 'harbor', name: 'Harborlight Realty' }]);
});

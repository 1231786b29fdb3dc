/** Similar leads and patterns over the real roles: one tenant's only, gone when erased, there again after a restart. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig } from '../../infra/config.ts';
import { createTokens, SCOPES, type Scope } from '../../infra/gateway/auth.ts';
import { createLog } from '../../infra/log.ts';
import { connectRedis } from '../../infra/redis/connect.ts';
import { createGatewayRole } from '../../pipelines/gateway.ts';
import { createLeadsRole } from '../../pipelines/serve-flows.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { Patterns, SimilarLeads } from '../../schemas/similar.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';

const SECRET = 'a secret for tests that is long enough';
const PEOPLE = ['ann', 'bob', 'cy: the/third', 'dee'];
let redis: TestRedis;
let dataDir: string;
let processors: { stop(): Promise<void> };
let gateway: { port: number; stop(): Promise<void> };

const config = () => ({ ...loadConfig({}), redisUrl: redis.url, port: 0, jwtSecret: SECRET, dataDir });
const log = createLog('error', 'test');

beforeAll(async () => {
  redis = await startTestRedis();
  dataDir = await mkdtemp(join(tmpdir(), 'doorstep-data-'));
  const abort = new AbortController();
  const role = createLeadsRole(config(), log)(abort.signal);
  processors = {
    async stop() {
      abort.abort();
      await role;
    },
  };
  gateway = await startGateway();
});
afterAll(async () => {
  await gateway.stop();
  await processors.stop();
  await stopTestRedis(redis);
  await rm(dataDir, { recursive: true, force: true });
});

async function startGateway(): Promise<typeof gateway> {
  const abort = new AbortController();
  let role: Promise<void> | undefined;
  const port = await new Promise<number>((resolve, reject) => {
    role = createGatewayRole(config(), log, resolve)(abort.signal);
    role.catch(reject);
  });
  return {
    port,
    async stop() {
      abort.abort();
      await role;
    },
  };
}

async function ask(path: string, tenant = 'main', scopes: readonly Scope[] = SCOPES, body?: object) {
  const token = createTokens(SECRET).issue({ tenant, scopes, subject: 'test', ttlSeconds: 60 });
  return fetch(`http://127.0.0.1:${gateway.port}${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
}
const similarPath = (lead: string) => `/v1/leads/${encodeURIComponent(lead)}/similar`;
const similar = async (lead: string, tenant?: string): Promise<SimilarLeads> => {
  const answer = await ask(similarPath(lead), tenant);
  return answer.ok
    ? ((await answer.json()) as SimilarLeads)
    : { similar: [], among: -answer.status, complete: false };
};
const leadsLike = async (lead: string, tenant?: string) =>
  (await similar(lead, tenant)).similar.map((one) => one.lead).sort();
const eventually = <T>(value: () => Promise<T>) => expect.poll(value, { timeout: 15_000 });

it('compares the leads of a tenant, and no others', async () => {
  const at = Date.now() - 60_000;
  for (const [tenant, people] of [
    ['main', PEOPLE],
    ['rivals', ['eve', 'fay']],
  ] as const) {
    const events = people.flatMap((lead) => [
      {
        id: `p-${lead}`,
        lead,
        at,
        type: 'profile',
        name: lead.toUpperCase(),
        area: 'Elm Park',
        budget: 450_000,
      },
      {
        ...{ id: `m-${lead}`, lead, at: at + 1000, type: 'message', from: 'lead', channel: 'sms' },
        text: 'Is the two-bedroom on Elm Street still for sale? We could come on Saturday',
      },
      { id: `v-${lead}`, lead, at: at + 2000, type: 'activity', activity: 'listing_view', ref: 'mls-4471' },
    ]);
    expect((await ask('/v1/events', tenant, SCOPES, events)).status).toBe(202);
  }
  await eventually(() => leadsLike('ann')).toEqual(['bob', 'cy: the/third', 'dee']);
  await eventually(() => leadsLike('eve', 'rivals')).toEqual(['fay']);
  const found = await similar('cy: the/third');
  expect(Compile(SimilarLeads).Check(found)).toBe(true);
  expect(found).toMatchObject({ among: 4, complete: true });
  expect(found.similar[0]).toMatchObject({ name: expect.stringMatching(/^[A-Z]+$/), status: 'open' });
  expect(found.similar[0]!.similarity).toBeGreaterThan(0.9);
  expect(found.similar[0]!.why).toContain('same area');
});

it('answers for another tenant’s lead as for one that never was, and only who may read leads', async () => {
  expect((await ask(similarPath('eve'))).status).toBe(404);
  expect((await ask(similarPath('nobody'))).status).toBe(404);
  expect((await ask(similarPath('ann'), 'main', ['events:write'])).status).toBe(403);
  expect((await ask('/v1/patterns', 'main', ['events:write'])).status).toBe(403);
});

it('gives patterns with counts, and says nothing of few cases', async () => {
  const patterns = (await (await ask('/v1/patterns')).json()) as Patterns;
  expect(Compile(Patterns).Check(patterns)).toBe(true);
  expect(patterns).toMatchObject({ leads: 4, complete: true, leastCases: 20, nextSteps: [], listings: [] });
  expect(patterns.cohorts.enough).toBe(false);
  expect(Date.parse(patterns.asOf!)).toBeGreaterThan(Date.parse(patterns.since!) - 1);
});

it('gathers the leads again after a restart', async () => {
  await gateway.stop();
  gateway = await startGateway();
  await eventually(() => leadsLike('ann')).toEqual(['bob', 'cy: the/third', 'dee']);
});

it('forgets an erased lead', async () => {
  const redisClient = connectRedis(redis.url);
  const shard = shardOf(leadKey('main', 'bob'), config().shards);
  const erase = {
    id: 'erase-bob',
    tenant: 'main',
    lead: 'bob',
    at: Date.now(),
    type: 'erase',
    requestedBy: 'test',
  };
  await redisClient.client.xadd(shardKeys('leads', shard).events, '*', 'event', JSON.stringify(erase));
  await eventually(() => leadsLike('ann')).toEqual(['cy: the/third', 'dee']);
  expect((await ask(similarPath('bob'))).status).toBe(404);
  await eventually(async () => (await similar('ann')).among).toBe(3);
  redisClient.close();
});

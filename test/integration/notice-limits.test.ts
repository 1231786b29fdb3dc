/**
 * However alerts come, whoever is killed between: no person gets more messages in a window than there may be, and every
 * alert is told by exactly one of them. On a real Redis, whose clock it is; windows are short, so that they pass.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createNoticeLimits, type NoticeLimits, type NoticeName } from '../../infra/redis/notice-limits.ts';
import { pause } from '../../infra/run.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';

const WINDOW_MS = 120;
let redis: TestRedis;
let connection: RedisConnection;
beforeAll(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
});
afterAll(async () => {
  connection.close();
  await stopTestRedis(redis);
});

interface Sent {
  /** Between these, by the store's clock, its place was taken. */
  before: number;
  after: number;
  told: string[];
}

const redisNow = async (): Promise<number> => {
  const [seconds, micros] = await connection.client.time();
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
};

/** One notice from its entry to its message, as notify does; `again`: its first worker died on the way. */
async function tell(
  limits: NoticeLimits,
  agent: string | null,
  name: NoticeName,
  again: boolean,
): Promise<Sent | null> {
  const audience = { tenant: 'main', agent };
  let before = await redisNow();
  const first = await limits.place(audience, name);
  // A place of its own is known for a window only, which a busy machine may take between two calls.
  const place = again && first.kind !== 'now' ? await limits.place(audience, name) : first;
  expect(place.kind).toBe(first.kind);
  if (place.kind === 'grouped') return null;
  if (place.kind === 'now') return { before, after: await redisNow(), told: [name.id] };
  for (let wait = place.waitMs; ; wait = 5) {
    await pause(wait);
    before = await redisNow();
    const digest = await limits.close(audience, name);
    if (!digest) continue;
    const after = await redisNow();
    if (again) {
      expect(await limits.place(audience, name)).toEqual({ kind: 'carry', waitMs: 0 });
      expect(await limits.close(audience, name)).toEqual(digest);
    }
    return { before, after, told: digest.map(({ id }) => id) };
  }
}

it('gives a notice that is asked for again the place it had', async () => {
  await connection.client.flushall();
  const limits = createNoticeLimits(connection.client, { most: 1, windowMs: 60_000 });
  const place = async (id: string) =>
    (await limits.place({ tenant: 'main', agent: 'kim' }, { id, lead: 'l', alert: 'a' })).kind;
  const asked = ['a', 'a', 'b', 'c', 'b', 'c', 'a'];
  const answers: string[] = [];
  for (const id of asked) answers.push(await place(id));
  expect(answers).toEqual(['now', 'now', 'carry', 'grouped', 'carry', 'grouped', 'now']);
});

it('tells every alert once, in no more messages than a window may have', async () => {
  const alert = fc.record({
    gapMs: fc.integer({ min: 0, max: 40 }),
    agent: fc.constantFrom('kim', null),
    again: fc.boolean(),
  });
  const runs = fc.record({
    most: fc.integer({ min: 1, max: 3 }),
    alerts: fc.array(alert, { minLength: 1, maxLength: 14 }),
  });
  await fc.assert(
    fc.asyncProperty(runs, async ({ most, alerts }) => {
      await connection.client.flushall();
      const limits = createNoticeLimits(connection.client, { most, windowMs: WINDOW_MS });
      const telling: Promise<[string | null, Sent | null]>[] = [];
      for (const [i, { gapMs, agent, again }] of alerts.entries()) {
        await pause(gapMs);
        const name = { id: `n${i}`, lead: `l/"${i}`, alert: 'a' };
        telling.push(tell(limits, agent, name, again).then((sent) => [agent, sent]));
      }
      const told = await Promise.all(telling);
      const messages = told.flatMap(([agent, sent]) => (sent ? [{ agent, ...sent }] : []));
      for (const { agent, before: from } of messages) {
        const within = messages.filter(
          (one) => one.agent === agent && one.before >= from && one.after < from + WINDOW_MS,
        );
        expect(within.length).toBeLessThanOrEqual(most);
      }
      const all = messages.flatMap((one) => one.told).sort();
      expect(all).toEqual(alerts.map((_, i) => `n${i}`).sort());
    }),
    { numRuns: 25 },
  );
}, 120_000);

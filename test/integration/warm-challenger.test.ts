/** A challenger that comes late, on real stores: retained events make up what it missed, and it is compared and serves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retainedEntries } from '../../infra/clickhouse/retained-events.ts';
import { createLog } from '../../infra/log.ts';
import { warmth } from '../../pipelines/learn.ts';
import { decide } from '../../pipelines/models.ts';
import { type WarmPass, warmSome } from '../../pipelines/warm-challenger.ts';
import type { LeadState } from '../../processors/lead-state.ts';
import { leadStates } from '../../processors/lead-states.ts';
import { leadKey, shardOf } from '../../schemas/shards.ts';
import { fakeJudges } from '../unit/processors/fake-judges.ts';
import { expectReplayed } from './expect-replayed.ts';
import { judges, LEADS, type LearningWorld, SHARDS, startLearningWorld } from './learning-world.ts';

const patient = { timeout: 40_000, interval: 100 };
/** Every fourth lead converted and every fourth is lost: nothing more is forecast of them. */
const OPEN = LEADS / 2;
const EVENTS = LEADS * 4.5 - LEADS / 4;
const BEGINNING = { tenant: '', lead: '' };

let world: LearningWorld;
let stopAnalytics: () => Promise<void>;
beforeAll(async () => {
  world = await startLearningWorld(fakeJudges);
  stopAnalytics = world.analytics();
  await world.live();
}, 90_000);
afterAll(async () => {
  await stopAnalytics();
  await world.stop();
});

/** Waits until ClickHouse has as many insights, and as many events behind them. */
async function stored(insights: number, events: number): Promise<void> {
  const counted = async (table: string) => {
    const query = `SELECT count() AS n FROM analytics.${table} FINAL WHERE type NOT IN ('warm', 'model')`;
    const answer = await world.client.query({ query, format: 'JSONEachRow' });
    return Number((await answer.json<{ n: string }>())[0]!.n);
  };
  await expect.poll(() => counted('insights'), patient).toBe(insights);
  await expect.poll(() => counted('events'), patient).toBe(events);
}

async function stateOf(lead: string): Promise<LeadState> {
  const key = leadKey('main', lead);
  const [bytes] = await world.log.load([{ shard: shardOf(key, SHARDS), key }]);
  return leadStates.unpack(bytes!);
}

const pass = (): Promise<WarmPass> =>
  warmSome(
    {
      ...{ log: world.log, clickhouse: world.client, logger: createLog('silent', 'test') },
      ...warmth(judges, SHARDS),
    },
    BEGINNING,
    Date.now(),
  );
const factsOf = async (lead: string) =>
  (await world.entries()).filter(({ wire }) => wire.lead === lead).map(({ facts }) => facts);

describe('a challenger that came late', { timeout: 90_000 }, () => {
  it('finds the events of a lead in the order they were worked, or none where one is gone', async () => {
    await stored(EVENTS, EVENTS);
    await world.anotherProcessor(judges); // from now on there is a challenger
    await world.client.command({
      query: "DELETE FROM analytics.events WHERE lead = 'lead 6' AND id LIKE 'lead 6/35/%'",
    });
    const known = ['lead 2', 'lead 6'].map((lead) => ({ lead, seq: 5 }));
    const kept = await retainedEntries(world.client, 'main', known);
    expect([...kept.keys()]).toEqual(['lead 2']);
    const days = kept.get('lead 2')!.map(({ bytes }) => JSON.parse(String(bytes)).id.split('/')[1]);
    expect(days).toEqual(['0', '3', '35', '65', '95']);
  });

  it('is warmed for every open lead whose events are all there and that did not move on', async () => {
    await stopAnalytics();
    await world.says('lead 3', 100);
    await expect.poll(async () => (await factsOf('lead 3')).length, patient).toBe(6);
    expect((await factsOf('lead 3')).at(-1)!.forecasts).toHaveLength(1);
    expect(await pass()).toEqual({
      ...{ looked: LEADS, warmed: OPEN - 2, incomplete: 1, ahead: 1, next: undefined },
    });
    stopAnalytics = world.analytics();
    await stored(EVENTS + 1, EVENTS); // one more, and one event deleted
    const learner = world.learn({ warm: { ...warmth(judges, SHARDS), roundMs: 100 } });
    for (let i = 0; i < LEADS; i++) {
      const state = () => stateOf(`lead ${i}`);
      if (i % 4 < 2 || i === 6) expect([i, (await state()).shadow]).toEqual([i, null]);
      else {
        await expect.poll(async () => (await state()).shadow?.whole, patient).toBe(true);
        const { shadow, forecast, seq } = await state();
        // The fake challenger remembers as the fake forecast does, which was there all the time.
        expect([i, shadow!.memory, seq]).toEqual([i, forecast, i === 3 ? 6 : 5]);
      }
    }
    await learner.stop();
    expect(await pass()).toMatchObject({ warmed: 0, incomplete: 1, ahead: 0 });
  });

  it('is compared from then on, serves once promoted, and a replay of the log agrees to the bit', async () => {
    await world.says('lead 2', 120);
    await expect.poll(async () => (await factsOf('lead 2')).length, patient).toBe(6);
    expect((await factsOf('lead 2')).at(-1)!.forecasts.map(({ version }) => version)).toEqual(['f1', 'f2']);
    await decide(world.log, 'main', 0, { change: 'promote', version: 'f2', calibration: null }, Date.now());
    for (const lead of ['lead 2', 'lead 3']) await world.says(lead, 121);
    const served = async (lead: string) => (await factsOf(lead)).at(-1)!.forecasts[0]!.version;
    for (const lead of ['lead 2', 'lead 3']) await expect.poll(() => served(lead), patient).toBe('f2');

    await expectReplayed(world);
  });
});

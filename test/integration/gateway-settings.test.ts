/** Nurturing settings and the kill switch on a real Redis: one version at a time, on every shard, whoever dies. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setStopped, settingsInForce } from '../../infra/gateway/nurture-settings.ts';
import { createNurtureStore, effectKey } from '../../infra/redis/nurture-store.ts';
import type { SettingsInForce } from '../../schemas/nurture-inbox.ts';
import { DEFAULT_SETTINGS, type NurtureSettings } from '../../schemas/nurture-settings.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { type PolicyEvent, SYSTEM_EVENT_CHECKERS } from '../../schemas/system-event.ts';
import { SHARDS, startWorld, type World } from './gateway-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const allShards = Array.from({ length: SHARDS.leads }, (_, shard) => shard);
const tokenOf = (tenant: string) => world.token({ tenant });
const read = async (tenant: string) =>
  (await (
    await world.http('/v1/nurture/settings', { token: await tokenOf(tenant) })
  ).json()) as SettingsInForce;
const post = async (tenant: string, path: string, body: unknown) =>
  world.post(`/v1/nurture/${path}`, body, await tokenOf(tenant));
const errorOf = async (answer: Response) =>
  ((await answer.json()) as { error: Record<string, unknown> }).error;
const stoppedOn = (tenant: string) =>
  Promise.all(
    allShards.map((shard) => world.connection.client.sismember(shardKeys('leads', shard).stopped, tenant)),
  );
/** Versions on each shard's log, in order. */
const policies = async (tenant: string) => {
  const logs = await Promise.all(
    allShards.map((shard) => world.connection.client.xrange(shardKeys('leads', shard).events, '-', '+')),
  );
  return logs.map((entries) => {
    const events = entries.map(([, fields]) => JSON.parse(fields[1]!) as PolicyEvent);
    const mine = events.filter((event) => event.tenant === tenant && event.type === 'policy');
    for (const event of mine) expect(SYSTEM_EVENT_CHECKERS.policy.check(event)).toBeNull();
    return mine;
  });
};
const versions = async (tenant: string) =>
  (await policies(tenant)).map((events) => events.map(({ settings }) => settings!.version));
const onEvery = <T>(value: T) => allShards.map(() => value);

it('begins with drafts shown and nothing sent', async () => {
  expect(await read('new')).toEqual({
    ...{ settings: DEFAULT_SETTINGS, changedBy: null, changedAt: null, told: true },
    ...{ sending: 'on', stoppedBy: null },
  });
});

it('takes a change once, tells every shard, and refuses a second one made from the same version', async () => {
  const { settings } = await read('one');
  const mine: NurtureSettings = { ...settings, approvalHours: 12 };
  const answers = await Promise.all([
    post('one', 'settings', mine),
    post('one', 'settings', { ...settings, approvalHours: 6 }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const [taken, refused] = answers[0]!.ok ? answers : [answers[1]!, answers[0]!];
  const now = (await taken!.json()) as SettingsInForce;
  expect(now).toMatchObject({ settings: { version: 2 }, changedBy: 'test', told: true });
  expect(await errorOf(refused!)).toMatchObject({
    ...{ code: 'conflict', field: 'version', current: now.settings, fix: expect.any(String) },
  });
  expect(await versions('one')).toEqual(onEvery([2]));
  expect((await policies('one'))[0]![0]).toMatchObject({ lead: '*', version: '2', settings: now.settings });
  expect(await versions('two')).toEqual(onEvery([]));
  expect((await read('two')).settings).toEqual(DEFAULT_SETTINGS);
});

it('names what is wrong in settings, and keeps none of it', async () => {
  const { settings } = await read('strict');
  for (const [wrong, field] of [
    [{ holdout: { share: 0.6, salt: '' } }, 'holdout.share'],
    [{ autonomy: { ...settings.autonomy, default: 'reckless' } }, 'autonomy.default'],
    [{ autonomy: { ...settings.autonomy, bySegment: { nobody: 'suggest' } } }, 'autonomy.bySegment.nobody'],
    [{ caps: { ...settings.caps, perDay: 25 } }, 'caps.perDay'],
    [{ campaigns: { pigeon: { id: 'c', dailyBudget: 1 } } }, 'campaigns.pigeon'],
    [{ sender: { brokerage: ' ', agents: {} } }, 'sender.brokerage'],
    [{ approvalHours: 0 }, 'approvalHours'],
    [{ colour: 'red' }, 'colour'],
    [{ version: undefined }, 'version'],
    [{ stopped: true }, 'stopped'],
  ] as const) {
    const answer = await post('strict', 'settings', { ...settings, ...wrong });
    expect([field, answer.status]).toEqual([field, 400]);
    expect(await errorOf(answer)).toMatchObject({ field, fix: expect.any(String) });
  }
  expect((await read('strict')).changedBy).toBeNull();
  expect(await versions('strict')).toEqual(onEvery([]));
});

it('stops one brokerage on every shard within a second, and twice is as once', async () => {
  const began = performance.now();
  const answers = await Promise.all([
    post('halt', 'stop', { stopped: true }),
    post('halt', 'stop', { stopped: true }),
  ]);
  expect(performance.now() - began).toBeLessThan(1000);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await stoppedOn('halt')).toEqual(onEvery(1));
  expect(await stoppedOn('other')).toEqual(onEvery(0));
  expect(await read('halt')).toMatchObject({
    ...{ settings: { version: 2, stopped: true }, sending: 'stopped', stoppedBy: 'brokerage', told: true },
  });
  expect((await read('other')).sending).toBe('on');
  expect(new Set((await versions('halt')).flat())).toEqual(new Set([2]));
});

it('lets who acts stop, and only who answers for the brokerage go on', async () => {
  const agent = world.token({ tenant: 'roles', scopes: ['nurture:act', 'leads:read'] });
  expect((await world.post('/v1/nurture/stop', { stopped: true }, agent)).status).toBe(200);
  const refused = await world.post('/v1/nurture/stop', { stopped: false }, agent);
  expect([refused.status, (await errorOf(refused)).field]).toEqual([403, 'scopes']);
  expect(await stoppedOn('roles')).toEqual(onEvery(1));
  expect((await post('roles', 'stop', { stopped: false })).status).toBe(200);
  expect(await stoppedOn('roles')).toEqual(onEvery(0));
  expect(await read('roles')).toMatchObject({ settings: { version: 3, stopped: false }, sending: 'on' });
  expect((await post('roles', 'stop', { stopped: 'no' })).status).toBe(400);
});

it('says that sending is stopped for all, and that a stop did not reach every shard', async () => {
  const { client } = world.connection;
  const store = createNurtureStore(world.connection, { shards: SHARDS.leads });
  await store.halt('*', true);
  expect(await read('any')).toMatchObject({ sending: 'stopped', stoppedBy: 'operator' });
  await store.halt('*', false);
  await client.sadd(shardKeys('leads', 1).stopped, 'any');
  expect(await read('any')).toMatchObject({ sending: 'partly', stoppedBy: 'brokerage' });
  await client.srem(shardKeys('leads', 1).stopped, 'any');
});

it('tells the shards what a gateway kept and died before it told', async () => {
  const store = createNurtureStore(world.connection, { shards: SHARDS.leads });
  const settings = { ...DEFAULT_SETTINGS, version: 2, stopped: true };
  expect(await store.change('died', { settings, by: 'kim', at: Date.now() })).toBe(true);
  // Announced, and lost to the one above.
  expect(await store.change('died', { settings, by: 'lou', at: Date.now() })).toBe(false);
  await expect.poll(() => versions('died'), { timeout: 10_000 }).toEqual(onEvery([2]));
  await expect.poll(async () => (await read('died')).told, { timeout: 10_000 }).toBe(true);
  expect(await stoppedOn('died')).toEqual(onEvery(1));
  expect(await read('died')).toMatchObject({ changedBy: 'kim', sending: 'stopped' });
});

it('ends with the last version on every log, whatever changed at once', async () => {
  const store = createNurtureStore(world.connection, { shards: SHARDS.leads });
  const flips = Array.from({ length: 6 }, (_, i) =>
    setStopped(store, 'flips', i % 2 === 0, 'test', Date.now()),
  );
  await Promise.allSettled(flips);
  await setStopped(store, 'flips', true, 'test', Date.now());
  const { settings, sending } = await settingsInForce(store, 'flips');
  expect([settings.stopped, sending]).toEqual([true, 'stopped']);
  for (const seen of await versions('flips')) expect(Math.max(...seen)).toBe(settings.version);
});

it('shows the effect that was measured of this brokerage, or that none was', async () => {
  const effect = async (tenant: string) =>
    (await world.http('/v1/effect', { token: await tokenOf(tenant) })).json();
  expect(await effect('main')).toBeNull();
  await world.connection.client.set(effectKey('main'), JSON.stringify({ tenant: 'main' }));
  expect(await effect('main')).toEqual({ tenant: 'main' });
  expect(await effect('rival')).toBeNull();
});

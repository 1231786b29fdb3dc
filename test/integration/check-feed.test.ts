/** What `doorstep doctor` says of a feed: off, well, behind, or in trouble. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConfig } from '../../infra/config.ts';
import { checkFeed } from '../../infra/deploy/check-feed.ts';
import { type FakeReso, startFakeReso } from '../fakes/reso-server.ts';
import { type IntakeWorld, startIntakeWorld } from './intake-world.ts';

let reso: FakeReso;
let world: IntakeWorld;
beforeEach(async () => {
  reso = await startFakeReso(1);
  world = await startIntakeWorld(reso);
});
afterEach(async () => {
  await world.stop();
  await reso.stop();
});

it('is off unless it is set', async () => {
  expect(await checkFeed(loadConfig({}))).toEqual([
    { name: 'market intake', status: 'ok', found: 'off; RESO_URL names a feed' },
  ]);
});

it('tells how far the intake is, and what to do where it does not run', async () => {
  for (let n = 0; n < 20; n++) await reso.step();
  reso.behave();
  const [server, intake] = await checkFeed(world.config);
  expect(server).toMatchObject({
    status: 'ok',
    found: expect.stringMatching(/^answers; its log begins at \d+$/),
  });
  expect(intake).toMatchObject({ status: 'warning', fix: expect.stringContaining('start --role intake') });
  world.startIntake();
  await expect.poll(async () => (await world.place())?.gaps, { timeout: 20_000 }).toEqual([]);
  await expect
    .poll(async () => (await checkFeed(world.config))[1]?.found, { timeout: 20_000 })
    .toMatch(
      new RegExp(
        `^at number ${reso.market.last()}, 0 gaps open, ${reso.market.hidden()} numbers given up; looked`,
      ),
    );
});

it('says why the feed cannot be read, without its secrets', async () => {
  const config = { ...world.config, resoClientSecret: 'mistyped' };
  const [server] = await checkFeed(config);
  expect(server).toMatchObject({ status: 'warning', found: expect.stringContaining('RESO_CLIENT_SECRET') });
  expect(JSON.stringify(server)).not.toContain('mistyped');
  expect((await checkFeed({ ...config, redisUrl: '' }))[1]!.found).toMatch(/^set; REDIS_URL/);
});

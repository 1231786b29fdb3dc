/**
 * A feed that drops, repeats, reorders, hides, delays and fails, through the intake and the market flow on a real Redis:
 * in the end the market is known as it is, also when the intake is killed again and again.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '../../infra/log.ts';
import { createGatewayRole } from '../../pipelines/gateway.ts';
import { type FakeReso, startFakeReso } from '../fakes/reso-server.ts';
import { HOOK_TOKEN, type IntakeWorld, startIntakeWorld, truthOf } from './intake-world.ts';

const PATIENT = { timeout: 60_000, interval: 50 };
let reso: FakeReso;
let world: IntakeWorld;
let stops: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
  await world.stop();
  await reso.stop();
});

async function begin(seed: number): Promise<void> {
  reso = await startFakeReso(seed);
  world = await startIntakeWorld(reso);
}

async function startGateway(): Promise<void> {
  const abort = new AbortController();
  let done: Promise<void> | undefined;
  const port = await new Promise<number>((resolve) => {
    done = createGatewayRole(world.config, createLog('silent', 'test'), resolve)(abort.signal);
  });
  stops.push(async () => {
    abort.abort();
    await done;
  });
  reso.hooks = { url: `http://127.0.0.1:${port}/v1/hooks/reso/main`, token: HOOK_TOKEN, source: 'reso' };
}

/** Resolves once the intake has asked so often more. */
const asked = async (more: number) => {
  const until = reso.requests + more;
  await expect.poll(() => reso.requests, { ...PATIENT, interval: 2 }).toBeGreaterThanOrEqual(until);
};

async function expectTruth(): Promise<void> {
  await expect.poll(async () => (await world.place())?.sequence, PATIENT).toBe(reso.market.last());
  await expect.poll(async () => (await world.place())?.gaps, PATIENT).toEqual([]);
  const compare = async () => {
    const known = await world.known();
    return { known, truth: truthOf(reso, known) };
  };
  await expect
    .poll(async () => {
      const { known, truth } = await compare();
      return Object.keys(truth).filter((key) => JSON.stringify(known[key]) !== JSON.stringify(truth[key]));
    }, PATIENT)
    .toEqual([]);
  const { known, truth } = await compare();
  expect(known).toEqual(truth);
  // What was never shown was given up, and nothing else.
  expect((await world.place())!.lost.count).toBe(reso.market.hidden());
}

/** The same id never says two things, and nobody of ours is a competitor. */
async function expectOneVoice(): Promise<{ told: number; repeated: number }> {
  const told = await world.told();
  const byId = new Map<string, string>();
  for (const text of told) {
    const event = JSON.parse(text);
    expect(byId.get(event.id) ?? text).toBe(text);
    byId.set(event.id, text);
    if (event.type === 'competitor') expect(event.agent).toMatch(/^rival-[ab]-agent$/);
  }
  return { told: told.length, repeated: told.length - byId.size };
}

describe('a feed that misbehaves', { timeout: 120_000 }, () => {
  it.each([1, 2, 3, 4, 5, 6])('is known as it is in the end (seed %i)', async (seed) => {
    await begin(seed);
    await startGateway();
    world.startIntake();
    for (let n = 0; n < 120; n++) {
      await reso.step();
      if (n % 10 === 0) await asked(1);
    }
    reso.behave();
    await expectTruth();
    expect((await expectOneVoice()).told).toBeGreaterThan(40);
    for (const fault of ['busy', 'broken', 'unauthorized', 'silent', 'cut', 'garbled', 'hook 200'])
      expect(reso.faults[fault], fault).toBeGreaterThan(0);
  });

  it('is followed by one of two members, and by the other when that stops', async () => {
    await begin(11);
    world.startIntake();
    world.startIntake();
    for (let n = 0; n < 60; n++) await reso.step();
    reso.behave();
    await expectTruth();
    expect((await expectOneVoice()).repeated).toBe(0);
  });
});

describe('kill -9 of Redis', { timeout: 120_000 }, () => {
  it('three times under the intake and the market changes nothing in the end', async () => {
    await begin(31);
    world.startIntake();
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 30; n++) await reso.step();
      await asked(2 + 3 * round);
      await world.crashRedis();
    }
    reso.behave();
    await expectTruth();
    await expectOneVoice();
  });
});

describe('kill -9 of the intake', { timeout: 180_000 }, () => {
  const file = fileURLToPath(new URL('./children/intake-child.ts', import.meta.url));
  const start = (): ChildProcess =>
    fork(file, [JSON.stringify(world.config)], { execArgv: ['--import', 'tsx'] });
  const kill = async (child: ChildProcess) => {
    const died = once(child, 'exit');
    child.kill('SIGKILL');
    await died;
  };

  it.each([21, 22])('four times, whenever, changes nothing in the end (seed %i)', async (seed) => {
    await begin(seed);
    for (let round = 0; round < 4; round++) {
      const child = start();
      stops.push(async () => child.exitCode === null && child.signalCode === null && kill(child));
      for (let n = 0; n < 40; n++) await reso.step();
      // Another moment each round: of the second request to the eleventh.
      await asked(2 + 3 * round);
      await kill(child);
    }
    reso.behave();
    world.startIntake();
    await expectTruth();
    await expectOneVoice();
  });
});

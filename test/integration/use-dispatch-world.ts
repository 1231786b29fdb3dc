/** The world of dispatch for the tests of one file. Apart from it, since a child process may not load vitest. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { type FakeProvider, startFakeProvider, TWILIO } from '../fakes/provider.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';
import { channelsTo, createScript, type Dispatcher, type Script, startDispatcher } from './dispatch-world.ts';

export const PATIENT = { timeout: 15_000, interval: 10 };

export interface DispatchWorld {
  redis: TestRedis;
  connection: RedisConnection;
  provider: FakeProvider;
  script: Script;
  /** One more dispatcher; it is stopped with the test. @param perSecond pace of text messages */
  start(perSecond?: number, options?: Parameters<typeof startDispatcher>[2]): Dispatcher;
  /** Texts that the provider saw. */
  bodies(): (string | null)[];
  /** Resolves once so many deliveries are told. */
  told(count: number): Promise<void>;
}

/** One Redis for the file, emptied for each test; a provider for each test. */
export function useDispatchWorld(use: (world: DispatchWorld) => void): void {
  let redis: TestRedis;
  let connection: RedisConnection;
  let provider: FakeProvider;
  const running: Dispatcher[] = [];
  beforeAll(async () => {
    redis = await startTestRedis();
    connection = connectRedis(redis.url);
  });
  beforeEach(async () => {
    await connection.client.flushall();
    provider = await startFakeProvider(TWILIO);
    const script = createScript(connection);
    use({
      ...{ redis, connection, provider, script },
      start(perSecond, options) {
        const dispatcher = startDispatcher(redis.url, channelsTo(provider.url, perSecond), options);
        running.push(dispatcher);
        return dispatcher;
      },
      bodies: () => provider.seen.map(({ body }) => new URLSearchParams(body).get('Body')),
      told: (count) =>
        expect
          .poll(async () => (await script.deliveries()).length, PATIENT)
          .toBe(count) as unknown as Promise<void>,
    });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await provider.stop();
  });
  afterAll(async () => {
    connection.close();
    await stopTestRedis(redis);
  });
}

/** `POST /v1/market` and files on a real gateway, Redis and market flow: ordered by sequence, and once, whatever comes how. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../infra/config.ts';
import { createTokens } from '../../infra/gateway/auth.ts';
import { createLog } from '../../infra/log.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createRedisShardLog } from '../../infra/redis/shard-log.ts';
import { seededRandom } from '../../models/linear/random.ts';
import { createGatewayRole } from '../../pipelines/gateway.ts';
import { ColumnsError, type ImportOptions, importFile } from '../../pipelines/import-file.ts';
import { createHttpIntake, MARKET_EVENTS } from '../../pipelines/intake.ts';
import { createMarketRole } from '../../pipelines/serve-flows.ts';
import { type MarketState, marketStates } from '../../processors/market-state.ts';
import { areaKey, listingKey, shardOf } from '../../schemas/shards.ts';
import { startTestRedis, stopTestRedis, type TestRedis } from '../redis.ts';

const SECRET = 'a secret for tests that is long enough';
const never = new AbortController().signal;
const START = Date.now() - 3_600_000;
let redis: TestRedis;
let connection: RedisConnection;
let dir: string;
let url: string;
let token: string;
const over = new AbortController();
let running: Promise<void>[];

beforeAll(async () => {
  redis = await startTestRedis();
  connection = connectRedis(redis.url);
  dir = await mkdtemp(join(tmpdir(), 'doorstep-market-'));
  const settings = { redisUrl: redis.url, shards: 1, marketShards: 3, transport: 'ws' as const, port: 0 };
  const config = { ...loadConfig({}), ...settings, jwtSecret: SECRET, dataDir: dir };
  const log = createLog('silent', 'test');
  running = [createMarketRole(config, log)(over.signal)];
  const port = await new Promise<number>((resolve) => {
    running.push(createGatewayRole(config, log, resolve)(over.signal));
  });
  url = `http://127.0.0.1:${port}`;
  const grant = { tenant: 'main', scopes: ['market:write' as const], subject: 'test', ttlSeconds: 600 };
  token = createTokens(SECRET).issue(grant);
});
afterAll(async () => {
  over.abort();
  await Promise.all(running);
  connection.close();
  await stopTestRedis(redis);
  await rm(dir, { recursive: true });
});

const post = (events: object[]) =>
  fetch(`${url}/v1/market`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify(events),
  });

async function stateOf(key: string): Promise<MarketState | undefined> {
  const log = createRedisShardLog(connection, 'market', 3);
  const [bytes] = await log.load([{ shard: shardOf(key, 3), key }]);
  return bytes ? marketStates.unpack(bytes) : undefined;
}
/** Once everything on the streams is worked. */
async function worked(): Promise<void> {
  const log = createRedisShardLog(connection, 'market', 3);
  for (const shard of [0, 1, 2])
    await expect.poll(() => log.lag('market', shard), { timeout: 20_000 }).toBe(0);
}

describe('POST /v1/market', () => {
  it.each([1, 2, 3])(
    'in any order and any number of times ends at the highest number (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const events = Array.from({ length: 60 }, (_, n) => ({
        ...{ id: `${seed}:${n}`, at: START + n, seq: n, type: 'listing', area: 'Boise', change: 'price' },
        ...{ listing: `${seed}/L${n % 4}`, price: 1000 + n, status: 'active', beds: 3 },
      }));
      const sent = [...events, ...events.filter(() => random() < 0.4)]
        .map((event) => ({ event, order: random() }))
        .sort((a, b) => a.order - b.order)
        .map(({ event }) => event);
      for (let i = 0; i < sent.length; i += 7) expect((await post(sent.slice(i, i + 7))).status).toBe(202);
      await worked();
      const ends = await Promise.all([0, 1, 2, 3].map((n) => stateOf(listingKey('main', `${seed}/L${n}`))));
      expect(ends.map((state) => [state!.listing!.price, state!.seqs.listing])).toEqual(
        [56, 57, 58, 59].map((n) => [1000 + n, n]),
      );
      const versions = ends.map((state) => state!.version);
      expect((await post(sent)).status).toBe(202);
      await worked();
      const again = await Promise.all([0, 1, 2, 3].map((n) => stateOf(listingKey('main', `${seed}/L${n}`))));
      expect(again.map((state) => state!.version)).toEqual(versions);
    },
  );
});

describe('a file', () => {
  const bad: [number, string][] = [];
  const read = async (name: string, lines: string[], options: Partial<ImportOptions> = {}) => {
    const file = join(dir, name);
    await writeFile(file, lines.join('\n'));
    bad.length = 0;
    return importFile(
      {
        ...{ file, format: 'csv', kind: 'listing', tenant: 'main', mapping: {} },
        intake: createHttpIntake(url, token, MARKET_EVENTS),
        onBad: (line, { field }) => bad.push([line, field]),
        onProgress: () => {},
        ...options,
      },
      never,
    );
  };
  const at = (n: number) => new Date(START + 1000 * n).toISOString();
  const mapping = { 'MLS #': 'listing', 'List Price': 'price', Town: 'area', Updated: 'at' };
  const header = '\ufeffMLS #,List Price,Town,Updated,Status';

  it('goes in but for its bad lines, each by its number; read again it changes nothing', async () => {
    const lines = [
      header,
      `F1,"$449,000",Boise,${at(1)},Active`,
      `F1,"$439,000",Boise,${at(2)},Active`,
      `F2,cheap,Boise,${at(2)},Active`,
      '',
      `F2,"300,000","North End, Boise",${at(3)},"Active`,
      `"`,
      `F2,300000`,
      `F3,1,Boise,${at(4)},Active`,
    ];
    expect(await read('a.csv', lines, { mapping })).toEqual({ events: 4, bad: 2, same: 0, byTime: true });
    expect(bad.sort()).toEqual([
      [4, 'List Price'],
      [8, '(row)'],
    ]);
    await worked();
    expect(await stateOf(listingKey('main', 'F1'))).toMatchObject({
      listing: { price: 439_000 },
      prices: [{ price: 449_000 }, { price: 439_000 }],
    });
    expect(await stateOf(listingKey('main', 'F2'))).toMatchObject({ area: 'North End, Boise' });
    await read('a.csv', [...lines, `F1,"$429,000",Boise,${at(9)},Pending`], { mapping });
    await worked();
    expect(await stateOf(listingKey('main', 'F1'))).toMatchObject({
      prices: [{ price: 449_000 }, { price: 439_000 }, { price: 429_000 }],
      listing: { change: 'status', status: 'pending' },
    });
  });

  it('of JSON Lines goes in the same', async () => {
    const index = { area: 'Tulsa', inventory: 80, medianPrice: 250_000, daysOnMarket: 30, mortgageRate: 6.5 };
    const lines = [
      { ...index, at: at(1) },
      { ...index, at: at(2), inventory: 90 },
    ].map((o) => JSON.stringify(o));
    const options = { format: 'jsonl', kind: 'index' } as const;
    expect(await read('i.jsonl', [...lines, '{', '{"area":"Tulsa"}'], options)).toMatchObject({
      events: 2,
      bad: 2,
    });
    expect(bad.map(([line]) => line)).toEqual([3, 4]);
    await worked();
    expect(await stateOf(areaKey('main', 'Tulsa'))).toMatchObject({
      index: { inventory: 90, previousInventory: 80 },
    });
  });

  it('is only checked where that is asked for', async () => {
    const lines = [header, `G1,1,Boise,${at(1)},Active`];
    expect(await read('c.csv', lines, { mapping, intake: undefined })).toMatchObject({ events: 1, bad: 0 });
    await worked();
    expect(await stateOf(listingKey('main', 'G1'))).toBeUndefined();
  });

  it('whose columns do not do is refused whole, with those it has', async () => {
    const refused = await read('d.csv', [header, `H1,1,Boise,${at(1)},Active`]).catch((error) => error);
    expect(refused).toBeInstanceOf(ColumnsError);
    expect([refused.message, refused.fix]).toEqual([
      '"listing" is given by no column',
      'Map a column to "listing". The columns are "MLS #", "List Price", "Town", "Updated", "Status"',
    ]);
    await expect(read('e.csv', [header], { file: join(dir, 'none.csv') })).rejects.toThrow(/ENOENT/);
  });

  it('with a quote that is never closed says what was not read', async () => {
    const lines = [
      header,
      `I1,1,Boise,${at(1)},Active`,
      `I2,1,"Boise,${at(1)},Active`,
      `I3,1,Boise,${at(1)},Active`,
    ];
    expect(await read('q.csv', lines, { mapping, intake: undefined })).toMatchObject({ events: 1, bad: 1 });
  });
});

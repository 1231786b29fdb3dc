/** Whatever stands on a stream becomes a row that ClickHouse takes. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertBatch } from '../../infra/clickhouse/insert.ts';
import { rowsOf } from '../../infra/clickhouse/rows/rows-of.ts';
import type { SinkBatch, SinkEntry, SinkStream } from '../../infra/redis/sink-log.ts';
import type { Space } from '../../schemas/shards.ts';
import { type AnalyticsWorld, startAnalyticsWorld } from './analytics-world.ts';

let world: AnalyticsWorld;
beforeAll(async () => {
  world = await startAnalyticsWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

const now = Date.now();
const bytes = (text: string) => Buffer.from(text);

function entryOf(stream: SinkStream, n: number, fields: Record<string, Uint8Array>): SinkEntry {
  return { shard: 0, stream, id: `${now}-${n}`, fields };
}

function batchOf(space: Space, entries: SinkEntry[], id = 'a'): SinkBatch {
  const streams = [...new Set(entries.map(({ stream }) => stream))];
  const ranges = streams.map((stream) => ({ shard: 0, stream, from: '0-0', to: `${now + 1}-0`, entries: 1 }));
  return { space, id, ranges, entries };
}

const rows = async (table: string) => {
  const query = `SELECT * FROM analytics.${table} ORDER BY entry`;
  return (await (await world.client.query({ query, format: 'JSONEachRow' })).json()) as Record<
    string,
    unknown
  >[];
};

describe('rows', () => {
  it('keep what an event says, and its very text', async () => {
    const raw = JSON.stringify({
      ...{
        id: 'a:b c',
        lead: 'l "1"\n',
        at: new Date(now - 5000).toISOString(),
        type: 'message',
        from: 'lead',
      },
      ...{ channel: 'sms', text: 'Is it 5 o’clock? 🏡', unknown: { kept: true } },
    });
    await insertBatch(world.client, batchOf('leads', [entryOf('events', 1, { event: bytes(raw) })]), false);
    const [row] = await rows('events');
    expect(row).toMatchObject({
      tenant: 'main',
      lead: 'l "1"\n',
      id: 'a:b c',
      sender: 'lead',
      characters: 19,
      raw,
    });
    expect(Date.parse(`${row!.at}Z`)).toBe(now - 5000);
    expect(Date.parse(`${row!.received}Z`)).toBe(now);
  });

  it('of the unreadable, the misdated and the nameless are rows too', async () => {
    const events = [
      bytes('{"id":'),
      Buffer.from([0xff, 0xfe, 0x22]),
      bytes('[1]'),
      bytes('{"id":7,"tenant":"../etc","lead":null,"at":"1815-12-10","type":"message","text":5}'),
      bytes(`{"id":"\\ud800","lead":"\\u0000","at":9e99,"type":"outcome","result":"lost","budget":1e400}`),
      undefined,
    ];
    const entries = events.map((event, n) => entryOf('events', n + 1, event ? { event } : {}));
    await insertBatch(world.client, batchOf('leads', entries), false);
    const found = await rows('events');
    expect(found.map(({ type }) => type)).toEqual([
      'invalid',
      'invalid',
      'invalid',
      'message',
      'outcome',
      'invalid',
    ]);
    expect(found.map(({ tenant }) => tenant)).toEqual(['', '', '', '', 'main', '']);
    expect(new Set(found.map(({ at }) => Date.parse(`${at}Z`)))).toEqual(new Set([now]));
  });

  it('of a delta have NULL for the unchanged and name what was withdrawn', async () => {
    const forecast = { kind: 'window', expectedConversionDate: null, confidenceInterval: null };
    const wire = {
      tenant: 'main',
      lead: 'l',
      seq: 3,
      at: now,
      insightDelta: { attention: 0.5, forecast, contact: { agent: null } },
    };
    const entry = entryOf('insights', 1, { insight: bytes(JSON.stringify(wire)) });
    await insertBatch(world.client, batchOf('leads', [entry]), false);
    expect((await rows('insights'))[0]).toMatchObject({ seq: 3, attention: 0.5, status: null, agent: '' });
    const [row] = await rows('forecasts');
    expect(row).toMatchObject({ kind: 'window', pConvert: null, expectedConversionDate: null });
    expect(row!.cleared).toEqual(['expectedConversionDate', 'confidenceInterval']);
    expect(await rows('segments')).toEqual([]);
  });

  it('are taken by ClickHouse, one for every entry, whatever the fields hold', async () => {
    const names = [
      ...[
        'id',
        'tenant',
        'lead',
        'at',
        'seq',
        'type',
        'text',
        'from',
        'budget',
        'stages',
        'intents',
        'entities',
      ],
      ...[
        'insightDelta',
        'forecast',
        'profile',
        'confidenceInterval',
        'quantileDays',
        'secondarySegments',
        'price',
      ],
      ...[
        'processingTimeMs',
        'pConvert',
        'expectedConversionDate',
        'status',
        'attention',
        'messages',
        'contact',
      ],
    ];
    const leaf = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.maxSafeInteger(),
      fc.constantFrom(null, true, '\ud800', '2026-11-25T10:00:00Z', '9999-12-31', -1, 1e308, 2 ** 53, {}, []),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        tie('object'),
      ),
      object: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 12 }),
    }));
    const streams: [Space, SinkStream, string, string][] = [
      ['leads', 'events', 'event', 'events'],
      ['leads', 'insights', 'insight', 'insights'],
      ['leads', 'actions', 'body', 'actions'],
      ['leads', 'alerts', 'body', 'alerts'],
      ['leads', 'dead', 'event', 'dead_letters'],
      ['market', 'events', 'event', 'market_events'],
    ];
    for (const [space, stream, field, table] of streams) {
      const bodies = fc.sample(fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 20 }), {
        numRuns: 300,
        seed: 7,
      });
      const entries = bodies.map((body, n) =>
        entryOf(stream, n + 1, { [field]: bytes(JSON.stringify(body)) }),
      );
      const batch = batchOf(space, entries);
      expect(rowsOf(batch).get(table as 'events')).toHaveLength(300);
      await insertBatch(world.client, batch, false);
      const stored = await world.ask(`SELECT count() FROM analytics.${table}`);
      expect(stored, table).toBeGreaterThan(0); // equal keys collapse
    }
  });
});

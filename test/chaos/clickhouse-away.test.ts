/** ClickHouse goes away under load and comes back. */
import { expect, it } from 'vitest';
import { clickhouseAway } from './clickhouse-away.ts';

it('catches up to equal counts when ClickHouse was away, part of it from disk', async () => {
  const report = await clickhouseAway({
    awayMs: 4000,
    rate: 200,
    leads: 100,
    spoolEntries: 100,
    say: () => {},
  });
  const { outcome, streams, rows } = report;
  expect(outcome).toMatchObject({ lost: 0, duplicated: 0, misordered: 0, strangers: 0 });
  expect(rows).toEqual(streams);
}, 120_000);

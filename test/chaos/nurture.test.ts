/** Processors and dispatchers die while leads are nurtured; the short form of `make chaos`. */
import { expect, it } from 'vitest';
import { nurtureChaos } from './nurture.ts';

it('decides nothing twice, loses no order and replays to the bit when processors and dispatchers are killed', async () => {
  const report = await nurtureChaos({ kills: 2, rate: 60, leads: 60, crashRedis: true, say: () => {} });
  expect(report).toMatchObject({ twice: [], lost: [], differ: 0 });
  expect(report.orders).toBeGreaterThan(20);
  expect(report.decisions).toBeGreaterThan(report.orders - 1);
}, 240_000);

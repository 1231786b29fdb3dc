/** Checks come due while everything dies once; the short form of `make chaos`. */
import { expect, it } from 'vitest';
import { checksChaos } from './checks.ts';

it('works every competitive check once though a processor, the timer worker and Redis are killed', async () => {
  const report = await checksChaos({
    ...{ leads: 400, overMs: 15_000, seed: 3, say: () => {} },
    kills: ['processor', 'timer worker', 'Redis'],
  });
  expect(report).toMatchObject({ due: 400, twice: [], lost: [], unarmed: 0 });
  expect(report.amid).toBeGreaterThan(0);
}, 300_000);

/** A processor that sleeps past its lease. */
import { expect, it } from 'vitest';
import { stallProcessor } from './stall.ts';

it('refuses the late commits of a processor stopped past its lease', async () => {
  const { outcome, fenced } = await stallProcessor({ stalls: 2, rate: 400, leads: 200, say: () => {} });
  expect(outcome).toMatchObject({ lost: 0, duplicated: 0, misordered: 0, strangers: 0 });
  expect(outcome.events).toBeGreaterThan(500);
  expect(fenced).toBeGreaterThan(0);
}, 120_000);

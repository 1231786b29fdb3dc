/** Processors die under load; the short form of `make chaos`. */
import { expect, it } from 'vitest';
import { killProcessors } from './kill-processors.ts';

it('loses nothing, repeats nothing and takes over soon when a processor is killed', async () => {
  const report = await killProcessors({ kills: 2, rate: 300, leads: 200, say: () => {} });
  const { outcome, takeover } = report;
  expect(outcome).toMatchObject({ lost: 0, duplicated: 0, misordered: 0, strangers: 0 });
  expect(outcome.events).toBeGreaterThan(500);
  expect(takeover.shards).toBeGreaterThan(0);
  // A lease is 1.2 s; the full form holds the 3 s of the contract against an otherwise idle machine.
  expect(takeover.p99).toBeLessThan(6000);
}, 120_000);

/** The same promise on a Redis Cluster of three nodes. */
import { expect, it } from 'vitest';
import { killProcessors } from './kill-processors.ts';

it('loses and repeats nothing on a Redis Cluster when a processor is killed', async () => {
  const load = { kills: 1, rate: 200, leads: 100, cluster: true, say: () => {} };
  const { outcome, takeover } = await killProcessors(load);
  expect(outcome).toMatchObject({ lost: 0, duplicated: 0, misordered: 0, strangers: 0 });
  expect(outcome.events).toBeGreaterThan(200);
  expect(takeover.shards).toBeGreaterThan(0);
}, 120_000);

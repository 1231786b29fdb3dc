/** A member keeps what it has. */
import { expect, it } from 'vitest';
import { createLog } from '../../infra/log.ts';
import { createMemoryShardLog } from '../../infra/memory/shard-log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import type { Lease } from '../../infra/ports.ts';
import { Membership } from '../../infra/runtime/membership.ts';

it('does not take its own shard again when the lease ran out while it was busy, and counts nobody longer than a lease', async () => {
  const log = createMemoryShardLog('leads', 1, Date.now);
  const owned: Lease[] = [(await log.acquire('g', 0, 'me', 60_000))!];
  const stop = new AbortController();
  const asked: number[] = [];
  const silences: number[] = [];
  const membership = new Membership({
    ...{
      group: 'g',
      member: 'me',
      place: { node: 'here', locality: '' },
      leaseMs: 1000,
      metrics: createMetrics(),
      logger: createLog('silent', 'test'),
    },
    log: {
      ...log,
      // The lease expired after it was renewed: the process stood still in between.
      free: async () => [0],
      acquire: async (_group, shard) => {
        asked.push(shard);
        return null;
      },
    },
    roll: {
      async heartbeat(member, report, goneAfterMs) {
        silences.push(goneAfterMs);
        queueMicrotask(() => stop.abort()); // one look is enough
        return new Map([[member, report]]);
      },
      handOver: async () => {},
      onHandOver: () => {},
      leave: async () => {},
    },
    worker: {
      add: (lease) => owned.push(lease),
      remove: async () => {},
      owned: () => owned,
      takeRates: () => new Map(),
    },
  });
  await membership.run(stop.signal);
  expect(asked).toEqual([]);
  expect(silences).toEqual([1000]); // a dead member's place on the roll ends with its leases
});

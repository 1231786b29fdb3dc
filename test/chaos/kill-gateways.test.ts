/** Gateways, sockets and a processor die under clients; the short form of `make chaos`. */
import { expect, it } from 'vitest';
import { killGateways } from './kill-gateways.ts';

it('leaves every client with the server’s state, and with everything heard once', async () => {
  const { outcome, clients, differ, compared } = await killGateways({
    ...{ rounds: 1, rate: 150, leads: 60, clients: 6, say: () => {} },
  });
  expect(outcome).toMatchObject({ lost: 0, duplicated: 0, misordered: 0, strangers: 0 });
  expect(outcome.events).toBeGreaterThan(500);
  for (const hearing of clients) {
    expect(hearing).toMatchObject({ twice: 0, misordered: 0, missing: 0 });
    // Redis lived through it: everything could be told.
    expect(hearing).toMatchObject({ toldGaps: 0 });
    expect(hearing.heard).toBeGreaterThan(500);
  }
  expect(differ).toEqual([]);
  expect(compared).toBeGreaterThan(300);
}, 180_000);

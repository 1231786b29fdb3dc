/** What a crash test came to: the checker's verdict over everything on the streams. */
import { pause } from '../../infra/run.ts';

import { check, type Verdict } from './check.ts';
import type { Acknowledged } from './producer.ts';
import { type Arrival, type Departure, expectedOf, readArrivals, readDepartures, unread } from './streams.ts';
import type { World } from './world.ts';

export interface Outcome extends Verdict {
  /** Acknowledged events that are not on the stream any more; they count as lost, too. */
  vanished: Acknowledged[];
  events: number;
  arrivals: Arrival[];
  departures: Departure[];
}

/** Waits until everything on the streams is worked, then checks it. */
export async function judge(world: World, acknowledged: Acknowledged[]): Promise<Outcome> {
  const { client, config } = world;
  await allWorked(world);
  const arrivals = await readArrivals(client, config.shards);
  const departures = await readDepartures(client, config.shards);
  const expected = expectedOf(arrivals);
  const known = new Map([...expected].map(([lead, ids]) => [lead, new Set(ids)]));
  const vanished = acknowledged.filter(({ lead, id }) => !known.get(lead)?.has(id));
  const verdict = check(expected, departures);
  return {
    ...verdict,
    lost: verdict.lost + vanished.length,
    ...{ vanished, events: acknowledged.length, arrivals, departures },
  };
}

/** A slow machine may take its time; standing still with work left is a fault. */
const STANDSTILL_MS = 20_000;

async function allWorked({ client, config }: World): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let movedAt = performance.now();
  for (;;) {
    const left = await unread(client, config.shards);
    if (left === 0) return;
    if (left < least) movedAt = performance.now();
    least = Math.min(least, left);
    if (performance.now() - movedAt > STANDSTILL_MS)
      throw new Error(`work stands still, ${left} events left`);
    await pause(20);
  }
}

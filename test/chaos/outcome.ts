/** What a crash test came to: the checker's verdict over everything on the streams. */

import { check, type Verdict } from './check.ts';
import type { Acknowledged } from './producer.ts';
import { type Arrival, type Departure, expectedOf, readArrivals, readDepartures, unread } from './streams.ts';
import { eventually, type World } from './world.ts';

export interface Outcome extends Verdict {
  /** Acknowledged events that are not on the stream any more; they count as lost, too. */
  vanished: Acknowledged[];
  events: number;
  arrivals: Arrival[];
  departures: Departure[];
}

/** Waits until everything on the streams is worked, then checks it. */
export async function judge({ client, config }: World, acknowledged: Acknowledged[]): Promise<Outcome> {
  await eventually('everything is worked', async () => (await unread(client, config.shards)) === 0, 30_000);
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

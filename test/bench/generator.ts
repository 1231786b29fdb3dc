/** The load generator, a process of its own: puts events straight on the streams, as a direct producer does. */
import { Redis } from 'ioredis';
import { shardKeys } from '../../schemas/shards.ts';
import { answerParent, createCpuMeter } from './child.ts';
import { nowMicros } from './clock.ts';
import { benchId } from './event-id.ts';
import { createHdr, encodeHdr, record } from './hdr.ts';
import { pace } from './pace.ts';
import {
  createAlertTraffic,
  createPoolTraffic,
  createTraffic,
  type Pool,
  type TrafficEvent,
} from './traffic.ts';

export interface Load {
  segment: number;
  /** Events a second. */
  rate: number;
  seconds: number;
}

export interface LoadReport {
  sent: number;
  /** Of them on leads that sockets watch. */
  watched: number;
  /** Histogram of µs from the scheduled instant to the XADD. */
  late: string;
  cpuMs: number;
}

interface Connect {
  url: string;
  shards: number;
  leads: number;
  /** Events of now. */
  now: boolean;
  /** Each event raises an alert, in place of conversations. */
  alerts: boolean;
  /** Conversations go on with leads of a fixed number, the first of which are watched. */
  pool?: Pool;
}

let client: Redis;
let next: (id: string) => TrafficEvent;
/** Whether events are of now, which nurturing answers, and not of the days their conversations took. */
let fresh = false;
const cpuMs = createCpuMeter();

answerParent({
  async connect({ url, shards, leads, now, alerts, pool }: Connect) {
    fresh = now;
    client = new Redis(url, { enableAutoPipelining: true, protocol: 2 });
    next = alerts
      ? createAlertTraffic(shards)
      : pool
        ? createPoolTraffic(pool, shards)
        : createTraffic({ leads, shards });
    await client.ping();
  },
  async load({ segment, rate, seconds }: Load): Promise<LoadReport> {
    cpuMs();
    const late = createHdr();
    let watched = 0;
    const acknowledged: Promise<unknown>[] = [];
    await pace(rate, Math.round(rate * seconds), (n, due) => {
      const id = benchId(segment, n, due);
      const { shard, event, isWatched } = next(id);
      if (isWatched) watched++;
      const body = JSON.stringify({ ...event, id, ...(fresh && { at: Date.now() }) });
      acknowledged.push(client.xadd(shardKeys('leads', shard).events, '*', 'event', body));
      record(late, nowMicros() - due);
    });
    await Promise.all(acknowledged);
    return { sent: acknowledged.length, watched, late: encodeHdr(late), cpuMs: cpuMs() };
  },
});

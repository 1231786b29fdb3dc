/** The load generator, a process of its own: puts events straight on the streams, as a direct producer does. */
import { Redis } from 'ioredis';
import { shardKeys } from '../../schemas/shards.ts';
import { answerParent, createCpuMeter } from './child.ts';
import { nowMicros } from './clock.ts';
import { benchId } from './event-id.ts';
import { createHdr, encodeHdr, record } from './hdr.ts';
import { pace } from './pace.ts';
import { createTraffic, type TrafficEvent } from './traffic.ts';

export interface Load {
  segment: number;
  /** Events a second. */
  rate: number;
  seconds: number;
}

export interface LoadReport {
  sent: number;
  /** Histogram of µs from the scheduled instant to the XADD. */
  late: string;
  cpuMs: number;
}

let client: Redis;
let next: () => TrafficEvent;
/** Whether events are of now, which nurturing answers, and not of the days their conversations took. */
let fresh = false;
const cpuMs = createCpuMeter();

answerParent({
  async connect({ url, shards, leads, now }: { url: string; shards: number; leads: number; now: boolean }) {
    fresh = now;
    client = new Redis(url, { enableAutoPipelining: true, protocol: 2 });
    next = createTraffic({ leads, shards });
    await client.ping();
  },
  async load({ segment, rate, seconds }: Load): Promise<LoadReport> {
    cpuMs();
    const late = createHdr();
    const acknowledged: Promise<unknown>[] = [];
    await pace(rate, Math.round(rate * seconds), (n, due) => {
      const { shard, event } = next();
      const body = JSON.stringify({
        ...event,
        id: benchId(segment, n, due),
        ...(fresh && { at: Date.now() }),
      });
      acknowledged.push(client.xadd(shardKeys('leads', shard).events, '*', 'event', body));
      record(late, nowMicros() - due);
    });
    await Promise.all(acknowledged);
    return { sent: acknowledged.length, late: encodeHdr(late), cpuMs: cpuMs() };
  },
});

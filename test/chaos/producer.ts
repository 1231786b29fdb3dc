/** A producer that remembers what was acknowledged, and when: the promise that a crash must not break. */
import { connectRedis } from '../../infra/redis/connect.ts';
import { pause } from '../../infra/run.ts';
import { shardKeys } from '../../schemas/shards.ts';
import { createTraffic } from '../bench/traffic.ts';

export interface Acknowledged {
  lead: string;
  id: string;
  /** When the acknowledgement came, epoch ms. */
  at: number;
}

export interface Producer {
  acknowledged: Acknowledged[];
  /** Sends no more, and waits until everything sent is acknowledged. */
  stop(): Promise<void>;
}

export interface ProducerOptions {
  url: string;
  shards: number;
  /** Events a second. */
  rate: number;
  /** Conversations going on at once. */
  leads: number;
}

const EVERY_MS = 5;

/** Sends corpus conversations until stopped. While Redis is away, what was sent waits and is sent again. */
export function startProducer({ url, shards, rate, leads }: ProducerOptions): Producer {
  const redis = connectRedis(url);
  const next = createTraffic({ leads, shards, run: 'chaos' });
  const acknowledged: Acknowledged[] = [];
  const sending = new Set<Promise<unknown>>();
  const stopping = new AbortController();
  const send = () => {
    const { shard, event } = next();
    const { lead, id } = event;
    const sent = redis.client
      .xadd(shardKeys('leads', shard).events, '*', 'event', JSON.stringify(event))
      .then(() => acknowledged.push({ lead, id, at: Date.now() }))
      .finally(() => sending.delete(sent));
    sending.add(sent);
  };
  const start = performance.now();
  const running = (async () => {
    for (let count = 0; !stopping.signal.aborted; await pause(EVERY_MS, stopping.signal)) {
      const due = ((performance.now() - start) * rate) / 1000;
      for (; count < due; count++) send();
    }
  })();
  return {
    acknowledged,
    async stop() {
      stopping.abort();
      await running;
      await Promise.all(sending);
      redis.close();
    },
  };
}

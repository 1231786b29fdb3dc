/** How far sending is behind, and what nobody knows the outcome of, on the metrics. */
import type { Metrics } from '../metrics.ts';
import type { DeliveryLog } from '../redis/delivery-log.ts';
import type { SendLog } from '../redis/send-log.ts';
import { pause, type Run } from '../run.ts';

const EVERY_MS = 5000;

export const tellBacklog =
  (log: SendLog, deliveries: DeliveryLog, metrics: Metrics): Run =>
  async (signal) => {
    while (!signal.aborted) {
      const [backlog, uncertain] = await Promise.all([
        log.backlog().catch(() => []), // not known while Redis is away, or before the group is there
        deliveries.countUncertain().catch(() => undefined),
      ]);
      for (const { shard, waiting, pending } of backlog)
        metrics.lag.set({ flow: log.group, shard: String(shard) }, waiting + pending);
      if (uncertain !== undefined) metrics.sendsUncertain.set(uncertain);
      await pause(EVERY_MS, signal);
    }
  };

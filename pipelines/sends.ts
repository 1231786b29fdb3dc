/** Sends nobody knows the outcome of, and what a person found out about them. */
import type { Config } from '../infra/config.ts';
import { connectRedis } from '../infra/redis/connect.ts';
import { createDeliveryLog, type DeliveryLog, type UncertainSend } from '../infra/redis/delivery-log.ts';
import { deliveryOf } from '../schemas/system-event.ts';

/** @param use receives the sends of every shard; the connection ends with it */
export async function withDeliveries<T>(config: Config, use: (log: DeliveryLog) => Promise<T>): Promise<T> {
  const connection = connectRedis(config.redisUrl);
  try {
    return await use(createDeliveryLog(connection.client, config.shards));
  } finally {
    connection.close();
  }
}

/** How `sends list` names a send. */
export const nameOf = ({ tenant, lead, order }: Omit<UncertainSend, 'at'>): string =>
  `${tenant}/${lead}/${order}`;

/** Tells the outcome on the lead's log; false where the send is not uncertain, or no longer. */
export async function settleSend(
  log: DeliveryLog,
  name: string,
  status: 'sent' | 'failed',
): Promise<boolean> {
  const send = (await log.uncertain()).find((one) => nameOf(one) === name);
  if (!send) return false;
  await log.append(deliveryOf(send, status, Date.now(), 'looked up by a person'));
  return true;
}

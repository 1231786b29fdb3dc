/** Sending: orders off the shards' actions, claimed, checked, called once, and told on the lead's log. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { createChannels, linksOf, type PacedChannels } from '../infra/channels/create-channels.ts';
import type { Config } from '../infra/config.ts';
import { runDispatcher } from '../infra/dispatch/dispatcher.ts';
import { createLane, type Lane } from '../infra/dispatch/lane.ts';
import { createCalled, type Recipient, sendOrder } from '../infra/dispatch/send-order.ts';
import { tellBacklog } from '../infra/dispatch/tell-backlog.ts';
import { tellOutcome } from '../infra/dispatch/tell-outcome.ts';
import { loadSecret } from '../infra/gateway/secret.ts';
import type { Log } from '../infra/log.ts';
import { createMetrics, type Metrics } from '../infra/metrics.ts';
import { connectRedis, type RedisConnection } from '../infra/redis/connect.ts';
import { createDeliveryLog } from '../infra/redis/delivery-log.ts';
import { pinMetrics } from '../infra/redis/metrics-board.ts';
import { createSendLimits } from '../infra/redis/send-limits.ts';
import { createRedisSendLog, type SendEntry, type SendLog } from '../infra/redis/send-log.ts';
import { createRedisShardLog } from '../infra/redis/shard-log.ts';
import { checkTopology } from '../infra/redis/topology.ts';
import type { Run } from '../infra/run.ts';
import { runTogether } from '../infra/run-together.ts';
import { stopWithin } from '../infra/stop-within.ts';
import { addressOf } from '../processors/addresses.ts';
import { decodeOrder } from '../processors/decode-order.ts';
import { leadStates } from '../processors/lead-states.ts';
import type { SendOrder } from '../schemas/nurture.ts';
import { leadKey, shardOf } from '../schemas/shards.ts';
import { type DeliveryStatus, deliveryOf } from '../schemas/system-event.ts';
import type { Channel } from '../schemas/words.ts';

export interface DispatchParts {
  redis: RedisConnection;
  config: Pick<Config, 'shards' | 'sendAttempts' | 'sendWithinMinutes'>;
  channels: PacedChannels;
  log: SendLog;
  metrics: Metrics;
  logger: Log;
  /** Of lane, dispatcher and retries: see there. A test has less time than a provider needs. */
  times?: {
    breakAfter?: number;
    halfOpenMs?: number;
    callMs?: number;
    takeOverMs?: number;
    retryMs?: number;
  };
}

/** Longer than a call may take, so that one under way at a stop is told; `supervise` waits no longer than this. */
const STOP_MS = 7500;
/** So that a call ends before a stop does. */
const CALL_MS = 7000;
const RETRY_MS = 1000;

/** Sends until the signal aborts. */
export function runDispatch(parts: DispatchParts): Run {
  const { redis, config, log, metrics, logger } = parts;
  const times = { callMs: CALL_MS, retryMs: RETRY_MS, ...parts.times };
  const limits = createSendLimits(redis.client, config.shards);
  const lanes = lanesOf(parts.channels, { limits, metrics, logger, ...times });
  const deps = {
    ...{ log, limits, metrics, logger, wordOf, retryMs: times.retryMs, called: createCalled() },
    recipient: createRecipient(redis, config.shards),
    ...{ attempts: config.sendAttempts, withinMs: config.sendWithinMinutes * 60_000 },
  };
  const work = async (entry: SendEntry, signal: AbortSignal): Promise<boolean> => {
    const order = await orderOf(entry, log);
    if (!order) return true;
    const outcome = await sendOrder({ ...deps, lane: lanes[order.channel] }, entry, order, signal);
    return tellOutcome(deps, entry, order, outcome, signal);
  };
  return runTogether(
    runDispatcher({ log, work, metrics, logger, ...times }),
    tellBacklog(log, createDeliveryLog(redis.client, config.shards), metrics),
  );
}

/** On the lead's log, where the step of nurturing hears it. */
const wordOf = ({ tenant, lead, id }: SendOrder, status: DeliveryStatus, at: number, detail: string) => ({
  event: JSON.stringify(deliveryOf({ tenant, lead, order: id }, status, at, detail)),
});

const lanesOf = (
  channels: PacedChannels,
  options: Parameters<typeof createLane>[1],
): Record<Channel, Lane> => {
  const lanes = Object.entries(channels).map(([name, paced]) => [name, createLane(paced, options)]);
  return Object.fromEntries(lanes);
};

/** The order; undefined where the entry holds none, or none that can be read: then it is done with. */
async function orderOf(entry: SendEntry, log: SendLog): Promise<SendOrder | undefined> {
  const decoded = decodeOrder(entry.body);
  if (decoded.kind === 'pass') return decoded.value;
  await (decoded.kind === 'drop' ? log.pass([entry]) : log.reject(entry, decoded.reason));
  return undefined;
}

/** Addresses are in the lead's state and nowhere else: an order may lie about for a while, an erased address may not. */
function createRecipient(redis: RedisConnection, shards: number) {
  const states = createRedisShardLog(redis, 'leads', shards);
  return async function recipientOf({ tenant, lead, channel }: SendOrder): Promise<Recipient> {
    const key = leadKey(tenant, lead);
    const [bytes] = await states.load([{ shard: shardOf(key, shards), key }]);
    const state = bytes && leadStates.unpack(bytes);
    if (!state || state.erased) return { refused: 'unknown-lead' };
    return addressOf(channel, lead, state.contact) ?? { refused: 'no-address' };
  };
}

export const createDispatchRole =
  (config: Config, logger: Log): Run =>
  async (signal) => {
    const redis = connectRedis(config.redisUrl);
    const metrics = createMetrics();
    const member = `dispatch-${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
    const role = async (until: AbortSignal) => {
      await checkTopology(redis.client, { leads: config.shards, market: config.marketShards });
      const channels = await createChannels(config, linksOf(config, await loadSecret(config)));
      const log = createRedisSendLog(redis, config.shards, member);
      await runTogether(runDispatch({ redis, config, channels, log, metrics, logger }), (end) =>
        pinMetrics(redis.client, member, metrics.registry, end),
      )(until);
    };
    try {
      await stopWithin(STOP_MS, role)(signal);
    } finally {
      redis.close();
    }
  };

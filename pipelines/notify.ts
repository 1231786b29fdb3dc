/** Critical alerts to people who have no socket open: off the shards' alerts, by text message or e-mail, once each. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { createNoticeChannels, type NoticeChannels } from '../infra/channels/create-channels.ts';
import type { Config } from '../infra/config.ts';
import { runDispatcher } from '../infra/dispatch/dispatcher.ts';
import { createLane } from '../infra/dispatch/lane.ts';
import { noticeWord } from '../infra/dispatch/notice.ts';
import { createCalled } from '../infra/dispatch/send-order.ts';
import { type AlertedLead, tellAlert } from '../infra/dispatch/tell-alert.ts';
import { tellBacklog } from '../infra/dispatch/tell-backlog.ts';
import type { Log } from '../infra/log.ts';
import { createMetrics, type Metrics } from '../infra/metrics.ts';
import { createAlertContacts } from '../infra/redis/alert-contacts.ts';
import { connectRedis, type RedisConnection } from '../infra/redis/connect.ts';
import { createDeliveryLog } from '../infra/redis/delivery-log.ts';
import { pinMetrics } from '../infra/redis/metrics-board.ts';
import { createNoticeLimits, type NoticeLimits } from '../infra/redis/notice-limits.ts';
import { createSendLimits } from '../infra/redis/send-limits.ts';
import { createRedisSendLog, NOTICES, type SendEntry, type SendLog } from '../infra/redis/send-log.ts';
import { createRedisShardLog } from '../infra/redis/shard-log.ts';
import { checkTopology } from '../infra/redis/topology.ts';
import type { Run } from '../infra/run.ts';
import { runTogether } from '../infra/run-together.ts';
import { stopWithin } from '../infra/stop-within.ts';
import { decodeAlert, mustBeTold } from '../processors/decode-alert.ts';
import { digestText, noticeText } from '../processors/notice-text.ts';
import { readInsight } from '../processors/read-insight.ts';
import type { CompetitiveAlert } from '../schemas/competition.ts';
import { leadKey, shardOf } from '../schemas/shards.ts';

export interface NotifyParts {
  redis: RedisConnection;
  config: Pick<Config, 'shards' | 'sendAttempts' | 'publicUrl'>;
  channels: NoticeChannels;
  log: SendLog;
  /** Who has a lead, and which alert of it waits; null once it is erased. */
  lead(tenant: string, lead: string): Promise<AlertedLead | null>;
  metrics: Metrics;
  logger: Log;
  /** By default as many an hour as `infra/redis/notice-limits.ts` says. A test has no hours. */
  notices?: NoticeLimits;
  /** Of lane, dispatcher and retries: see there. */
  times?: {
    breakAfter?: number;
    halfOpenMs?: number;
    callMs?: number;
    takeOverMs?: number;
    retryMs?: number;
  };
}

/** Longer than a call may take, so that one under way at a stop is told. */
const STOP_MS = 7500;
const CALL_MS = 7000;
const RETRY_MS = 1000;
/** Later it is no news: whoever should act has been told by the next step of the alert. */
const WITHIN_MS = 3_600_000;

/** Notifies until the signal aborts. */
export function runNotify(parts: NotifyParts): Run {
  const { redis, config, log, metrics, logger } = parts;
  const times = { callMs: CALL_MS, retryMs: RETRY_MS, ...parts.times };
  const limits = createSendLimits(redis.client, config.shards);
  const laneOptions = { limits, metrics, logger, ...times };
  const link = config.publicUrl && new URL('/console/', config.publicUrl).href;
  const deps = {
    ...{ log, limits, metrics, logger, client: redis.client, retryMs: times.retryMs, called: createCalled() },
    ...{ attempts: config.sendAttempts, withinMs: WITHIN_MS, wordOf: noticeWord },
    contacts: createAlertContacts(redis.client),
    notices: parts.notices ?? createNoticeLimits(redis.client),
    lanes: {
      sms: createLane(parts.channels.sms, laneOptions),
      email: createLane(parts.channels.email, laneOptions),
    },
    lead: parts.lead,
    textOf: (alert: CompetitiveAlert, { name }: AlertedLead) => noticeText(alert, name, link),
    digestOf: (count: number) => digestText(count, link),
  };
  const work = async (entry: SendEntry, signal: AbortSignal): Promise<boolean> => {
    const alert = await alertOf(entry, log);
    return alert ? tellAlert(deps, entry, alert, signal) : true;
  };
  return runTogether(
    runDispatcher({ log, work, metrics, logger, ...times }),
    tellBacklog(log, createDeliveryLog(redis.client, config.shards), metrics),
  );
}

/** The step that somebody has to hear of; undefined for all else, which is done with then. */
async function alertOf(entry: SendEntry, log: SendLog): Promise<CompetitiveAlert | undefined> {
  const decoded = decodeAlert(entry.body);
  if (decoded.kind === 'reject') await log.reject(entry, decoded.reason);
  else if (decoded.kind === 'pass' && mustBeTold(decoded.value)) return decoded.value;
  else await log.pass([entry]);
  return undefined;
}

/** Who has the lead, and whether its alert still waits, are in its state now, not in an entry that lay about. */
function createAlertedLeads(redis: RedisConnection, shards: number) {
  const states = createRedisShardLog(redis, 'leads', shards);
  return async function alertedLead(tenant: string, lead: string): Promise<AlertedLead | null> {
    const key = leadKey(tenant, lead);
    const [bytes] = await states.load([{ shard: shardOf(key, shards), key }]);
    const insight = bytes && readInsight(bytes);
    if (!insight) return null;
    const { contact, competition } = insight;
    const open = competition.alert?.status === 'open' ? competition.alert.id : null;
    return { name: contact.name ?? lead, agent: contact.agent ?? '', open };
  };
}

export const createNotifyRole =
  (config: Config, logger: Log): Run =>
  async (signal) => {
    const redis = connectRedis(config.redisUrl);
    const metrics = createMetrics();
    const member = `notify-${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
    const role = async (until: AbortSignal) => {
      await checkTopology(redis.client, { leads: config.shards, market: config.marketShards });
      const channels = await createNoticeChannels(config);
      const log = createRedisSendLog(redis, config.shards, member, NOTICES);
      const lead = createAlertedLeads(redis, config.shards);
      await runTogether(runNotify({ redis, config, channels, log, lead, metrics, logger }), (end) =>
        pinMetrics(redis.client, member, metrics.registry, end),
      )(until);
    };
    try {
      await stopWithin(STOP_MS, role)(signal);
    } finally {
      redis.close();
    }
  };

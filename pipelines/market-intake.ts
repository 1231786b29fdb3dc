/**
 * Market intake: follows the log of a RESO feed (RCP-27) and tells the market shards what changed. A webhook (RCP-28)
 * wakes it and no more: what is true is what the log and the records say.
 */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { type Config, ConfigError } from '../infra/config.ts';
import { createPressureGauge, type PressureGauge } from '../infra/gateway/pressure.ts';
import type { Log } from '../infra/log.ts';
import { createMetrics } from '../infra/metrics.ts';
import { connectRedis, type RedisConnection } from '../infra/redis/connect.ts';
import { createGatewayStore } from '../infra/redis/gateway-store.ts';
import { createIntakeStore, IntakeLostError } from '../infra/redis/intake-store.ts';
import { hearWakes } from '../infra/redis/intake-wake.ts';
import { pinMetrics } from '../infra/redis/metrics-board.ts';
import { checkTopology } from '../infra/redis/topology.ts';
import { createBearer } from '../infra/reso/bearer.ts';
import { createResoClient, type ResoClient } from '../infra/reso/client.ts';
import { ResoFault } from '../infra/reso/fault.ts';
import { backoff, pause, type Run } from '../infra/run.ts';
import { runTogether } from '../infra/run-together.ts';
import { stopWithin } from '../infra/stop-within.ts';
import {
  dueSpans,
  GAP_RULES,
  type GapRules,
  nextDue,
  type Place,
  triedSpan,
} from '../processors/intake/sequence-gaps.ts';
import { createAlarm } from './market-intake/alarm.ts';
import { holdSource } from './market-intake/hold-source.ts';
import { openSource } from './market-intake/open-source.ts';
import { type PageDeps, resume, takePage } from './market-intake/take-page.ts';

/** What a test has less of than a feed needs. */
export interface IntakeTimes {
  gapRules: GapRules;
  /** From one look to the next without a webhook. */
  pollMs: number;
  /** First wait after a fault, and for what a webhook announced and the log does not show yet. */
  againMs: number;
  callMs: number;
  retryMs: number;
  halfOpenMs: number;
}

const TIMES: Omit<IntakeTimes, 'pollMs'> = {
  ...{ gapRules: GAP_RULES, againMs: 1000, callMs: 30_000, retryMs: 250, halfOpenMs: 15_000 },
};
/** Events a page: with their records, what one crash makes it do again. */
const TOP = 500;
const BREAK_AFTER = 6;
/** Requests for gaps in one look. */
const MOST_SPANS = 20;
const FULL_LOOK_MS = 250;
/** What a stop may take: the page under way is given up. */
const STOP_MS = 2000;

interface IntakeDeps extends PageDeps {
  client: ResoClient;
  times: IntakeTimes;
}

/** Follows the feed until the signal aborts. Throws {@link ConfigError} where there is none, or a file of its settings is wrong. */
export const createIntakeRole =
  (config: Config, logger: Log, times: Partial<IntakeTimes> = {}): Run =>
  async (signal) => {
    if (!config.resoUrl) throw new ConfigError('RESO_URL: is empty; set it to the feed that is to be read');
    const redis = connectRedis(config.redisUrl);
    try {
      const role = await openRole(config, logger, redis, {
        ...{ ...TIMES, pollMs: config.resoPollSeconds * 1000 },
        ...times,
      });
      await stopWithin(STOP_MS, role)(signal);
    } finally {
      redis.close();
    }
  };

async function openRole(
  config: Config,
  logger: Log,
  redis: RedisConnection,
  times: IntakeTimes,
): Promise<Run> {
  const { resoTenant: tenant, resoSource: label, resoUrl: url, leaseMs } = config;
  const shards = { leads: config.shards, market: config.marketShards };
  await checkTopology(redis.client, shards);
  const metrics = createMetrics();
  const member = `intake-${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const streams = createGatewayStore(redis, { shards });
  const store = createIntakeStore(redis, { tenant, source: label, owner: member });
  const gauge = createPressureGauge(streams, config, (err) =>
    logger.error({ err }, 'reading the pressure failed'),
  );
  const onCall = (outcome: string) => metrics.intakeCalls.inc({ outcome });
  const { callMs, retryMs, halfOpenMs, gapRules } = times;
  const bearer = createBearer(config);
  const breaking = { breakAfter: BREAK_AFTER, halfOpenMs };
  const client = createResoClient({ url, bearer, top: TOP, callMs, retryMs, ...breaking, onCall });
  const source = await openSource(config);
  const room = roomIn(gauge, shards.market);
  const deps = { source, client, store, streams, room, gapRules, metrics, logger, times };
  const alarm = createAlarm();
  return runTogether(
    holdSource(store, leaseMs, follow(deps, alarm)),
    (until) =>
      hearWakes(
        redis,
        tenant,
        ({ sequence, source }) => {
          if (source === undefined || source === label) alarm.ring(sequence);
        },
        until,
      ),
    gauge.run,
    (until) => pinMetrics(redis.client, member, metrics.registry, until),
  );
}

/** Looks, waits for a webhook or the time, and looks again, whatever happens to the server meanwhile. */
const follow =
  (deps: IntakeDeps, alarm: ReturnType<typeof createAlarm>): Run =>
  async (signal) => {
    const { store, logger, times, metrics } = deps;
    let faults = 0;
    let early = 0;
    while (!signal.aborted) {
      try {
        const heard = alarm.heard();
        const place = await look(deps, signal);
        await store.report(Date.now(), '');
        faults = 0;
        metrics.intakeBehind.set(Math.max(0, heard - place.sequence));
        // A webhook may be ahead of the log that it is about.
        early = heard > place.sequence ? early + 1 : 0;
        const again = early ? backoff(early, times.againMs, times.pollMs) : times.pollMs;
        await alarm.wait(Math.max(0, Math.min(again, nextDue(place) - Date.now())), signal);
      } catch (error) {
        if (signal.aborted || error instanceof IntakeLostError) return;
        const { message, retryAfterMs } = error as ResoFault;
        const waitMs = Math.round(retryAfterMs ?? backoff(++faults, times.againMs, times.pollMs));
        logger.warn(
          { problem: message, kind: kindOf(error), waitMs },
          'the feed was not read; will try again',
        );
        await store.report(Date.now(), message).catch(() => {}); // told again after the next try
        await pause(waitMs, signal);
      }
    }
  };

const kindOf = (error: unknown): string =>
  error instanceof ResoFault ? error.kind : (error as Error).constructor.name;

/** Once to the end of the log, then for what is missing before it. */
async function look(deps: IntakeDeps, signal: AbortSignal): Promise<Place> {
  let place = await resume(deps, signal);
  for (let from = -1; place.sequence > from; ) {
    from = place.sequence;
    place = await takeRange(deps, place, { after: from }, signal);
  }
  deps.metrics.intakeCaughtUp.set(Date.now() / 1000);
  for (const span of dueSpans(place, Date.now(), TOP).slice(0, MOST_SPANS)) {
    place = await takeRange(deps, place, { after: span.from - 1, before: span.to + 1 }, signal);
    const tried = triedSpan(place, span, Date.now(), deps.gapRules);
    await deps.store.settle(JSON.stringify(tried), []);
    tellLost(deps, place, tried);
    place = tried;
  }
  deps.metrics.intakeSequence.set(place.sequence);
  deps.metrics.intakeGaps.set(place.gaps.length);
  return place;
}

async function takeRange(
  deps: IntakeDeps,
  from: Place,
  range: { after: number; before?: number },
  signal: AbortSignal,
): Promise<Place> {
  let place = from;
  for await (const page of deps.client.events(range, signal)) {
    const next = await takePage(deps, place, page, signal);
    tellLost(deps, place, next);
    place = next;
  }
  return place;
}

function tellLost({ metrics, logger }: PageDeps, before: Place, after: Place): void {
  const count = after.lost.count - before.lost.count;
  if (!count) return;
  metrics.intakeGapNumbers.inc({ outcome: 'given_up' }, count);
  logger.warn({ count, last: after.lost.last }, 'numbers that the feed never showed were given up');
}

const roomIn =
  (gauge: PressureGauge, shards: number) =>
  async (signal: AbortSignal): Promise<void> => {
    const all = Array.from({ length: shards }, (_, shard) => shard);
    while (gauge.advice('market', all).kind !== 'take' && !signal.aborted) await pause(FULL_LOOK_MS, signal);
    signal.throwIfAborted();
  };

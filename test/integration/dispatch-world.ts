/** Dispatch on a real Redis: leads, orders as a commit gives them, dispatchers, and what was told of each order. */

import type { PacedChannels } from '../../infra/channels/create-channels.ts';
import { createOutbox } from '../../infra/channels/outbox.ts';
import { createTwilioSms } from '../../infra/channels/twilio-sms.ts';
import { createLog } from '../../infra/log.ts';
import { createMetrics, type Metrics } from '../../infra/metrics.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createRedisSendLog, type SendLog } from '../../infra/redis/send-log.ts';
import { type DispatchParts, runDispatch } from '../../pipelines/dispatch.ts';
import { initialState, type LeadContact } from '../../processors/lead-state.ts';
import { leadStates } from '../../processors/lead-states.ts';
import type { SendOrder } from '../../schemas/nurture.ts';
import { leadKey, SENDS_LIST, type ShardKeys, sendMember, shardKeys, shardOf } from '../../schemas/shards.ts';
import type { DeliveryEvent } from '../../schemas/system-event.ts';
import { orderOf } from '../fakes/orders.ts';
import { fakeJudges } from '../unit/processors/fake-judges.ts';

export const SHARDS = 2;
const CONFIG = { shards: SHARDS, sendAttempts: 3, sendWithinMinutes: 15 };
/** Short, so that a test need not wait for a provider's patience. */
export const TIMES = { breakAfter: 3, halfOpenMs: 300, callMs: 2000, takeOverMs: 600, retryMs: 20 };

/** Text messages go to the fake; e-mails to the outbox. */
export function channelsTo(url: string, perSecond?: number): PacedChannels {
  const sms = createTwilioSms({
    ...{ url, account: 'AC1', token: 'secret', from: '+13035550100' },
    statusUrl: () => undefined,
  });
  const outbox = { channel: createOutbox(), perSecond: undefined };
  return {
    ...{ sms: { channel: sms, perSecond }, email: outbox, whatsapp: outbox, webchat: outbox },
    ...{ voicemail: outbox, call: outbox },
  };
}

export interface Dispatcher {
  metrics: Metrics;
  stop(): Promise<void>;
}

let members = 0;

/** One more dispatcher, with connections of its own. */
export function startDispatcher(
  redisUrl: string,
  channels: PacedChannels,
  options: {
    times?: DispatchParts['times'];
    look?: (log: SendLog) => SendLog;
    config?: Partial<typeof CONFIG>;
  } = {},
): Dispatcher {
  const redis = connectRedis(redisUrl);
  const abort = new AbortController();
  const metrics = createMetrics();
  const own = createRedisSendLog(redis, SHARDS, `dispatch-test-${process.pid}-${++members}`);
  const done = runDispatch({
    ...{ redis, channels, metrics, log: options.look?.(own) ?? own, logger: createLog('silent', 'test') },
    config: { ...CONFIG, ...options.config },
    times: { ...TIMES, ...options.times },
  })(abort.signal);
  return {
    metrics,
    async stop() {
      if (abort.signal.aborted) return;
      abort.abort();
      await done;
      redis.close();
    },
  };
}

export const shardKeysOf = (tenant: string, lead: string): ShardKeys =>
  shardKeys('leads', shardOf(leadKey(tenant, lead), SHARDS));

export function createScript({ client }: RedisConnection) {
  const keysOf = ({ tenant, lead }: Pick<SendOrder, 'tenant' | 'lead'>) => shardKeysOf(tenant, lead);
  const member = ({ tenant, lead, id }: SendOrder) => sendMember(tenant, lead, id);
  const script = {
    /** A lead that is known, with where it is reached. */
    async lead(lead: string, contact: LeadContact = { phone: phoneOf(lead) }, erased = false): Promise<void> {
      const state = initialState(fakeJudges, 'main', lead, 0);
      const key = shardKeysOf('main', lead).state + leadKey('main', lead);
      await client.set(key, Buffer.from(leadStates.pack({ ...state, contact, erased })));
    },
    /** What the commit does that decides on a message. */
    async order(more: Partial<SendOrder> = {}): Promise<SendOrder> {
      const order = orderOf(more);
      const k = keysOf(order);
      await client
        .multi()
        .xadd(k.actions, '*', 'body', JSON.stringify(order), 'tenant', order.tenant, 'lead', order.lead)
        .zadd(k.roster + SENDS_LIST, 0, member(order))
        .exec();
      return order;
    },
    async orders(count: number, more: Partial<SendOrder> = {}, first = 0): Promise<SendOrder[]> {
      const orders: SendOrder[] = [];
      for (let i = first; i < first + count; i++) {
        const lead = `lead ${i}`;
        await script.lead(lead);
        orders.push(await script.order({ id: `o${i}`, lead, body: `message ${i}`, ...more }));
      }
      return orders;
    },
    cancel: (order: SendOrder) => client.zrem(keysOf(order).roster + SENDS_LIST, member(order)),
    score: (order: SendOrder) => client.zscore(keysOf(order).roster + SENDS_LIST, member(order)),
    /** Scores of all orders that are to be sent: 0, or when they were claimed. */
    async allScores(): Promise<string[]> {
      const lists = await Promise.all(
        Array.from({ length: SHARDS }, (_, shard) =>
          client.zrange(shardKeys('leads', shard).roster + SENDS_LIST, '0', '-1', 'WITHSCORES'),
        ),
      );
      return lists.flatMap((list) => list.filter((_, i) => i % 2 === 1));
    },
    async stopSwitch(on: boolean, tenant = 'main'): Promise<void> {
      for (let shard = 0; shard < SHARDS; shard++) {
        const { stopped } = shardKeys('leads', shard);
        await (on ? client.sadd(stopped, tenant) : client.srem(stopped, tenant));
      }
    },
    /** All that was told, each event once as the log drops repeats. */
    async deliveries(): Promise<DeliveryEvent[]> {
      const told = new Map<string, DeliveryEvent>();
      for (let shard = 0; shard < SHARDS; shard++) {
        const entries = await client.xrange(shardKeys('leads', shard).events, '-', '+');
        for (const [, [, json]] of entries) {
          const event = JSON.parse(json!) as DeliveryEvent;
          told.set(`${event.lead}/${event.id}`, event);
        }
      }
      return [...told.values()];
    },
    async statuses(): Promise<Record<string, number>> {
      const counts: Record<string, number> = {};
      for (const { status } of await script.deliveries()) counts[status] = (counts[status] ?? 0) + 1;
      return counts;
    },
    /** Entries no dispatcher is done with, in the hands of any or none. */
    async open(): Promise<number> {
      let open = 0;
      for (let shard = 0; shard < SHARDS; shard++) {
        const groups = (await client
          .xinfo('GROUPS', shardKeys('leads', shard).actions)
          .catch(() => [])) as unknown[][];
        for (const info of groups) {
          const field = (name: string) => Number(info[info.indexOf(name) + 1] ?? 0);
          open += field('pending') + field('lag');
        }
      }
      return open;
    },
  };
  return script;
}
export type Script = ReturnType<typeof createScript>;

/** A number of its own for every lead. */
export const phoneOf = (lead: string): string =>
  `+1303555${String(1000 + (Number(/\d+/.exec(lead)?.[0] ?? 0) % 9000))}`;

/** Notify on a real Redis: leads with alerts, people with addresses, notifiers, and what was told of each alert. */
import type { NoticeChannels } from '../../infra/channels/create-channels.ts';
import { createOutbox } from '../../infra/channels/outbox.ts';
import { createTwilioSms } from '../../infra/channels/twilio-sms.ts';
import type { AlertedLead } from '../../infra/dispatch/tell-alert.ts';
import { createLog } from '../../infra/log.ts';
import { createMetrics } from '../../infra/metrics.ts';
import { createAlertContacts } from '../../infra/redis/alert-contacts.ts';
import { connectRedis, type RedisConnection } from '../../infra/redis/connect.ts';
import { createNoticeLimits } from '../../infra/redis/notice-limits.ts';
import { createRedisSendLog, NOTICES, type SendLog } from '../../infra/redis/send-log.ts';
import { runNotify } from '../../pipelines/notify.ts';
import type { CompetitiveAlert, NoticeRecord } from '../../schemas/competition.ts';
import { leadKey, NOTICES_LIST, shardKeys, shardOf } from '../../schemas/shards.ts';
import { alertStep } from '../made-up-competition.ts';

export const SHARDS = 2;
const TIMES = { breakAfter: 3, halfOpenMs: 300, callMs: 2000, takeOverMs: 600, retryMs: 20 };
/** More than any test sends, where it is not about the limit. */
const PLENTY = { most: 1000, windowMs: 60_000 };

/** Text messages go to the fake, e-mails nowhere. */
export function noticeChannelsTo(url: string): NoticeChannels {
  const options = { url, account: 'AC1', token: 'secret', from: '+13035550100' };
  return {
    sms: { channel: createTwilioSms({ ...options, statusUrl: () => undefined }), perSecond: undefined },
    email: { channel: createOutbox(), perSecond: undefined },
  };
}

/** Where the stand-in for lead states lies: who has the lead, and which alert waits. */
const leadHash = (tenant: string, lead: string) => `test:lead:${tenant}/${lead}`;

async function readLead(
  { client }: RedisConnection,
  tenant: string,
  lead: string,
): Promise<AlertedLead | null> {
  const { name, agent = '', open = '' } = await client.hgetall(leadHash(tenant, lead));
  return name === undefined ? null : { name, agent, open: open || null };
}

export interface Notifier {
  stop(): Promise<void>;
}

let members = 0;

/** One more notifier, with connections of its own. */
export function startNotifier(
  redisUrl: string,
  channels: NoticeChannels,
  options: { limit?: { most: number; windowMs: number }; look?: (log: SendLog) => SendLog } = {},
): Notifier {
  const redis = connectRedis(redisUrl);
  const abort = new AbortController();
  const own = createRedisSendLog(redis, SHARDS, `notify-test-${process.pid}-${++members}`, NOTICES);
  const done = runNotify({
    ...{ redis, channels, metrics: createMetrics(), logger: createLog('silent', 'test'), times: TIMES },
    ...{
      log: options.look?.(own) ?? own,
      notices: createNoticeLimits(redis.client, options.limit ?? PLENTY),
    },
    lead: (tenant, lead) => readLead(redis, tenant, lead),
    config: { shards: SHARDS, sendAttempts: 3, publicUrl: '' },
  })(abort.signal);
  return {
    async stop() {
      if (abort.signal.aborted) return;
      abort.abort();
      await done;
      redis.close();
    },
  };
}

export function createAlertScript(connection: RedisConnection) {
  const { client } = connection;
  const keysOf = (tenant: string, lead: string) => shardKeys('leads', shardOf(leadKey(tenant, lead), SHARDS));
  const records = async (): Promise<{ kind: string; lead: string }[]> => {
    const all = await Promise.all(
      Array.from({ length: SHARDS }, (_, shard) => client.xrange(shardKeys('leads', shard).alerts, '-', '+')),
    );
    return all.flat().map(([, fields]) => JSON.parse(fields[fields.indexOf('body') + 1]!));
  };
  const script = {
    contacts: createAlertContacts(client),
    /** A lead that an agent has, with the alert that waits. */
    async lead(lead: string, agent = 'kim', open = `a-${lead}`, tenant = 'main'): Promise<void> {
      await client.hset(leadHash(tenant, lead), { name: `Lead ${lead}`, agent, open });
    },
    /** Somebody acted on its alert. */
    acted: (lead: string) => client.hset(leadHash('main', lead), { open: '' }),
    forget: (lead: string) => client.del(leadHash('main', lead)),
    /** What the commit does in which an alert takes a step. */
    async step(lead: string, more: Partial<CompetitiveAlert> = {}): Promise<void> {
      const record = alertStep({ lead, id: `a-${lead}`, text: `Alert of ${lead}`, ...more });
      const route = ['tenant', record.tenant, 'lead', lead, 'agent', 'kim'];
      await client.xadd(keysOf(record.tenant, lead).alerts, '*', ...route, 'body', JSON.stringify(record));
    },
    async raised(lead: string, agent?: string): Promise<void> {
      await script.lead(lead, agent);
      await script.step(lead);
    },
    /** The last word on each notice. */
    async notices(): Promise<NoticeRecord[]> {
      const told = new Map<string, NoticeRecord>();
      for (const record of (await records()) as NoticeRecord[]) {
        if (record.kind === 'notice') told.set(`${record.lead}/${record.id}`, record);
      }
      return [...told.values()];
    },
    async statuses(): Promise<Record<string, number>> {
      const counts: Record<string, number> = {};
      for (const { status } of await script.notices()) counts[status] = (counts[status] ?? 0) + 1;
      return counts;
    },
    /** When each notice was claimed that nobody is done with. */
    async claims(): Promise<number[]> {
      const lists = await Promise.all(
        Array.from({ length: SHARDS }, (_, shard) =>
          client.zrange(shardKeys('leads', shard).roster + NOTICES_LIST, '0', '-1', 'WITHSCORES'),
        ),
      );
      return lists.flatMap((list) => list.filter((_, i) => i % 2 === 1).map(Number));
    },
    /** Entries no notifier is done with. */
    async open(): Promise<number> {
      let open = 0;
      for (let shard = 0; shard < SHARDS; shard++) {
        const groups = (await client.xinfo('GROUPS', shardKeys('leads', shard).alerts)) as unknown[][];
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
export type AlertScript = ReturnType<typeof createAlertScript>;

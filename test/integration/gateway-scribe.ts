/** Stands in for the processor: writes a lead's state, insight, roster and talk in one transaction, as the commit does. */
import type { Picture } from '../../infra/gateway/pictures.ts';
import type { RedisConnection } from '../../infra/redis/connect.ts';
import { TenantPicture } from '../../models/similar/tenant-picture.ts';
import { fullInsight } from '../../schemas/apply-delta.ts';
import type { CompetitionView, CompetitiveAlert } from '../../schemas/competition.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';
import type { NurtureView } from '../../schemas/nurture-view.ts';
import { leadKey, type ShardKeys, shardKeys, shardOf } from '../../schemas/shards.ts';
import { type MadeUp, nextInsight } from '../made-up-insight.ts';

export interface Note {
  tenant?: string;
  agent?: string;
  text?: string;
  attention?: number;
  nurture?: NurtureView;
  competition?: CompetitionView;
}

/** Decodes the states this scribe writes. */
export function readScribed(bytes: Uint8Array): StreamingInsight | null {
  const { view, head } = JSON.parse(String(Buffer.from(bytes))) as MadeUp;
  return fullInsight(view, head);
}

/** Pictures of the states this scribe writes. */
export const scribedPictures = { create: createScribedPicture, mostLeads: 1000 };

function createScribedPicture(): Picture {
  const tenant = new TenantPicture();
  const knownOf = (state: Uint8Array) => {
    const { contact, profile, forecast, status, messages, at } = readScribed(state)!;
    const { pConvert, medianDays } = forecast;
    const segments = [{ id: profile.primaryMicrosegment, p: profile.confidenceScore }];
    const times = { firstAt: Date.parse(at), lastAt: Date.parse(at), early: profile.primaryMicrosegment };
    const { area } = contact;
    const traits = { segments, status, pConvert, medianDays, messages, activities: {}, hours: [] };
    return { ...times, traits: { ...traits, ...(area !== undefined && { area }) } };
  };
  return {
    get size() {
      return tenant.size;
    },
    get full() {
      return tenant.full;
    },
    put: (lead, state) => (state ? tenant.put(lead, knownOf(state)) : tenant.remove(lead)),
    hear: () => {},
    similarTo: (lead, state, count) => state && tenant.similarTo(lead, knownOf(state), count),
    patterns: (complete) => tenant.patterns(complete),
  };
}

export interface Scribe {
  /** Makes the lead's next insight; resolves with its number and its entry's id. */
  write(lead: string, note?: Note): Promise<{ seq: number; id: string; shard: number }>;
  /** Puts a record of competition on the lead's alerts stream; resolves with its entry's id. */
  record(record: Pick<CompetitiveAlert, 'tenant' | 'lead'>, agent?: string): Promise<string>;
  /** The full insight as it is now. */
  truth(lead: string, tenant?: string): StreamingInsight;
  leads(): string[];
}

export function createScribe({ client }: RedisConnection, shards: number): Scribe {
  const kept = new Map<string, MadeUp>();
  return {
    async write(
      lead,
      { tenant = 'main', agent = '', text = 'hello', attention = 0.5, nurture, competition } = {},
    ) {
      const key = leadKey(tenant, lead);
      const before = kept.get(key);
      const next = nextInsight(before, { tenant, lead, agent, text, attention, nurture, competition });
      const { view, head } = next;
      const { seq } = head;
      kept.set(key, next);
      const shard = shardOf(key, shards);
      const k = shardKeys('leads', shard);
      const { intents, at, happening } = head;
      const replies = await client
        .multi()
        .xadd(
          k.insights,
          '*',
          'tenant',
          tenant,
          'lead',
          lead,
          'agent',
          agent,
          'insight',
          JSON.stringify(head),
        )
        .set(k.state + key, JSON.stringify({ view, head: { ...head, insightDelta: {} } }))
        .zadd(k.roster + tenant, attention, lead)
        .rpush(k.talk + key, JSON.stringify({ seq, at, ...happening, text: text.slice(0, 600), intents }))
        .exec();
      if (agent) await client.zadd(`${k.roster}${tenant}/agent/${agent}`, attention, lead);
      const until = {
        ...(nurture && { approvals: nurture.plan?.expiresAt, escalations: nurture.escalation?.dueAt }),
        ...(competition && { alerts: competition.alert?.dueAt }),
      };
      await keepWaiting(client, k, until, { tenant, agent, lead });
      return { seq, id: replies![0]![1] as string, shard };
    },
    async record(record, agent = '') {
      const { tenant, lead } = record;
      const { alerts } = shardKeys('leads', shardOf(leadKey(tenant, lead), shards));
      const route = ['tenant', tenant, 'lead', lead, 'agent', agent];
      return (await client.xadd(alerts, '*', ...route, 'body', JSON.stringify(record)))!;
    },
    truth(lead, tenant = 'main') {
      const { view, head } = kept.get(leadKey(tenant, lead))!;
      return fullInsight(view, { ...head, insightDelta: {} });
    },
    leads: () => [...kept.values()].map(({ head }) => head.lead),
  };
}

/** The rosters of those who wait for a person. */
async function keepWaiting(
  client: RedisConnection['client'],
  k: ShardKeys,
  until: Record<string, string | undefined>,
  { tenant, agent, lead }: { tenant: string; agent: string; lead: string },
) {
  for (const base of [tenant, ...(agent ? [`${tenant}/agent/${agent}`] : [])]) {
    for (const [list, time] of Object.entries(until)) {
      const key = `${k.roster}${base}/${list}`;
      if (time === undefined) await client.zrem(key, lead);
      else await client.zadd(key, Date.parse(time), lead);
    }
  }
}

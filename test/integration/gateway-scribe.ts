/** Stands in for the processor: writes a lead's state, insight, roster and talk in one transaction, as the commit does. */
import type { Picture } from '../../infra/gateway/pictures.ts';
import type { RedisConnection } from '../../infra/redis/connect.ts';
import { TenantPicture } from '../../models/similar/tenant-picture.ts';
import { diffPatch, fullInsight, type PackedView, packCurve } from '../../schemas/apply-delta.ts';
import type { CompetitionView, CompetitiveAlert } from '../../schemas/competition.ts';
import { DECAY_DAYS, HORIZON_DAYS } from '../../schemas/horizons.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';
import type { WireInsight } from '../../schemas/insight-wire.ts';
import type { NurtureView } from '../../schemas/nurture-view.ts';
import { leadKey, type ShardKeys, shardKeys, shardOf } from '../../schemas/shards.ts';

export interface Note {
  tenant?: string;
  agent?: string;
  text?: string;
  attention?: number;
  nurture?: NurtureView;
  competition?: CompetitionView;
}

interface Kept {
  view: PackedView;
  head: WireInsight;
}

/** Decodes the states this scribe writes. */
export function readScribed(bytes: Uint8Array): StreamingInsight | null {
  const { view, head } = JSON.parse(String(Buffer.from(bytes))) as Kept;
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
  const kept = new Map<string, Kept>();
  return {
    async write(
      lead,
      { tenant = 'main', agent = '', text = 'hello', attention = 0.5, nurture, competition } = {},
    ) {
      const key = leadKey(tenant, lead);
      const before = kept.get(key);
      const seq = (before?.head.seq ?? 0) + 1;
      const packed = { ...(nurture && { nurture }), ...(competition && { competition }) };
      const view = { ...viewOf(seq, agent, attention), ...packed };
      const head = headOf(tenant, lead, seq, text, diffPatch(before?.view, view) as Record<string, unknown>);
      kept.set(key, { view, head });
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

function headOf(
  tenant: string,
  lead: string,
  seq: number,
  text: string,
  insightDelta: Record<string, unknown>,
): WireInsight {
  return {
    ...{ v: 1, tenant, lead, seq, event: `e${seq}`, cause: { kind: 'event', id: `e${seq}` } },
    ...{ at: new Date(1_764_000_000_000 + seq * 1000).toISOString() },
    ...{ happening: { type: 'message', from: 'lead', channel: 'sms', text } },
    ...{ intents: [{ id: 'schedule_showing', p: 0.9 }], entities: [], processingTimeMs: 1, stages: {} },
    insightDelta,
  };
}

const wave = (length: number, seq: number) =>
  Array.from({ length }, (_, day) => Math.round(5000 + 4000 * Math.sin(seq + day / 40)) / 10_000);

function viewOf(seq: number, agent: string, attention: number): PackedView {
  const p = (seq % 100) / 100;
  const quantiles = { q05: 1, q10: 2, q25: 5, q75: 40, q90: 90, q95: 120 };
  const forecast = {
    ...{ kind: 'window' as const, pConvert: p, medianDays: 20, quantileDays: quantiles, intervalLevel: 0.8 },
    ...{
      optimalTouchpoints: [],
      marketContext: { text: 'unknown' },
      epistemic: 0,
      weights: {},
    },
    members: { baseline: { pConvert: p, medianDays: 20, weight: 1 } },
  };
  const view = {
    ...{
      contact: { name: 'Ann', ...(agent && { agent }) },
      consent: {},
      status: 'open' as const,
      attention,
      messages: seq,
    },
    ...{ lastFrom: 'lead', nextEvents: [], prebakedActions: [], models: { text: '1' }, backend: 'js' },
    ...{
      confidenceEvolution: [],
      curves: { probability: packCurve(wave(HORIZON_DAYS, seq)), decay: packCurve(wave(DECAY_DAYS, seq)) },
    },
    forecast,
    profile: {
      ...{ primaryMicrosegment: 'browser', secondarySegments: [], confidenceScore: p, behaviorEvolution: [] },
      ...{ similarLeads: [], optimizationStrategy: 'wait', conversionApproach: 'listen' },
    },
  };
  // Absent means null in a packed forecast.
  return view as unknown as PackedView;
}

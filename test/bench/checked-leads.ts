/** Leads with competition, each with its next check armed, as the flow leaves them; and what became of the checks. */
import type { ShardLog } from '../../infra/ports.ts';
import type { RedisClient } from '../../infra/redis/connect.ts';
import type { LeadsFlow } from '../../pipelines/leads.ts';
import type { Output } from '../../schemas/flow.ts';
import type { WireInsight } from '../../schemas/insight-wire.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';

const BATCH = 500;
const TENANT = 'main';

type Timer = Extract<Output, { to: 'timer' }>;
export interface CheckedLead {
  key: string;
  lead: string;
  bytes: Uint8Array;
  timers: Timer[];
}

/** When the week of the checks begins, epoch ms, and how many seconds of it a real one stands for. */
export interface Hurry {
  from: number;
  faster: number;
}

/** Each lead says where and what it wants, and that it speaks with somebody else. */
export async function makeCheckedLeads(flow: LeadsFlow, count: number): Promise<CheckedLead[]> {
  const made: CheckedLead[] = [];
  for (let from = 0; from < count; from += BATCH) {
    const leads = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => `lead-${from + i}`);
    const states = new Map<string, { state: unknown; timers: Map<string, Timer> }>();
    for (const eventOf of [profileOf, messageOf]) {
      const wave = leads.map((lead) => {
        const key = leadKey(TENANT, lead);
        const receivedAt = Date.now();
        const event = eventOf(lead, receivedAt);
        return {
          shard: 0,
          entryId: `${receivedAt}-0`,
          receivedAt,
          key,
          event,
          state: states.get(key)?.state,
        };
      });
      const outcomes = await flow.run(wave as never);
      outcomes.forEach((outcome, i) => {
        if (outcome.kind !== 'pass') throw new Error(`a made-up event was not taken: ${outcome.reason}`);
        const { key } = wave[i]!;
        const timers = states.get(key)?.timers ?? new Map<string, Timer>();
        for (const output of outcome.value.outputs) if (output.to === 'timer') timers.set(output.id, output);
        states.set(key, { state: outcome.value.state, timers });
      });
    }
    for (const [key, { state, timers }] of states)
      made.push({
        key,
        lead: key.slice(TENANT.length + 1),
        bytes: flow.pack(state as never),
        timers: [...timers.values()],
      });
  }
  return made;
}

const profileOf = (lead: string, at: number) => ({
  ...{ id: `${lead}-1`, tenant: TENANT, lead, at, type: 'profile', area: 'Alder Park', budget: 400_000 },
});
const messageOf = (lead: string, at: number) => ({
  ...{ id: `${lead}-2`, tenant: TENANT, lead, at, type: 'message', from: 'lead', channel: 'sms' },
  text: 'Saw a three bedroom on Zillow. Anything like it near the park?',
});

/** A check keeps its moment of the week, in a week that is over sooner; what is no check stays where it is. */
export async function writeCheckedLeads(
  log: ShardLog,
  made: readonly CheckedLead[],
  { from, faster }: Hurry,
): Promise<void> {
  const now = Date.now();
  const soon = ({ id, due, generation, event }: Timer) => {
    const then = id.endsWith('/check') ? Math.round(from + (due - now) / faster) : due;
    return {
      id,
      due: then,
      record: JSON.stringify({ due: then, generation, event: { ...event, at: then } }),
    };
  };
  for (let shard = 0; shard < log.shards; shard++) {
    const lease = await log.acquire('leads', shard, 'bench', 60_000);
    if (!lease) throw new Error(`shard ${shard} is taken`);
    const own = made.filter(({ key }) => shardOf(key, log.shards) === shard);
    for (let i = 0; i < own.length; i += BATCH) {
      const some = own.slice(i, i + BATCH);
      const { kind } = await log.commit({
        ...{ lease, from: lease.cursor, to: lease.cursor, entries: 0, token: `${shard}/${i}`, builtOn: null },
        ...{ marks: [], appends: [], cancels: [], talk: [], roster: [] },
        states: some.map(({ key, bytes }) => ({ key, bytes })),
        timers: some.flatMap(({ timers }) => timers.map(soon)),
      });
      if (kind !== 'ok') throw new Error(`the commit of leads was ${kind}`);
    }
    await log.release(lease, 'bench');
  }
}

/** Checks as the insights tell them that are still on the streams, each `lead event`; twice: made of one that another was made of. */
export async function workedChecks(
  client: RedisClient,
  shards: number,
): Promise<{ worked: Set<string>; twice: string[] }> {
  const worked = new Set<string>();
  const twice: string[] = [];
  for (let shard = 0; shard < shards; shard++) {
    for (const [, fields] of await client.xrange(shardKeys('leads', shard).insights, '-', '+')) {
      const { lead, event, cause } = JSON.parse(fields[fields.indexOf('insight') + 1]!) as WireInsight;
      if (cause.kind !== 'timer' || !event?.startsWith('check:')) continue;
      const check = `${lead} ${event}`;
      if (worked.has(check)) twice.push(check);
      worked.add(check);
    }
  }
  return { worked, twice };
}

/**
 * Processors and dispatchers die while leads are nurtured: no decision twice, none lost, no claimed send repeated, and
 * the log replayed decides the same to the bit.
 */

import { createMemoryShardLog } from '../../infra/memory/shard-log.ts';
import type { RedisClient } from '../../infra/redis/connect.ts';
import { pause } from '../../infra/run.ts';
import { createDrain } from '../../infra/runtime/drain.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { createRandom } from '../../pipelines/corpus-traffic.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { bytesOf, type RecordedEntry, record } from '../../pipelines/record.ts';
import type { NurtureRecord, SendOrder } from '../../schemas/nurture.ts';
import { DEFAULT_SETTINGS } from '../../schemas/nurture-settings.ts';
import { leadKey, SENDS_LIST, shardKeys, shardOf } from '../../schemas/shards.ts';
import { type DeliveryEvent, WHOLE_SHARD } from '../../schemas/system-event.ts';
import type { Child } from '../bench/child.ts';
import { eventually, everyoneHolds, startWorld, type World } from './world.ts';

export interface NurtureChaosOptions {
  /** Processes killed, processors and dispatchers in turns. */
  kills: number;
  /** Messages a second. */
  rate: number;
  leads: number;
  /** kill -9 of Redis, too, once. */
  crashRedis: boolean;
  say(line: string): void;
}

export interface NurtureChaosReport {
  messages: number;
  decisions: number;
  orders: number;
  /** Ids of decisions and orders that are there more than once. */
  twice: string[];
  /** Orders that nothing was ever told of, and plans whose time came and went. */
  lost: string[];
  /** Told of orders, by status. */
  told: Record<string, number>;
  /** Records of the live actions that the replayed log gives otherwise. */
  differ: number;
}

const TENANT = 'main';
/** A web chat has no quiet hours: the test may run at any time of day. */
const CHANNEL = 'webchat';
const ASKS = [
  'Is 12 Oak Street still available?',
  'What is the asking price of the house on Elm?',
  'Could you send me homes with three bedrooms near the park?',
  'How old is the roof, and was it inspected?',
  'Are there any condos under 400k right now?',
];
const SETTINGS = {
  ...DEFAULT_SETTINGS,
  ...{ version: 2, answerSeconds: 5, holdout: { share: 0, salt: 'chaos' } },
  autonomy: { default: 'automatic' as const, bySegment: {}, byAgent: {} },
  caps: { ...DEFAULT_SETTINGS.caps, perDay: 30, perWeek: 30 },
};

export async function nurtureChaos(options: NurtureChaosOptions): Promise<NurtureChaosReport> {
  const world = await startWorld({ processors: 2 });
  const { client, config } = world;
  const random = createRandom(11);
  const dispatchers = [await world.addRole('dispatch'), await world.addRole('dispatch')];
  const talking = new AbortController();
  try {
    await tellAll(client, config.shards);
    const messages = talk(client, config.shards, options, random, talking.signal);
    for (let n = 1; n <= options.kills; n++) {
      await pause(1500 + random() * 1500);
      await killOne(world, dispatchers, n, random);
      options.say(`kill ${n} of ${options.kills}`);
    }
    if (options.crashRedis) await world.crashRedis();
    await pause(2000);
    talking.abort();
    const sent = await messages;
    await settled(world);
    return { messages: sent, ...(await verdictOf(client, config.shards)) };
  } finally {
    talking.abort();
    await world.stop();
  }
}

async function tellAll(client: RedisClient, shards: number): Promise<void> {
  const event = {
    id: 'settings:2',
    tenant: TENANT,
    lead: WHOLE_SHARD,
    at: Date.now(),
    type: 'policy',
    settings: SETTINGS,
  };
  for (let shard = 0; shard < shards; shard++)
    await client.xadd(shardKeys('leads', shard).events, '*', 'event', JSON.stringify(event));
}

/** Resolves with how many messages were acknowledged. */
async function talk(
  client: RedisClient,
  shards: number,
  { rate, leads }: NurtureChaosOptions,
  random: () => number,
  signal: AbortSignal,
): Promise<number> {
  const sending: Promise<unknown>[] = [];
  for (let n = 0; !signal.aborted; n++) {
    const lead = `chaos-${Math.floor(random() * leads)}`;
    const text = ASKS[n % ASKS.length]!;
    const event = {
      id: `m${n}`,
      tenant: TENANT,
      lead,
      at: Date.now(),
      type: 'message',
      from: 'lead',
      channel: CHANNEL,
      text,
    };
    const shard = shardOf(leadKey(TENANT, lead), shards);
    sending.push(client.xadd(shardKeys('leads', shard).events, '*', 'event', JSON.stringify(event)));
    await pause(1000 / rate, signal);
  }
  return (await Promise.all(sending)).length;
}

async function killOne(world: World, dispatchers: Child[], n: number, random: () => number): Promise<void> {
  if (n % 2 === 0) {
    const victim = dispatchers.splice(Math.floor(random() * dispatchers.length), 1)[0]!;
    await world.killRole(victim);
    dispatchers.push(await world.addRole('dispatch'));
    return;
  }
  await world.killProcessor(world.processors[Math.floor(random() * world.processors.length)]!);
  await world.addProcessor();
  await everyoneHolds(world);
}

/** Until nothing is planned, nothing waits to be sent and nothing is unread. */
async function settled({ client, config }: World): Promise<void> {
  const keys = Array.from({ length: config.shards }, (_, shard) => shardKeys('leads', shard));
  const idle = async (): Promise<boolean> => {
    const waiting = await Promise.all(
      keys.map(async (k) => {
        const timers = await client.zrange(k.timersDue, '0', '-1');
        const lag = await unreadOf(client, k.events);
        return (
          timers.filter((id) => id.endsWith('/nurture')).length +
          (await client.zcard(k.roster + SENDS_LIST)) +
          lag
        );
      }),
    );
    return waiting.every((count) => count === 0);
  };
  await eventually('everything planned was sent, and everything sent was told', idle, 90_000);
}

async function unreadOf(client: RedisClient, stream: string): Promise<number> {
  const groups = (await client.xinfo('GROUPS', stream)) as (string | number)[][];
  const leads = groups.find((group) => group[group.indexOf('name') + 1] === 'leads') ?? [];
  return Number(leads[leads.indexOf('lag') + 1] ?? 0);
}

async function bodiesOf<T>(client: RedisClient, stream: string, field: string): Promise<T[]> {
  const entries = await client.xrange(stream, '-', '+');
  return entries.map(([, fields]) => JSON.parse(fields[fields.indexOf(field) + 1]!) as T);
}

async function verdictOf(client: RedisClient, shards: number): Promise<Omit<NurtureChaosReport, 'messages'>> {
  const live: NurtureRecord[][] = [];
  const told = new Map<string, string>();
  for (let shard = 0; shard < shards; shard++) {
    const k = shardKeys('leads', shard);
    live.push(await bodiesOf<NurtureRecord>(client, k.actions, 'body'));
    for (const event of await bodiesOf<DeliveryEvent>(client, k.events, 'event'))
      if (event.type === 'delivery') told.set(`${event.lead}/${event.action}`, event.status);
  }
  const records = live.flat();
  const decisions = records.filter(({ kind }) => kind === 'decision');
  const orders = records.filter((one): one is SendOrder => one.kind === 'send');
  return {
    ...{ decisions: decisions.length, orders: orders.length, told: countBy([...told.values()]) },
    twice: [...repeated(decisions), ...repeated(orders)],
    lost: orders.map(nameOf).filter((name) => !told.has(name)),
    differ: differing(live, await replayed(client, shards)),
  };
}

const nameOf = ({ lead, id }: NurtureRecord): string => `${lead}/${id}`;

function repeated(records: NurtureRecord[]): string[] {
  const seen = new Set<string>();
  return records.map(nameOf).filter((name) => seen.size === seen.add(name).size);
}

function countBy(values: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** The actions that the recorded log leads to, by shard. */
async function replayed(client: RedisClient, shards: number): Promise<NurtureRecord[][]> {
  const log = createMemoryShardLog('leads', shards, () => 0);
  const drain = await createDrain(createLeadsFlow(await loadJudges(), { shards }), log, {
    mirror: async () => {},
  });
  for await (const line of record(client, 'leads', shards, [])) {
    if ('doorstep' in line) continue;
    const entry = line as RecordedEntry;
    log.put(entry.shard, bytesOf(entry), { id: entry.entry });
  }
  await drain.drain();
  return Array.from({ length: shards }, (_, shard) =>
    log.shard(shard).streams.actions.map(({ fields }) => JSON.parse(String(fields.body)) as NurtureRecord),
  );
}

/** Shards' order of leads depends on batches; of one lead it does not. */
function differing(live: NurtureRecord[][], again: NurtureRecord[][]): number {
  const byLead = (records: NurtureRecord[][]) => {
    const leads = new Map<string, string[]>();
    for (const record of records.flat())
      leads.set(record.lead, [...(leads.get(record.lead) ?? []), JSON.stringify(record)]);
    return leads;
  };
  const [a, b] = [byLead(live), byLead(again)];
  let count = 0;
  for (const lead of new Set([...a.keys(), ...b.keys()])) {
    const [one, other] = [a.get(lead) ?? [], b.get(lead) ?? []];
    for (let i = 0; i < Math.max(one.length, other.length); i++) if (one[i] !== other[i]) count++;
  }
  return count;
}

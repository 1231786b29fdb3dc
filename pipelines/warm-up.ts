/** Runs a flow in memory until it is compiled and hot, so that the first lead after a start waits no longer than others. */
import { createMemoryShardLog, type MemoryShardLog } from '../infra/memory/shard-log.ts';
import { createDrain } from '../infra/runtime/drain.ts';
import type { LeadEvent } from '../schemas/lead-event.ts';
import { leadKey, shardOf } from '../schemas/shards.ts';
import type { LeadsFlow } from './leads.ts';

const LEADS = 24;
const ROUNDS = 40;
const TEXTS = [
  'Hi! Is the 3 bed on Maple Ave still available? We could see it Saturday at 10',
  'what would 1,450 sq ft near the station go for, and what are the HOA fees?',
  'our lease is up March 31 and we are pre-approved to $425k',
  'Thanks, I need to talk it over with my wife. Call me next week please',
  'another agent says we could offer 5% under asking',
];
const STOP = 'stop texting me';
/** Said in the last rounds only: after it nobody is answered and nothing is prepared. */
const STOPS_FROM = 34;

export async function warmUp(flow: LeadsFlow, shards: number, now: number): Promise<void> {
  const log = createMemoryShardLog('leads', shards, () => now);
  const drain = await createDrain(flow, log, { mirror: async () => {} });
  for (let round = 0; round < ROUNDS; round++) {
    const at = now - (ROUNDS - round) * 60_000;
    for (let n = 0; n < LEADS; n++) {
      const event = warmEvent(n, round, at);
      log.put(shardOf(leadKey('warm', event.lead), shards), Buffer.from(JSON.stringify(event)), { ms: at });
    }
    await drain.drain();
    // What the flow asks of itself is warmed as well: composing what to keep ready is the dearest of all when cold.
    for (let shard = 0; shard < shards; shard++) await deliver(log, shard, at);
    await drain.drain();
  }
}

async function deliver(log: MemoryShardLog, shard: number, ms: number): Promise<void> {
  const { outbox } = log.shard(shard).streams;
  const parcels = await log.parcels(shard, outbox.length);
  outbox.length = 0;
  for (const { space, key, event } of parcels)
    if (space === log.space) log.put(shardOf(key, log.shards), Buffer.from(event), { ms });
}

function warmEvent(n: number, round: number, at: number): LeadEvent {
  const common = { id: `warm-${round}`, tenant: 'warm', lead: `lead-${n}`, at };
  if (round % 5 === 4) return { ...common, type: 'activity', activity: 'listing_view', ref: `listing-${n}` };
  const from = round % 3 === 2 ? 'agent' : 'lead';
  return {
    ...common,
    type: 'message',
    from,
    channel: 'sms',
    text: round >= STOPS_FROM ? STOP : `${TEXTS[(n + round) % TEXTS.length]} ${round}`,
  };
}

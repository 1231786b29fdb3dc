/** The cost of an event among few and among many known leads, through the runtime and a real Redis, in turns. */
import { connectRedis } from '../../infra/redis/connect.ts';
import { readConversations } from '../../models/corpus/read-corpus.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { convertConversation } from '../../pipelines/convert.ts';
import { createRandom } from '../../pipelines/corpus-traffic.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { leadStates } from '../../processors/lead-states.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { type Growth, growth, median } from './growth.ts';
import { SHARDS, type Solo, startSolo } from './solo.ts';
import { createTexts } from './texts.ts';
import { TENANT } from './traffic.ts';

export interface LeadsGrowth {
  growth: Growth;
  bytesPerLead: number;
}

const FEW = 1000;
const MANY = 200_000;
const ROUNDS = 10;
const PULSE = 1500;
const CHUNK = 2000;

export async function measureLeads(say: (line: string) => void): Promise<LeadsGrowth> {
  const flow = createLeadsFlow(await loadJudges(), { shards: SHARDS });
  const few = await startSolo(flow);
  const many = await startSolo(flow);
  try {
    const before = await few.memory();
    const leads = await holdConversations(few, FEW);
    await few.dropStreams();
    const bytesPerLead = Math.round(((await few.memory()) - before) / FEW);
    say(`${FEW} leads have had their conversations; giving ${MANY} leads such a state`);
    const copies = await copyStates(few, many, leads);
    const costs = { few: [] as number[], many: [] as number[] };
    const pulses = { few: createPulse(leads), many: createPulse(copies) };
    for (let round = 0; round <= ROUNDS; round++) {
      const first = round === 0; // warms up
      const fewMicros = await few.work(pulses.few());
      const manyMicros = await many.work(pulses.many());
      if (first) continue;
      costs.few.push(fewMicros / PULSE);
      costs.many.push(manyMicros / PULSE);
    }
    return { growth: growth(FEW, MANY, median(costs.few), median(costs.many)), bytesPerLead };
  } finally {
    await Promise.all([few.stop(), many.stop()]);
  }
}

/** Whole corpus conversations of so many leads; resolves with their names. */
async function holdConversations(solo: Solo, count: number): Promise<string[]> {
  const conversations = readConversations();
  const endsBy = Date.now();
  const talks = Array.from({ length: count }, (_, n) =>
    convertConversation(conversations[n % conversations.length]!, { tenant: TENANT, salt: `${n}`, endsBy }),
  );
  const events = talks.flat();
  for (let i = 0; i < events.length; i += CHUNK) await solo.work(events.slice(i, i + CHUNK));
  return talks.map(([first]) => first!.lead);
}

/** Gives MANY leads the states of these, each under a name of its own. */
async function copyStates(from: Solo, to: Solo, leads: string[]): Promise<string[]> {
  const stateKey = (lead: string) => {
    const key = leadKey(TENANT, lead);
    return shardKeys('leads', shardOf(key, SHARDS)).state + key;
  };
  const source = connectRedis(from.url);
  const target = connectRedis(to.url);
  try {
    const states = await Promise.all(
      leads.map(async (lead) => leadStates.unpack((await source.client.getBuffer(stateKey(lead)))!)),
    );
    const names = Array.from({ length: MANY }, (_, n) => `copy-${n}`);
    for (let i = 0; i < names.length; i += CHUNK) {
      await Promise.all(
        names.slice(i, i + CHUNK).map((lead, k) => {
          const state = leadStates.pack({ ...states[(i + k) % states.length]!, lead });
          return target.client.set(stateKey(lead), Buffer.from(state));
        }),
      );
    }
    return names;
  } finally {
    source.close();
    target.close();
  }
}

let said = 0;

/** Messages of leads picked at random. */
function createPulse(leads: string[]): () => LeadEvent[] {
  const random = createRandom(3);
  const text = createTexts(3);
  return () =>
    Array.from({ length: PULSE }, () => ({
      ...{ id: `pulse-${said++}`, tenant: TENANT, lead: leads[Math.floor(random() * leads.length)]! },
      ...{ at: Date.now(), type: 'message', from: 'lead', channel: 'sms', text: text() },
    }));
}

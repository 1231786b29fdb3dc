/** The cost of an event among few and among many known leads, through the runtime and a real Redis, in turns. */
import { connectRedis } from '../../infra/redis/connect.ts';
import { readConversations } from '../../models/corpus/read-corpus.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { convertConversation } from '../../pipelines/convert.ts';
import { createRandom } from '../../pipelines/corpus-traffic.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import type { LeadState } from '../../processors/lead-state.ts';
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
  /** Events committed for one that was sent: processors send their own, e.g. to prepare actions. */
  workedPerEvent: { few: number; many: number };
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
    const kept = await readStates(few, leads);
    const copies = Array.from({ length: MANY }, (_, n) => `copy-${n}`);
    await writeStates(many, copies, kept);
    const costs = { few: [] as number[], many: [] as number[] };
    const worked = { few: 0, many: 0 };
    const pulses = { few: createPulse(leads), many: createPulse(copies) };
    for (let round = 0; round <= ROUNDS; round++) {
      const first = round === 0; // warms up
      // The leads of both have been silent as long: else those few would have other things prepared than the many.
      await writeStates(few, leads, kept);
      await few.restart(leads);
      for (const which of round % 2 ? (['many', 'few'] as const) : (['few', 'many'] as const)) {
        const { micros, entries } = await (which === 'few' ? few : many).work(pulses[which]());
        if (first) continue;
        costs[which].push(micros / PULSE);
        worked[which] += entries / PULSE / ROUNDS;
      }
    }
    return {
      ...{ growth: growth(FEW, MANY, median(costs.few), median(costs.many)), bytesPerLead },
      workedPerEvent: { few: hundredth(worked.few), many: hundredth(worked.many) },
    };
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

const stateKey = (lead: string) => {
  const key = leadKey(TENANT, lead);
  return shardKeys('leads', shardOf(key, SHARDS)).state + key;
};

async function readStates({ url }: Solo, leads: string[]): Promise<LeadState[]> {
  const { client, close } = connectRedis(url);
  try {
    const packed = await Promise.all(leads.map((lead) => client.getBuffer(stateKey(lead))));
    return packed.map((bytes) => leadStates.unpack(bytes!));
  } finally {
    close();
  }
}

/** Gives leads these states, from the first again when there are more leads, each under its own name. */
async function writeStates({ url }: Solo, leads: string[], states: LeadState[]): Promise<void> {
  const { client, close } = connectRedis(url);
  try {
    for (let i = 0; i < leads.length; i += CHUNK) {
      const chunk = leads.slice(i, i + CHUNK);
      const packed = chunk.map((lead, k) => leadStates.pack({ ...states[(i + k) % states.length]!, lead }));
      await Promise.all(chunk.map((lead, k) => client.set(stateKey(lead), Buffer.from(packed[k]!))));
    }
  } finally {
    close();
  }
}

const hundredth = (value: number): number => Math.round(value * 100) / 100;

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

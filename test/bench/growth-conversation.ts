/** The cost of a message early and late in a conversation: the same texts, in turns, in one process. */
import { commitArguments } from '../../infra/redis/commit-arguments.ts';
import { decodeEntries, workEntries } from '../../infra/runtime/batch.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { createLeadsFlow, type LeadsFlow } from '../../pipelines/leads.ts';
import type { LeadState } from '../../processors/lead-state.ts';
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { leadKey, shardKeys, shardOf } from '../../schemas/shards.ts';
import { nowMicros } from './clock.ts';
import { type Growth, growth, median } from './growth.ts';
import { createTexts } from './texts.ts';
import { TENANT } from './traffic.ts';

export interface ConversationGrowth {
  growth: Growth;
  /** Packed state, bytes. */
  stateFrom: number;
  stateTo: number;
}

const FROM = 10;
const TO = 10_000;
const TALKS = 4;
const PAIRS = 3000;
const WARM_UP = 500;
const SHARDS = 16;
const MINUTE = 60_000;
/**
 * Between two messages. Every conversation ends now: one of the past is nobody's turn, and costs less. All of a long one
 * lies within the five years that events may be old.
 */
const GAP_MS = 10 * MINUTE;

/** One lead's conversation as far as it is. */
interface Talk {
  lead: string;
  state: LeadState | undefined;
  messages: number;
  /** When it began, epoch ms. */
  since: number;
}

export async function measureConversation(): Promise<ConversationGrowth> {
  const flow = createLeadsFlow(await loadJudges(), { shards: SHARDS });
  const text = createTexts(1);
  const long = async (lead: string, messages: number): Promise<Talk> => {
    const since = NOW - (messages + 1) * GAP_MS;
    const talk: Talk = { lead, state: undefined, messages: 0, since };
    while (talk.messages < messages) await extend(flow, talk, text());
    return talk;
  };
  const indices = Array.from({ length: TALKS }, (_, i) => i);
  const early = await Promise.all(indices.map((i) => long(`early-${i}`, FROM)));
  const late = await Promise.all(indices.map((i) => long(`late-${i}`, TO)));
  const costs = { early: [] as number[], late: [] as number[] };
  for (let pair = 0; pair < WARM_UP + PAIRS; pair++) {
    const said = text();
    const order = pair % 2 ? (['early', 'late'] as const) : (['late', 'early'] as const);
    for (const which of order) {
      // A copy: the next pair meets the very same state again.
      const talk = { ...(which === 'early' ? early : late)[pair % TALKS]! };
      const start = nowMicros();
      await extend(flow, talk, said);
      if (pair >= WARM_UP) costs[which].push(nowMicros() - start);
    }
  }
  const bytes = (talks: Talk[]) => median(talks.map(({ state }) => flow.pack(state!).length));
  return {
    growth: growth(FROM, TO, median(costs.early), median(costs.late)),
    ...{ stateFrom: bytes(early), stateTo: bytes(late) },
  };
}

/** One message more, from the bytes on the stream to the arguments of the commit. */
async function extend(flow: LeadsFlow, talk: Talk, text: string): Promise<void> {
  const { lead, state } = talk;
  const key = leadKey(TENANT, lead);
  const shard = shardOf(key, SHARDS);
  const from = talk.messages % 3 === 2 ? 'agent' : 'lead';
  const at = talk.since + talk.messages * GAP_MS;
  const event: LeadEvent = { id: `${talk.messages}`, lead, at, type: 'message', from, channel: 'sms', text };
  const entry = { shard, id: `${NOW}-${talk.messages}`, bytes: Buffer.from(JSON.stringify(event)) };
  const states = new Map(state ? [[key, state]] : []);
  const decoded = decodeEntries(flow, [entry], () => false);
  await workEntries(flow, decoded, states);
  const [batch] = decoded.batches.values();
  const lease = { space: flow.space, group: flow.name, shard, epoch: '1:0', cursor: '0-0' };
  const commit = { ...batch!, lease, from: '0-0', token: '1', builtOn: null };
  commitArguments(shardKeys(flow.space, shard), commit);
  talk.state = states.get(key);
  talk.messages++;
}

const NOW = Date.now();

/**
 * The same pure steps over a file, without Redis. Over a recording (`doorstep record`) it agrees with the live
 * pipeline to the bit, measured times apart. Over raw LeadEvents it runs in order of `at`, timers firing on the
 * simulated clock, with no market or graph context.
 */
import { createMemoryShardLog, type MemoryShardLog } from '../infra/memory/shard-log.ts';
import { SimulatedTimers } from '../infra/memory/simulated-timers.ts';
import type { TimerPort } from '../infra/ports.ts';
import { createDrain } from '../infra/runtime/drain.ts';
import { isRecord } from '../processors/receipt.ts';
import { receiveLeadEvent } from '../processors/receive-lead-event.ts';
import type { StreamingInsight } from '../schemas/insight.ts';
import { foldInsight, fullInsight, type PackedView, type WireInsight } from '../schemas/insight-wire.ts';
import { leadKey, shardOf } from '../schemas/shards.ts';
import type { LeadsFlow } from './leads.ts';
import { bytesOf, type RecordedEntry, type RecordingHeader } from './record.ts';

export interface ReplayLine {
  number: number;
  value: unknown;
}

/** A line that cannot be replayed. */
export class ReplayError extends Error {}

/**
 * @param lines a recording or raw LeadEvents, parsed
 * @param createFlow the leads flow for that many shards
 * @param now epoch ms: the latest `at` believed of raw events
 */
export async function* replay(
  lines: AsyncIterable<ReplayLine>,
  createFlow: (shards: number) => LeadsFlow,
  now: number,
): AsyncGenerator<StreamingInsight> {
  const reader = lines[Symbol.asyncIterator]();
  const first = await reader.next();
  if (first.done) return;
  const rest = { [Symbol.asyncIterator]: () => reader };
  if (isHeader(first.value.value)) yield* replayRecording(first.value.value, rest, createFlow);
  else yield* replayEvents(first.value, rest, createFlow, now);
}

const isHeader = (value: unknown): value is RecordingHeader =>
  isRecord(value) && value.doorstep === 'recording';
const noTimers: TimerPort = { mirror: async () => {} }; // fired ones are in the recording
const CHUNK = 512;

async function* replayRecording(
  header: RecordingHeader,
  lines: AsyncIterable<ReplayLine>,
  createFlow: (shards: number) => LeadsFlow,
): AsyncGenerator<StreamingInsight> {
  if (header.space !== 'leads')
    throw new ReplayError(`A recording of the ${header.space} space holds no insights`);
  const log = createMemoryShardLog('leads', header.shards, () => 0);
  const drain = await createDrain(createFlow(header.shards), log, noTimers);
  const unfold = createUnfold(log);
  let waiting = 0;
  for await (const { value } of lines) {
    const entry = value as RecordedEntry;
    log.put(entry.shard, bytesOf(entry), { id: entry.entry });
    if (++waiting % CHUNK) continue;
    await drain.drain();
    yield* unfold();
  }
  await drain.drain();
  yield* unfold();
}

/** One shard is as good as many: order within a lead is what counts. */
const RAW_SHARDS = 1;

async function* replayEvents(
  first: ReplayLine,
  lines: AsyncIterable<ReplayLine>,
  createFlow: (shards: number) => LeadsFlow,
  now: number,
): AsyncGenerator<StreamingInsight> {
  const events = await inOrder(first, lines, now);
  const log = createMemoryShardLog('leads', RAW_SHARDS, () => 0);
  const timers = new SimulatedTimers(async (timer) => {
    log.put(timer.shard, Buffer.from(timer.event), { ms: timer.due });
    await drain.drain();
  });
  const drain = await createDrain(createFlow(RAW_SHARDS), log, timers);
  const unfold = createUnfold(log);
  for (const event of events) {
    await timers.advance(event.at);
    const shard = shardOf(leadKey(event.tenant, event.lead), RAW_SHARDS);
    log.put(shard, Buffer.from(JSON.stringify(event)), { ms: event.at });
    await drain.drain();
    yield* unfold();
  }
}

async function inOrder(first: ReplayLine, lines: AsyncIterable<ReplayLine>, now: number) {
  const events = [accept(first, now)];
  for await (const line of lines) events.push(accept(line, now));
  return events.sort((a, b) => a.at - b.at);
}

function accept({ number, value }: ReplayLine, now: number) {
  const receipt = receiveLeadEvent(value, now);
  if (receipt.ok) return receipt.event;
  const { field, message, fix } = receipt.problem;
  throw new ReplayError(`line ${number}: ${field} ${message}. ${fix}`);
}

/** Takes the insights off the log and gives them in full, each lead's deltas folded. */
function createUnfold(log: MemoryShardLog) {
  const views = new Map<string, PackedView>();
  return function* unfold(): Generator<StreamingInsight> {
    for (let shard = 0; shard < log.shards; shard++) {
      const { streams } = log.shard(shard);
      for (const { fields } of streams.insights.splice(0)) {
        const wire = JSON.parse(String(fields.insight)) as WireInsight;
        const key = leadKey(wire.tenant, wire.lead);
        const view = foldInsight(views.get(key), wire);
        if (!view) views.delete(key);
        else {
          views.set(key, view);
          yield fullInsight(view, wire);
        }
      }
    }
  };
}

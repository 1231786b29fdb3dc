/**
 * Why the engine did what it did about a lead: the decision made again by the same steps from the recorded log, with
 * what was known then, what else could have been done, which rules spoke, and what came of it.
 */
import { createMemoryShardLog } from '../infra/memory/shard-log.ts';
import { createDrain } from '../infra/runtime/drain.ts';
import type { StreamingInsight } from '../schemas/insight.ts';
import { foldInsight, fullInsight, type PackedView, type WireInsight } from '../schemas/insight-wire.ts';
import type { NurtureRecord } from '../schemas/nurture.ts';
import type { LeadsFlow } from './leads.ts';
import { bytesOf, type RecordedEntry, type RecordingHeader } from './record.ts';

export interface Explained {
  /** Everything about the decision, oldest first: itself, the order, its receipt, changes, deliveries, the outcome. */
  records: NurtureRecord[];
  /** What was known of the lead right after it was decided. */
  insight: StreamingInsight | undefined;
}

export interface DecisionName {
  tenant: string;
  lead: string;
  /** `n` and the number of the insight that decided it. */
  decision: string;
}

const CHUNK = 2048;

/** @param lines of a recording, its header first */
export async function explain(
  lines: AsyncIterable<RecordingHeader | RecordedEntry>,
  createFlow: (shards: number) => LeadsFlow,
  name: DecisionName,
): Promise<Explained> {
  const reader = lines[Symbol.asyncIterator]();
  const header = (await reader.next()).value as RecordingHeader;
  const log = createMemoryShardLog('leads', header.shards, () => 0);
  const drain = await createDrain(createFlow(header.shards), log, { mirror: async () => {} });
  const found: Explained = { records: [], insight: undefined };
  let view: PackedView | undefined;

  function gather(): void {
    for (let shard = 0; shard < log.shards; shard++) {
      const { streams } = log.shard(shard);
      for (const { fields } of streams.insights.splice(0)) {
        if (fields.tenant !== name.tenant || fields.lead !== name.lead) continue;
        const wire = JSON.parse(String(fields.insight)) as WireInsight;
        view = foldInsight(view, wire);
        // Times measured now say nothing of then.
        const then = { ...wire, processingTimeMs: 0, stages: {} };
        if (view && `n${wire.seq}` === name.decision) found.insight = fullInsight(view, then);
      }
      for (const { fields } of streams.actions.splice(0)) {
        if (fields.tenant !== name.tenant || fields.lead !== name.lead) continue;
        const record = JSON.parse(String(fields.body)) as NurtureRecord;
        if (isAbout(record, name.decision)) found.records.push(record);
      }
    }
  }
  let waiting = 0;
  for await (const line of { [Symbol.asyncIterator]: () => reader }) {
    const entry = line as RecordedEntry;
    log.put(entry.shard, bytesOf(entry), { id: entry.entry });
    if (++waiting % CHUNK) continue;
    await drain.drain();
    gather();
  }
  await drain.drain();
  gather();
  return found;
}

function isAbout(record: NurtureRecord, decision: string): boolean {
  if (record.id === decision) return true;
  if ('decision' in record && record.decision === decision) return true;
  return 'action' in record && record.action === decision;
}

/** A log with promotions, rollbacks, calibrations and a challenger's memories in it: however it is cut into batches, the same bits come out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryShardLog } from '../../infra/memory/shard-log.ts';
import { createDrain } from '../../infra/runtime/drain.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { writeMemory } from '../../processors/adopt-memory.ts';
import type { WireInsight } from '../../schemas/insight-wire.ts';
import { shardWideKey } from '../../schemas/shards.ts';
import { says } from '../unit/processors/events.ts';
import { withChallenger } from '../unit/processors/fake-challenger.ts';
import { fakeJudges } from '../unit/processors/fake-judges.ts';
import { createPlayer, NOW } from '../unit/processors/play.ts';

const judges = withChallenger('f2');

const calibration = fc.option(
  fc.record({
    id: fc.constantFrom('c1', 'c2'),
    slope: fc.double({ min: 0.5, max: 2, noNaN: true }),
    offset: fc.double({ min: -1, max: 1, noNaN: true }),
  }),
);
const said = fc.record({ lead: fc.constantFrom('ana', 'bo', 'cy') });
const decided = fc.record({
  change: fc.constantFrom('promote', 'rollback', 'calibrate'),
  version: fc.constantFrom('f1', 'f2', 'unknown'),
  calibration,
});
const warmed = fc.record({
  warms: fc.constantFrom('ana', 'bo', 'cy'),
  covers: fc.integer({ min: 1, max: 6 }),
  remembers: fc.integer({ min: 0, max: 20 }),
});
const story = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: said },
    { weight: 1, arbitrary: decided },
    { weight: 1, arbitrary: warmed },
  ),
  { minLength: 1, maxLength: 40 },
);
type Step = typeof story extends fc.Arbitrary<(infer T)[]> ? T : never;

function eventOf(step: Step, i: number): object {
  const common = { tenant: 'main', at: NOW + i };
  if ('lead' in step)
    return {
      ...common,
      id: `e${i}`,
      ...step,
      type: 'message',
      from: 'lead',
      channel: 'sms',
      text: `hello ${i}`,
    };
  if ('change' in step)
    return { ...common, id: `m${i}`, lead: '*', type: 'model', model: 'forecast', ...step };
  const { warms: lead, covers, remembers } = step;
  const memory = writeMemory(Float64Array.of(remembers));
  return { ...common, id: `w${i}`, lead, type: 'warm', version: 'f2', covers, memory };
}

/** Leads from before there was a challenger: it lacks their beginnings until a `warm` event tells it. */
async function leadsFromBefore(): Promise<[key: string, bytes: Uint8Array][]> {
  const flow = createLeadsFlow(fakeJudges, { shards: 1 });
  const before = createPlayer(flow);
  for (const lead of ['ana', 'bo']) await before.play([says('hello', { id: `before ${lead}`, lead })]);
  return [...before.states].map(([key, state]) => [key, flow.pack(state)]);
}

/** @param portions how many events are on the log before each drain; the rest comes at the end */
async function run(steps: readonly Step[], portions: readonly number[]) {
  const log = createMemoryShardLog('leads', 1, () => 0);
  for (const [key, bytes] of await leadsFromBefore()) log.shard(0).states.set(key, bytes);
  const flow = createLeadsFlow(judges, { shards: 1 });
  const drain = await createDrain(flow, log, { mirror: async () => {} });
  const ends = new Set<number>();
  let sum = 0;
  for (const portion of portions) {
    sum += portion;
    ends.add(sum);
  }
  for (const [i, step] of steps.entries()) {
    log.put(0, Buffer.from(JSON.stringify(eventOf(step, i))), { ms: NOW + i });
    if (ends.has(i)) await drain.drain();
  }
  await drain.drain();
  const { streams } = log.shard(0);
  const insights = streams.insights.map(({ fields }) => {
    const { processingTimeMs: _, stages: __, ...wire } = JSON.parse(String(fields.insight)) as WireInsight;
    return { wire, facts: String(fields.facts) };
  });
  const [models] = await log.load([{ shard: 0, key: shardWideKey(0) }]);
  return { insights, models: models && Buffer.from(models).toString() };
}

describe('model events', () => {
  it('take effect at their place in the log, whatever the batches', async () => {
    await fc.assert(
      fc.asyncProperty(story, fc.array(fc.integer({ min: 1, max: 9 })), async (steps, portions) => {
        const [whole, cut] = [await run(steps, []), await run(steps, portions)];
        // Waves put leads side by side, so between leads the order may differ; within one it may not.
        const byLead = (all: typeof whole.insights) =>
          [...all].sort((a, b) => a.wire.lead.localeCompare(b.wire.lead) || a.wire.seq - b.wire.seq);
        expect(byLead(cut.insights)).toEqual(byLead(whole.insights));
        expect(cut.models).toEqual(whole.models);
      }),
      { numRuns: 60 },
    );
  });
});

/** What `record` and `replay` promise: every insight that was live, and no other, again to the bit, measured times apart. */
import { expect } from 'vitest';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { record } from '../../pipelines/record.ts';
import { replay } from '../../pipelines/replay.ts';
import { foldInsight, fullInsight, type PackedView } from '../../schemas/insight-wire.ts';
import { judges, type LearningWorld, SHARDS } from './learning-world.ts';

export async function expectReplayed({ connection, entries }: LearningWorld): Promise<void> {
  async function* lines() {
    let number = 0;
    for await (const value of record(connection.client, 'leads', SHARDS, []))
      yield { number: ++number, value };
  }
  const timeless = ({ processingTimeMs: _, stages: __, ...rest }: object & Record<string, unknown>) => rest;
  const replayed = new Map<string, unknown>();
  for await (const insight of replay(lines(), (shards) => createLeadsFlow(judges, { shards }), Date.now()))
    replayed.set(`${insight.lead}/${insight.seq}`, timeless(insight));
  const views = new Map<string, PackedView>();
  const live = await entries();
  expect(replayed.size).toBe(live.length);
  for (const { wire } of live) {
    const view = foldInsight(views.get(wire.lead), wire)!;
    views.set(wire.lead, view);
    expect(replayed.get(`${wire.lead}/${wire.seq}`)).toEqual(timeless(fullInsight(view, wire)));
  }
}

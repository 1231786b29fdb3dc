/** All corpus conversations through the flow, in memory: as in `doorstep replay`, without the runtime. */
import { beforeAll, describe, expect, it } from 'vitest';
import { readConversations } from '../../../models/corpus/read-corpus.ts';
import { loadJudges } from '../../../models/load-judges.ts';
import { convertConversation } from '../../../pipelines/convert.ts';
import { createLeadsFlow } from '../../../pipelines/leads.ts';
import type { LeadState } from '../../../processors/lead-state.ts';
import { packedViewOf } from '../../../processors/read-insight.ts';
import { foldInsight, type PackedView } from '../../../schemas/apply-delta.ts';
import { WIRE_INSIGHT_CHECKER, type WireInsight } from '../../../schemas/insight-wire.ts';
import type { LeadEvent } from '../../../schemas/lead-event.ts';
import { createPlayer, insightsOf, type Played } from './play.ts';

const flow = createLeadsFlow(await loadJudges(), { shards: 1 });
const AT = Date.parse('2026-11-25T12:00:00Z');
const conversations = readConversations().map((conversation) => convertConversation(conversation));

/** Side by side in waves of at most `size` leads, as the runtime would. */
async function playAll(conversations: LeadEvent[][], size: number, cached = false) {
  const player = createPlayer(flow);
  const played: Played<LeadState>[] = [];
  for (let i = 0; i < conversations.length; i += size) {
    const some = conversations.slice(i, i + size);
    for (let k = 0; k < Math.max(...some.map((events) => events.length)); k++) {
      const wave = some.flatMap((events) => events[k] ?? []);
      played.push(...(await player.play(wave, { at: AT, size, cached })));
    }
  }
  const byLead = new Map<string, WireInsight[]>();
  for (const insight of insightsOf(played)) {
    byLead.set(insight.lead, [...(byLead.get(insight.lead) ?? []), insight]);
  }
  return { states: player.states, byLead };
}

/** All that a replay must repeat: states, and insights without the times measured outside. */
const bytesOf = ({ states, byLead }: Awaited<ReturnType<typeof playAll>>) => ({
  states: [...states].sort().map(([key, state]) => [key, Buffer.from(flow.pack(state)).toString('base64')]),
  insights: [...byLead]
    .sort()
    .map(([, insights]) =>
      JSON.stringify(insights.map((insight) => ({ ...insight, processingTimeMs: 0, stages: {} }))),
    ),
});

describe('the corpus', () => {
  let all: Awaited<ReturnType<typeof playAll>>;
  beforeAll(async () => {
    all = await playAll(conversations, 64);
  }, 120_000);

  const insightsFor = (events: LeadEvent[]): WireInsight[] => all.byLead.get(events[0]!.lead)!;

  it('gets an insight for every inbound event, numbered without a hole', () => {
    for (const events of conversations) {
      const insights = insightsFor(events);
      expect(insights.map(({ event }) => event)).toEqual(events.map(({ id }) => id));
      expect(insights.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
    }
  });

  it('gets insights of the promised shape', () => {
    for (const insights of all.byLead.values()) {
      expect(WIRE_INSIGHT_CHECKER.check(insights.at(-1))).toBeNull();
    }
  });

  it('adds up: the deltas of every lead are its state', () => {
    for (const events of conversations) {
      const view = insightsFor(events).reduce<PackedView | undefined>(foldInsight, undefined);
      expect(packedViewOf(all.states.get(`main/${events[0]!.lead}`)!)).toEqual(view);
    }
  });

  it('keeps insights and states small', () => {
    const wire = [...all.byLead.values()].flat().map((insight) => JSON.stringify(insight).length);
    const states = [...all.states.values()].map((state) => flow.pack(state).length);
    const median = (sizes: number[]) => sizes.sort((a, b) => a - b)[sizes.length >> 1]!;
    expect(median(wire)).toBeLessThan(1800);
    expect(median(states)).toBeLessThan(5400);
  });

  it('comes out the same to the bit: again, alone or side by side, from bytes or from memory', async () => {
    const some = conversations.filter((_, i) => i % 16 === 0);
    const once = bytesOf(await playAll(some, 64));
    for (const size of [64, 1, 7]) expect(bytesOf(await playAll(some, size))).toEqual(once);
    expect(bytesOf(await playAll(some, 16, true))).toEqual(once);
  }, 120_000);
});

/**
 * On the stream an insight says what changed. Whoever adds up the deltas of a lead has its full insight, and so has
 * whoever asks the state.
 */
import { expect, it } from 'vitest';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { packedViewOf, readInsight } from '../../processors/read-insight.ts';
import { foldInsight, fullInsight, type PackedView } from '../../schemas/apply-delta.ts';
import { fakeJudges } from '../unit/processors/fake-judges.ts';
import { createPlayer, insightsOf, NOW } from '../unit/processors/play.ts';

const flow = createLeadsFlow(fakeJudges, { shards: 1 });
const lead = { lead: 'ana', at: NOW };
const sms = { ...lead, type: 'message', channel: 'sms' };
const conversation = [
  { ...lead, id: '1', type: 'profile', name: 'Ana', agent: 'lena', timezone: 'America/New_York' },
  { ...sms, id: '2', from: 'lead', text: 'impulse_buyer here, offer_intent' },
  { ...sms, id: '3', from: 'agent', agent: 'lena', text: 'On my way' },
];

it('The first insight carries the whole view, the next ones only what moved', async () => {
  const [first, second, third] = insightsOf(await createPlayer(flow).play(conversation));
  expect(first!.insightDelta).toMatchObject({ contact: { name: 'Ana', agent: 'lena' }, status: 'open' });
  expect(second!.insightDelta).toMatchObject({
    messages: 1,
    profile: { primaryMicrosegment: 'impulse_buyer' },
  });
  expect(second!.insightDelta).not.toHaveProperty('contact');
  // She is answered: what deserves attention first is now somebody else, and no draft waits any more.
  expect(Object.keys(third!.insightDelta).sort()).toEqual(['attention', 'lastFrom', 'nurture']);
});

it('Adding up the deltas gives what the state gives', async () => {
  const player = createPlayer(flow);
  const insights = insightsOf(await player.play(conversation));
  const view = insights.reduce<PackedView | undefined>(foldInsight, undefined);
  const state = player.states.get('main/ana')!;
  expect(packedViewOf(state)).toEqual(view);

  const full = readInsight(flow.pack(state))!;
  const latest = insights.at(-1)!;
  // Times are measured, not computed: they are on the stream only, so that a replay gives the same states.
  expect({ ...fullInsight(view!, latest), processingTimeMs: 0, stages: {} }).toEqual(full);
  expect(full.forecast.probabilityCurve).toHaveLength(365);
});

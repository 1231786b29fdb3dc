import { describe, expect, it } from 'vitest';
import { NODE_WIDTH } from '../../../models/history/graph-node.ts';
import { packedViewOf, readInsight } from '../../../processors/read-insight.ts';
import { foldInsight, type PackedView } from '../../../schemas/apply-delta.ts';
import { WIRE_INSIGHT_CHECKER } from '../../../schemas/insight-wire.ts';
import { event, flow, player, replies, says, system } from './events.ts';
import { insightsOf, NOW } from './play.ts';
import { DAY } from './turns.ts';

describe('every inbound event', () => {
  it('makes one insight, numbered from 1 without a hole', async () => {
    const played = await player().play([
      event('profile', { name: 'Ana', timezone: 'America/New_York' }),
      says('viewing_request please'),
      replies('Sure'),
      event('activity', { activity: 'listing_view', ref: 'L1' }),
      system('market', { facts: { source: 'main/listing/L1', area: 'X' } }),
      system('delivery', { action: 'a1', status: 'sent' }),
      event('outcome', { result: 'converted' }),
    ]);
    const insights = insightsOf(played);
    expect(insights.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(insights.map(({ cause }) => cause.kind)).toEqual([
      ...['profile', 'message', 'message', 'activity', 'market', 'delivery', 'outcome'],
    ]);
    for (const insight of insights) expect(WIRE_INSIGHT_CHECKER.check(insight)).toBeNull();
  });

  it('changes no score by how the neighbours fared, until the lead itself does something', async () => {
    const fared = system('neighbour', { node: 'agent', inputs: new Array(NODE_WIDTH).fill(0.5) });
    const p = player();
    await p.play([says('viewing_request please')]);
    const before = p.states.get('main/ana')!;
    const [heard] = insightsOf(await p.play([fared]));
    expect(heard).toMatchObject({ seq: 2, cause: { kind: 'neighbour' }, insightDelta: {} });
    expect(p.states.get('main/ana')!.forecast).not.toEqual(before.forecast);
  });

  it('tells what the lead wants and who is meant', async () => {
    const [insight] = insightsOf(
      await player().play([says('viewing_request and scheduling in Clintonvale')]),
    );
    expect(insight!.intents).toEqual([
      { id: 'viewing_request', p: 0.9 },
      { id: 'scheduling', p: 0.9 },
    ]);
    expect(insight!.entities).toEqual([{ kind: 'area', text: 'Clintonvale', value: 'Clintonvale' }]);
    expect(insight!.happening).toEqual({
      type: 'message',
      from: 'lead',
      channel: 'sms',
      text: 'viewing_request and scheduling in Clintonvale',
    });
  });

  it('leaves times measured outside of the state', async () => {
    const [one, two] = [player(), player()];
    const events = [says('hello'), says('again')];
    const insights = insightsOf(await one.play(events));
    await two.play(events);
    expect(insights[0]!.processingTimeMs).toBeGreaterThan(0);
    expect(flow.pack(one.states.get('main/ana')!)).toEqual(flow.pack(two.states.get('main/ana')!));
  });

  it('cuts a long text for the eye, never inside a character', async () => {
    const [insight] = insightsOf(await player().play([says(`x${'🏡'.repeat(1000)}`)]));
    expect(insight!.happening.text).toBe(`x${'🏡'.repeat(299)}`);
  });
});

describe('the view', () => {
  it('is what the deltas add up to, and what the state tells', async () => {
    const p = player();
    let view: PackedView | undefined;
    const words = ['analytical_researcher', 'impulse_buyer', 'hello', 'human_request'];
    for (let i = 0; i < 40; i++) {
      const [insight] = insightsOf(
        await p.play([says(words[i % 4]!, { at: NOW + i * DAY })], { at: NOW + i * DAY }),
      );
      view = foldInsight(view, insight!);
      const state = p.states.get('main/ana')!;
      expect(packedViewOf(state)).toEqual(view);
      const { v: _, ...said } = insight!;
      expect(readInsight(flow.pack(state))).toMatchObject({ ...said, processingTimeMs: 0, stages: {} });
    }
    expect(view!.confidenceEvolution.length).toBeLessThanOrEqual(24);
  });

  it('sends a curve again only when it moved', async () => {
    const [first, same, moved] = insightsOf(await player().play([says('a'), replies('b'), says('c')]));
    expect(Object.keys(first!.insightDelta.curves as object)).toEqual(['probability', 'decay']);
    expect(same!.insightDelta).not.toHaveProperty('curves');
    expect(moved!.insightDelta).toHaveProperty('curves.probability');
  });

  it('stays as it is when an event is no evidence', async () => {
    const [, insight] = insightsOf(await player().play([says('hello'), system('takeover', { by: 'lena' })]));
    expect(Object.keys(insight!.insightDelta)).toEqual(['nurture']);
  });

  it('shows no phone number, no address and no word on their use', async () => {
    const played = await player().play([
      event('profile', { name: 'Ana', phone: '+1 555 0100', email: 'a@b.example', doNotContact: true }),
    ]);
    expect(JSON.stringify(insightsOf(played))).not.toMatch(/555 ?0100|b\.example|doNotContact/);
  });

  it('keeps the forecast that an outcome is to be judged by', async () => {
    const p = player();
    const insights = insightsOf(
      await p.play([says('a'), says('b'), event('outcome', { result: 'converted' }), says('thanks')]),
    );
    expect(insights[2]!.insightDelta).toMatchObject({ status: 'converted' });
    for (const insight of insights.slice(2)) expect(insight.insightDelta).not.toHaveProperty('forecast');
  });
});

describe('a state', () => {
  it('is never changed, only followed: the same event on the same state gives the same again', async () => {
    const p = player();
    await p.play([
      event('profile', { area: 'X', timezone: 'America/New_York' }),
      says('hi'),
      replies('hello'),
    ]);
    const before = p.states.get('main/ana')!;
    const bytes = flow.pack(before);
    const next = ['a', 'impulse_buyer', 'in Clintonvale'].map((text) => says(text));
    for (const fields of [
      ...next,
      event('profile', { name: 'Ana' }),
      system('erase', { requestedBy: 'dpo' }),
    ]) {
      p.states.set('main/ana', before);
      await p.play([fields], { cached: true });
      const once = flow.pack(p.states.get('main/ana')!);
      p.states.set('main/ana', before);
      await p.play([fields], { cached: true });
      expect(flow.pack(p.states.get('main/ana')!)).toEqual(once);
      expect(flow.pack(before)).toEqual(bytes);
    }
  });
});

describe('events out of order', () => {
  it('are scored as of the latest moment known, and keep their own time', async () => {
    const p = player();
    const [, late] = insightsOf(await p.play([says('now'), says('before', { at: NOW - DAY })]));
    expect(late!.at).toBe(new Date(NOW - DAY).toISOString());
    expect(p.states.get('main/ana')!.lastAt).toBe(NOW);
  });
});

describe('who waits', () => {
  it('waits until an agent answers; an automatic reply is no answer', async () => {
    const p = player();
    const waiting = () => p.states.get('main/ana')!.waiting;
    await p.play([says('human_request')]);
    expect(waiting()).toBe(0.9);
    await p.play([
      event('message', { from: 'system', channel: 'sms', text: 'We are closed' }),
      says('hello?'),
    ]);
    expect(waiting()).toBe(0.9);
    await p.play([replies('Here I am')]);
    expect(waiting()).toBe(0);
  });
});

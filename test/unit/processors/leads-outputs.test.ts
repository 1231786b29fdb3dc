import { describe, expect, it } from 'vitest';
import { nextTick } from '../../../processors/keep-tick.ts';
import { packedViewOf, readInsight } from '../../../processors/read-insight.ts';
import { foldInsight, type PackedView } from '../../../schemas/apply-delta.ts';
import { event, flow, player, replies, says, system } from './events.ts';
import { insightsOf, NOW, outputsTo } from './play.ts';
import { DAY } from './turns.ts';

describe('the roster', () => {
  const rosterOf = async (events: object[]) => outputsTo(await player().play(events), 'roster');

  it('lists the lead with its tenant and its agent, by attention', async () => {
    const rows = await rosterOf([event('profile', { agent: 'lena' }), says('viewing_request')]);
    expect(rows.slice(-2).map(({ list, member, score }) => [list, member, score! > 0.3])).toEqual([
      ['main', 'ana', true],
      ['main/agent/lena', 'ana', true],
    ]);
  });

  it('lists what waits for a person by its deadline, until a person has it', async () => {
    const rows = await rosterOf([
      event('profile', { agent: 'lena' }),
      says('complaint'),
      system('takeover', { by: 'lena' }),
    ]);
    const escalations = rows.filter(({ list }) => list.endsWith('/escalations'));
    const hour = NOW + 3_600_000;
    expect(escalations.map(({ list, score }) => [list, score])).toEqual([
      ['main/escalations', hour],
      ['main/agent/lena/escalations', hour],
      ['main/escalations', null],
      ['main/agent/lena/escalations', null],
    ]);
  });

  it('moves the lead when its agent changes', async () => {
    const rows = await rosterOf([event('profile', { agent: 'lena' }), event('profile', { agent: 'omar' })]);
    expect(rows.slice(2)).toEqual([
      { to: 'roster', list: 'main/agent/omar', member: 'ana', score: 0 },
      { to: 'roster', list: 'main/agent/lena', member: 'ana', score: null },
    ]);
  });

  it('is not written when nothing moved', async () => {
    expect(await rosterOf([event('profile'), event('profile')])).toHaveLength(1);
  });

  it('takes the first agent who writes for the one in charge', async () => {
    const played = await player().play([replies('Hi', { agent: 'lena' }), replies('Hi', { agent: 'omar' })]);
    expect(outputsTo(played, 'insights').map(({ route }) => route.agent)).toEqual(['lena', 'lena']);
  });
});

describe('talk', () => {
  it('keeps what was said and done, with what it meant', async () => {
    const p = player();
    const activity = event('activity', { activity: 'favorite', ref: 'L1' });
    const played = await p.play([event('profile'), says('scheduling'), activity]);
    const at = new Date(NOW).toISOString();
    expect(outputsTo(played, 'talk').map(({ body }) => body)).toEqual([
      {
        ...{ seq: 2, at, type: 'message', from: 'lead', channel: 'sms', text: 'scheduling' },
        intents: [{ id: 'scheduling', p: 0.9 }],
      },
      { seq: 3, at, type: 'activity', activity: 'favorite', ref: 'L1', intents: [] },
    ]);
  });
});

describe('the tick', () => {
  it('is armed by the first event, at the same moment of the day each time', async () => {
    const [timer] = outputsTo(await player().play([says('hi')]), 'timer');
    expect(timer).toMatchObject({ id: 'main/ana/tick', generation: 1, due: nextTick('main/ana', NOW) });
    expect(timer!.due).toBeGreaterThan(NOW);
    expect(timer!.due - NOW).toBeLessThanOrEqual(DAY);
    expect(nextTick('main/ana', timer!.due)).toBe(timer!.due + DAY);
  });

  it('scores silence, and arms the next', async () => {
    const p = player();
    const [timer] = outputsTo(await p.play([says('hi'), says('there')]), 'timer');
    const played = await p.play([timer!.event], { at: timer!.due + 5 });
    const [insight] = insightsOf(played);
    expect(insight).toMatchObject({ seq: 3, cause: { kind: 'tick', id: 'tick:1' } });
    expect(insight!.insightDelta).toHaveProperty('attention');
    expect(outputsTo(played, 'timer')).toMatchObject([{ generation: 2, due: timer!.due + DAY }]);
  });

  it('is dropped when it comes again or was cancelled', async () => {
    const p = player();
    const [timer] = outputsTo(await p.play([says('hi')]), 'timer');
    await p.play([timer!.event], { at: timer!.due });
    const [again] = await p.play([timer!.event], { at: timer!.due });
    expect(again!.outcome).toEqual({ kind: 'drop', reason: 'stale tick' });
  });

  it.each(['converted', 'lost', 'opted_out'])(
    'ends with %s, and begins again with reopened',
    async (result) => {
      const p = player();
      const [timer] = outputsTo(await p.play([says('hi')]), 'timer');
      const closed = await p.play([event('outcome', { result })]);
      expect(outputsTo(closed, 'cancel')).toEqual([{ to: 'cancel', id: timer!.id }]);
      const [late] = await p.play([timer!.event], { at: timer!.due });
      expect(late!.outcome.kind).toBe('drop');
      const reopened = outputsTo(await p.play([event('outcome', { result: 'reopened' })]), 'timer');
      expect(reopened).toMatchObject([{ generation: 3 }]);
    },
  );

  it('is never a timer nobody set', async () => {
    const p = player();
    await p.play([says('hi')]);
    const [played] = await p.play([system('timer', { timer: 'x', generation: 1 })]);
    expect(played!.outcome).toEqual({ kind: 'drop', reason: 'stale timer' });
  });
});

describe('interests', () => {
  const interests = async (events: object[]) => outputsTo(await player().play(events), 'outbox');

  it('are declared to the market once each', async () => {
    const declared = await interests([
      event('profile', { area: 'Clintonvale' }),
      says('homes in Clintonvale'),
      event('activity', { activity: 'listing_view', ref: 'L1' }),
      event('activity', { activity: 'favorite', ref: 'L1' }),
      event('activity', { activity: 'doc_download', ref: 'comps.xlsx' }),
    ]);
    expect(
      declared.map(
        ({ space, key, event: { id } }: { space: string; key: string; event: { id?: string } }) => [
          space,
          key,
          id,
        ],
      ),
    ).toEqual([
      ['market', 'main/area/clintonvale', 'interest:1'],
      ['market', 'main/listing/L1', 'interest:3'],
    ]);
  });

  it('are capped: the oldest is forgotten, and declared anew when it returns', async () => {
    const p = player();
    const view = (i: number) => event('activity', { activity: 'listing_view', ref: `L${i}` });
    await p.play(Array.from({ length: 30 }, (_, i) => view(i)));
    expect(p.states.get('main/ana')!.interests).toHaveLength(24);
    expect(outputsTo(await p.play([view(29), view(0)]), 'outbox').map(({ key }) => key)).toEqual([
      'main/listing/L0',
    ]);
  });
});

describe('an erasure', () => {
  it('leaves a tombstone, tells readers to forget, and takes the lead off the lists', async () => {
    const p = player();
    await p.play([event('profile', { name: 'Ana', agent: 'lena' }), says('hi')]);
    const played = await p.play([system('erase', { requestedBy: 'dpo' })]);
    const [insight] = insightsOf(played);
    expect(insight).toMatchObject({ seq: 3, cause: { kind: 'erase' }, insightDelta: {} });
    expect(foldInsight({} as PackedView, insight!)).toBeUndefined();
    expect(outputsTo(played, 'insights')[0]!.route.agent).toBe('lena');
    expect(outputsTo(played, 'roster').map(({ list, score }) => [list, score])).toEqual([
      ['main', null],
      ['main/agent/lena', null],
    ]);
    expect(outputsTo(played, 'cancel')).toHaveLength(1);
    const state = p.states.get('main/ana')!;
    expect(state).toMatchObject({ erased: true, seq: 3, contact: {}, interests: [] });
    expect(readInsight(flow.pack(state))).toBeNull();
  });

  it('ends what is still on its way to the lead', async () => {
    const p = player();
    await p.play([says('hi'), system('erase', { requestedBy: 'dpo' })]);
    const touch = system('market', { facts: { source: 'main/area/x', area: 'X' } });
    for (const { outcome } of await p.play([touch, system('erase', { requestedBy: 'dpo' })])) {
      expect(outcome).toEqual({ kind: 'drop', reason: 'no such lead' });
    }
  });

  it('lets a lead that writes again begin anew, with numbers that go on', async () => {
    const p = player();
    await p.play([says('hi'), system('erase', { requestedBy: 'dpo' })]);
    const [insight] = insightsOf(await p.play([says('hello')]));
    expect(insight!.seq).toBe(3);
    expect(insight!.insightDelta).toMatchObject({ messages: 1, status: 'open' });
    expect(foldInsight(undefined, insight!)).toEqual(packedViewOf(p.states.get('main/ana')!));
  });
});

describe('news of a lead nobody knows', () => {
  it('is dropped', async () => {
    const [played] = await player().play([system('market', { facts: { source: 's', area: 'X' } })]);
    expect(played!.outcome).toEqual({ kind: 'drop', reason: 'no such lead' });
  });
});

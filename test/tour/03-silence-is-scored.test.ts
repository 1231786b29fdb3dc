/** A lead that says nothing still tells something. Once a day, at a moment of its own, an open lead is scored again. */
import { expect, it } from 'vitest';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { fakeJudges } from '../unit/processors/fake-judges.ts';
import { createPlayer, insightsOf, NOW, outputsTo } from '../unit/processors/play.ts';

const flow = createLeadsFlow(fakeJudges, { shards: 1 });
const hello = { id: '1', lead: 'ana', at: NOW, type: 'message', from: 'lead', channel: 'sms', text: 'hello' };

it('The first event sets a timer; the event it will bring is already in it', async () => {
  const [timer] = outputsTo(await createPlayer(flow).play([hello]), 'timer');
  expect(timer).toMatchObject({ id: 'main/ana/tick', generation: 1, event: { type: 'tick', lead: 'ana' } });
  expect(timer!.due - NOW).toBeLessThanOrEqual(86_400_000);
});

it('The tick makes an insight like any event, and sets the next', async () => {
  const player = createPlayer(flow);
  const [timer] = outputsTo(await player.play([hello]), 'timer');
  const played = await player.play([timer!.event], { at: timer!.due });
  expect(insightsOf(played)).toMatchObject([{ seq: 2, cause: { kind: 'tick', id: 'tick:1' } }]);
  expect(outputsTo(played, 'timer')).toMatchObject([{ generation: 2, due: timer!.due + 86_400_000 }]);
});

it('An outcome cancels it: what is already on its way finds a newer generation and is dropped', async () => {
  const player = createPlayer(flow);
  const [timer] = outputsTo(await player.play([hello]), 'timer');
  const lost = { id: '2', lead: 'ana', at: NOW, type: 'outcome', result: 'lost' };
  expect(outputsTo(await player.play([lost]), 'cancel')).toEqual([{ to: 'cancel', id: 'main/ana/tick' }]);
  const [late] = await player.play([timer!.event], { at: timer!.due });
  expect(late!.outcome).toEqual({ kind: 'drop', reason: 'stale tick' });
});

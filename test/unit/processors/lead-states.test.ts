import { expect, it } from 'vitest';
import { createLeadsFlow } from '../../../pipelines/leads.ts';
import type { LeadState } from '../../../processors/lead-state.ts';
import { LEAD_1, leadStates } from '../../../processors/lead-states.ts';
import { createStateCodec } from '../../../processors/state-codec.ts';
import { says } from './events.ts';
import { fakeJudges } from './fake-judges.ts';
import { createPlayer, NOW } from './play.ts';

it('a state from before the ensemble goes on: what it lacks begins anew, the rest is as it was', async () => {
  const flow = createLeadsFlow(fakeJudges, { shards: 1 });
  const before = createPlayer(flow);
  await before.play([says('hello', { at: NOW })]);
  const now = before.states.get('main/ana') as LeadState;
  const old = createStateCodec<LeadState>({ 1: LEAD_1 });
  const upgraded = leadStates.unpack(old.pack({ ...now, v: 1 }));
  expect(upgraded).toMatchObject({ v: 3, shadow: null, seq: 1, messages: 1, listing: '' });
  expect(upgraded.forecast.length).toBe(0);
  const after = createPlayer(flow);
  after.states.set('main/ana', upgraded);
  await after.play([says('and again', { at: NOW + 1 })]);
  const then = after.states.get('main/ana') as LeadState;
  expect(then).toMatchObject({ seq: 2, messages: 2 });
  expect(then.forecast.length).toBe(fakeJudges.forecast.initial().length);
});

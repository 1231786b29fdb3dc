import { expect, it } from 'vitest';
import { createLeadsFlow } from '../../../pipelines/leads.ts';
import { newCompetition } from '../../../processors/compete/competition-state.ts';
import type { LeadState } from '../../../processors/lead-state.ts';
import { LEAD_1, LEAD_3, LEAD_5, LEAD_6, leadStates } from '../../../processors/lead-states.ts';
import { newNurture } from '../../../processors/nurture/nurture-state.ts';
import { newPrebake } from '../../../processors/prebake/prebake-state.ts';
import { createStateCodec } from '../../../processors/state-codec.ts';
import { says } from './events.ts';
import { fakeJudges } from './fake-judges.ts';
import { createPlayer, insightsOf, NOW } from './play.ts';

it('a state from before the ensemble goes on: what it lacks begins anew, the rest is as it was', async () => {
  const flow = createLeadsFlow(fakeJudges, { shards: 1 });
  const before = createPlayer(flow);
  await before.play([says('hello', { at: NOW })]);
  const now = before.states.get('main/ana') as LeadState;
  const old = createStateCodec<LeadState>({ 1: LEAD_1 });
  const upgraded = leadStates.unpack(old.pack({ ...now, v: 1 }));
  expect(upgraded).toMatchObject({ v: 7, shadow: null, seq: 1, messages: 1, listing: '' });
  expect(upgraded.forecast.length).toBe(0);
  const after = createPlayer(flow);
  after.states.set('main/ana', upgraded);
  await after.play([says('and again', { at: NOW + 1 })]);
  const then = after.states.get('main/ana') as LeadState;
  expect(then).toMatchObject({ seq: 2, messages: 2 });
  expect(then.forecast.length).toBe(fakeJudges.forecast.initial().length);
});

it('a state from before opting out was heard has its consent dated, and its next insight shows it', async () => {
  const flow = createLeadsFlow(fakeJudges, { shards: 1 });
  const before = createPlayer(flow);
  await before.play([says('hello', { at: NOW })]);
  const now = before.states.get('main/ana') as LeadState;
  const consent = {
    sms: { given: true, at: '2026-01-01T00:00:00Z', source: 'form' },
    email: { given: false },
  };
  const old = { ...now, v: 3, consent } as unknown as LeadState;
  const upgraded = leadStates.unpack(createStateCodec<LeadState>({ 3: LEAD_3 }).pack(old));
  const dated = {
    sms: { given: true, at: Date.parse('2026-01-01T00:00:00Z'), source: 'form' },
    email: { given: false, at: NOW },
  };
  expect(upgraded).toEqual({
    ...{ ...now, v: 7, consent: dated },
    ...{ nurture: newNurture(0), prebake: newPrebake() },
  });
  const after = createPlayer(flow);
  after.states.set('main/ana', upgraded);
  const [insight] = insightsOf(await after.play([says('and again', { at: NOW + 1 })]));
  expect(insight!.insightDelta.nurture).toMatchObject({ stage: 'nurturing', autonomy: 'suggest', done: [] });
  expect(insight!.insightDelta.consent).toEqual({
    sms: { given: true, since: '2026-01-01T00:00:00.000Z' },
    email: { given: false, since: new Date(NOW).toISOString() },
  });
});

it('a state from before competition was watched goes on with none of it, its plan answering no threat', async () => {
  const flow = createLeadsFlow(fakeJudges, { shards: 1 });
  const player = createPlayer(flow);
  await player.play([says('property_inquiry: is it for sale?', { at: NOW })]);
  const now = player.states.get('main/ana') as LeadState;
  expect(now.nurture.plan).not.toBeNull();
  const old = createStateCodec<LeadState>({ 5: LEAD_5 }).pack({ ...now, v: 5 });
  expect(leadStates.unpack(old)).toEqual({
    ...{ ...now, competition: newCompetition(), prebake: newPrebake() },
  });
});

it('a state from before next actions were prepared goes on with none wanted', async () => {
  const flow = createLeadsFlow(fakeJudges, { shards: 1 });
  const player = createPlayer(flow);
  await player.play([says('hello', { at: NOW })]);
  const now = player.states.get('main/ana') as LeadState;
  const old = createStateCodec<LeadState>({ 6: LEAD_6 }).pack({ ...now, v: 6 });
  expect(leadStates.unpack(old)).toEqual({ ...now, prebake: newPrebake() });
});

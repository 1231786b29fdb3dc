import { describe, expect, it } from 'vitest';
import { createLeadsFlow } from '../../../pipelines/leads.ts';
import { writeMemory } from '../../../processors/adopt-memory.ts';
import type { LeadState } from '../../../processors/lead-state.ts';
import type { ForecastFacts } from '../../../schemas/forecast-facts.ts';
import { says, system } from './events.ts';
import { withChallenger } from './fake-challenger.ts';
import { fakeJudges } from './fake-judges.ts';
import { createPlayer, outputsTo } from './play.ts';

const memory = Float64Array.of(2);
const warm = (fields: object = {}) =>
  system('warm', { version: 'f2', covers: 2, memory: writeMemory(memory), ...fields });

/** A lead of two messages from before there was a challenger, in a processor that has one. */
async function late(...further: object[]) {
  const before = createPlayer(createLeadsFlow(fakeJudges, { shards: 1 }));
  await before.play([says('a'), says('b'), ...further]);
  const now = createPlayer(createLeadsFlow(withChallenger('f2'), { shards: 1 }));
  now.states.set('main/ana', before.states.get('main/ana')!);
  const state = () => now.states.get('main/ana') as LeadState;
  return { ...now, state };
}

describe('a memory told of', () => {
  it('is taken over where the state stands at what it covers, without a word to anyone', async () => {
    const { play, state } = await late();
    const before = state();
    const [{ outcome }] = (await play([warm()])) as [Awaited<ReturnType<typeof play>>[number]];
    expect(outcome).toMatchObject({ kind: 'pass', value: { outputs: [] } });
    expect(state()).toEqual({ ...before, shadow: { version: 'f2', whole: true, memory } });
    const [next] = outputsTo(await play([says('c')]), 'insights');
    const { seq, forecasts } = next!.facts as ForecastFacts;
    expect([seq, forecasts.map(({ version }) => version)]).toEqual([3, ['f1', 'f2']]);
    expect(state().shadow!.memory).toEqual(Float64Array.of(3));
  });

  it('goes where the slot began late, too, and meets other leads in one wave', async () => {
    const { play, state, states } = await late();
    await play([says('c')]);
    expect(state().shadow!.whole).toBe(false);
    const wave = [says('x', { lead: 'bo' }), warm({ covers: 3 }), says('y', { lead: 'cy' })];
    const played = await play(wave, { size: 3 });
    expect(played.map(({ outcome }) => outcome.kind)).toEqual(['pass', 'pass', 'pass']);
    expect(outputsTo(played, 'insights').map(({ route }) => route.lead)).toEqual(['bo', 'cy']);
    expect([...states.keys()].sort()).toEqual(['main/ana', 'main/bo', 'main/cy']);
    expect(state().shadow).toEqual({ version: 'f2', whole: true, memory });
  });

  it.each([
    ['the lead moved on', [], { covers: 1 }],
    ['it is of another version', [], { version: 'f3' }],
    ['nobody knows the lead', [], { lead: 'bo' }],
    ['the lead converted', [{ ...system('outcome', { result: 'converted' }) }], { covers: 3 }],
    ['the lead was erased', [system('erase', { requestedBy: 'dpo' })], { covers: 3 }],
  ])('is left where %s', async (_why, further, fields) => {
    const { play, state } = await late(...further);
    const before = state();
    const [told] = await play([warm(fields)]);
    expect(told!.outcome.kind).toBe('drop');
    expect(state()).toBe(before);
  });

  it('is left where the challenger was there from the first event', async () => {
    const { play, states } = createPlayer(createLeadsFlow(withChallenger('f2'), { shards: 1 }));
    await play([says('a'), says('b')]);
    const before = states.get('main/ana');
    await play([warm({ memory: writeMemory(Float64Array.of(9)) })]);
    expect(states.get('main/ana')).toBe(before);
  });

  it.each(['', 'AA==', 'not base64 at all', writeMemory(Float64Array.of(1, 2))])(
    'is refused where it is none: %j',
    async (broken) => {
      const { play } = await late();
      const [told] = await play([warm({ memory: broken })]);
      expect(told!.outcome).toMatchObject({
        kind: 'reject',
        step: 'adopt',
        reason: expect.stringMatching(/^memory: /),
      });
    },
  );
});

/** What who opens a lead is told of its state's age. */
import { expect, it } from 'vitest';
import { createAgesOf } from '../../../processors/ages-of.ts';
import { event, flow, player, says, system } from './events.ts';
import { fakeJudges } from './fake-judges.ts';

const agesOf = createAgesOf(fakeJudges.features);

it('tells as of when the state is, and what reaches it from others', async () => {
  const p = player();
  await p.play([says('viewing_request in Clintonvale')]);
  const quiet = p.states.get('main/ana')!;
  expect(agesOf(quiet)).toEqual({
    state: quiet.lastAt,
    neighbours: { count: quiet.interests.length },
    modelInputs: quiet.lastAt,
  });
  expect(quiet.interests.length).toBeGreaterThan(0);
  await p.play([
    event('activity', { activity: 'listing_view', ref: 'L1' }),
    system('market', {
      facts: { source: 'main/listing/L1', area: 'X', listing: { listing: 'L1', change: 'price', price: 5 } },
    }),
  ]);
  const heard = p.states.get('main/ana')!;
  expect(agesOf(heard).neighbours).toEqual({
    count: heard.interests.length,
    at: heard.market.listings[0]!.at,
  });
});

it('tells nothing of an erased lead, nor of what is no lead', async () => {
  const p = player();
  await p.play([says('hello'), system('erase', { requestedBy: 'dpo' })]);
  expect(agesOf(p.states.get('main/ana')!)).toEqual({});
  expect(flow.agesOf!({ tenants: {} } as never)).toEqual({});
});

/** What the learning role replays is what the chain would have remembered, to the bit. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Judges } from '../../models/judges.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { createReplayMemory } from '../../pipelines/replay-memory.ts';
import type { LeadState } from '../../processors/lead-state.ts';
import type { Entry } from '../../schemas/flow.ts';
import { event, replies, says, system } from './processors/events.ts';
import { createPlayer, NOW } from './processors/play.ts';
import { DAY } from './processors/turns.ts';

let judges: Judges;
beforeAll(async () => {
  const loaded = await loadJudges();
  judges = { ...loaded, challenger: { ...loaded.forecast, version: 'another' } };
});

const story = (lead: string, further: object[]) =>
  [
    event('profile', { timezone: 'America/Denver', area: 'Elm Park', source: 'portal', budget: 450_000 }),
    says('Hi! Could we see 12 Elm St this Saturday at 10?'),
    replies('Saturday works. Are you pre-approved?'),
    says('Yes, up to $425k, and our lease is up March 31'),
    event('activity', { activity: 'listing_view', ref: 'L1' }),
    system('market', {
      facts: {
        source: 's',
        area: 'Elm Park',
        listing: { listing: 'L1', change: 'status', status: 'pending', price: 430_000 },
      },
    }),
    ...further,
  ].map((one, i) => ({ ...one, lead, at: NOW + i * DAY }));

const entriesOf = (events: object[]): Entry[] =>
  events.map((one, i) => ({ shard: 0, id: `${NOW + i * DAY}-0`, bytes: Buffer.from(JSON.stringify(one)) }));

describe('a replayed memory', () => {
  it('is that of a challenger that was there from the first event', async () => {
    const stories = [
      story('ana', [says('We would like to make an offer'), event('outcome', { result: 'lost' })]),
      story('bo', []).slice(1, 3),
      story('cy', [
        event('outcome', { result: 'lost' }),
        event('outcome', { result: 'reopened' }),
        says('hi again'),
      ]),
    ];
    const live = createPlayer(createLeadsFlow(judges, { shards: 1 }));
    for (const events of stories)
      for (const [i, one] of events.entries()) await live.play([one], { at: NOW + i * DAY });
    const replay = createReplayMemory({ ...judges, forecast: judges.challenger! }, 1);
    const memories = await replay(stories.map(entriesOf));
    const remembered = ['ana', 'bo', 'cy'].map(
      (lead) => (live.states.get(`main/${lead}`) as LeadState).shadow!.memory,
    );
    expect(memories).toEqual(remembered);
    expect(new Set(remembered.map(String)).size).toBe(3);
  });

  it('is none of a lead with an entry that cannot be read, and harms no other', async () => {
    const replay = createReplayMemory({ ...judges, forecast: judges.challenger! }, 1);
    const whole = entriesOf(story('ana', []));
    const broken = entriesOf(story('bo', []));
    broken[2] = { ...broken[2]!, bytes: Buffer.from('{"id":') };
    const [alone] = await replay([whole]);
    expect(await replay([broken, whole])).toEqual([undefined, alone]);
    expect(await replay([])).toEqual([]);
  });
});

/** The training population as a card holds it is what the live chain would have said of those leads at that age. */
import { beforeAll, expect, it } from 'vitest';
import { openBackend } from '../../models/backend.ts';
import type { HistoryEvent } from '../../models/history/history.ts';
import type { Judges } from '../../models/judges.ts';
import { TrainingReference } from '../../models/learning/training-reference.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { trainingReference } from '../../pipelines/training-reference.ts';
import type { LeadState } from '../../processors/lead-state.ts';
import { checker } from '../../schemas/words.ts';
import { madeUpHistory } from './models/forecast/made-up-history.ts';
import { createPlayer } from './processors/play.ts';
import { DAY } from './processors/turns.ts';

const FORECAST = new URL('../../models/forecast/', import.meta.url);

let judges: Judges;
beforeAll(async () => {
  await openBackend();
  judges = await loadJudges();
});

it('holds each lead that was open for a week once, in the segment that the chain had it in', async () => {
  const history = madeUpHistory(60, 3);
  const reference = (await trainingReference(FORECAST, judges, history))!;
  expect(checker(TrainingReference).check(reference)).toBeNull();

  const segments: Record<string, number> = {};
  const live = createPlayer(createLeadsFlow(judges, { shards: 1 }));
  let leads = 0;
  for (const [i, lead] of history.leads.entries()) {
    const own = history.events.filter((event) => event.lead === i);
    const then = own[0]!.at + 7.5 * DAY;
    if (then >= history.fates[i]!.at) continue;
    leads++;
    for (const { at, event } of own.filter((event: HistoryEvent) => event.at <= then))
      await live.play([event], { at });
    const state = () => live.states.get(`main/${lead}`) as LeadState;
    const { generation } = state().tick;
    const tick = { id: 'now', tenant: 'main', lead, at: then, type: 'tick', timer: 't', generation };
    await live.play([tick], { at: then });
    const { primaryMicrosegment } = state().view!.profile;
    segments[primaryMicrosegment] = (segments[primaryMicrosegment] ?? 0) + 1;
  }
  expect(leads).toBeGreaterThan(30);
  expect(reference.leads).toBe(leads);
  expect(reference.segments).toEqual(segments);
  const counted = Object.values(reference.pConvert.counts).reduce((a, b) => a + b, 0);
  expect(counted).toBe(leads);
  const { edges } = reference.pConvert;
  expect(edges).toEqual([...edges].sort((a, b) => a - b));
});

it('is none of a history that is over within a week', async () => {
  const { events, ...rest } = madeUpHistory(3, 4);
  const fates = rest.fates.map((_, lead) => {
    const { at } = events.find((event) => event.lead === lead)!;
    return { result: 'lost' as const, at: at + DAY };
  });
  expect(await trainingReference(FORECAST, judges, { ...rest, events, fates })).toBeNull();
});

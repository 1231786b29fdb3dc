/**
 * The judges that are trained on the corpus stand behind the same interfaces as the fakes so far. A short talk, and
 * what they make of it.
 */
import { expect, it } from 'vitest';
import { loadJudges } from '../../models/load-judges.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import { readInsight } from '../../processors/read-insight.ts';
import { SEGMENTS } from '../../schemas/segments.ts';
import { createPlayer, insightsOf, NOW } from '../unit/processors/play.ts';
import { DAY } from '../unit/processors/turns.ts';

const flow = createLeadsFlow(await loadJudges(), { shards: 1 });
const lead = (n: number, text: string) => ({
  ...{
    id: `m${n}`,
    lead: 'ana',
    at: NOW + n * 3_600_000,
    type: 'message',
    from: 'lead',
    channel: 'sms',
    text,
  },
});

it('They tell what is wanted, who is likely to want it so, and when it may come to something', async () => {
  const player = createPlayer(flow);
  const played = await player.play([
    {
      id: 'p',
      lead: 'ana',
      at: NOW,
      type: 'profile',
      name: 'Ana',
      timezone: 'America/New_York',
      source: 'portal',
    },
    lead(1, 'Hi! Can we see the house on Elm St this Saturday at 10?'),
    lead(2, 'We are pre-approved up to $425k and our lease is up March 31, so we need to move fast'),
    lead(3, 'Please stop texting me'),
  ]);
  const [, viewing, money, stop] = insightsOf(played);
  expect(viewing!.intents.map(({ id }) => id)).toContain('viewing_request');
  expect(money!.entities).toContainEqual(expect.objectContaining({ kind: 'money', value: 425_000 }));
  expect(stop!.intents[0]!.id).toBe('opt_out');
  expect(stop!.optOut).toMatchObject({ scope: 'all' });

  const full = readInsight(flow.pack(player.states.get('main/ana')!))!;
  expect(SEGMENTS).toContain(full.profile.primaryMicrosegment);
  expect(full.forecast.kind).not.toBe('insufficient');
  expect(Object.keys(full.forecast.members)).toEqual(['temporal', 'behavioral', 'graph', 'market']);
  expect(full.forecast.pConvert).toBeCloseTo(full.forecast.probabilityCurve.at(-1)!, 2);
  expect(full.forecast.reasons.length).toBeGreaterThan(0);
  expect(full.attention).toBeGreaterThan(0.5);
});

it('They see that silence lowers the chance, and say how much a month of it would', async () => {
  const player = createPlayer(flow);
  await player.play([
    lead(0, 'Could we tour 12 Elm St tomorrow?'),
    lead(1, 'We would like to make an offer'),
  ]);
  const forecast = () => readInsight(flow.pack(player.states.get('main/ana')!))!.forecast;
  const before = forecast();
  expect(before.decayCurve.at(-1)!).toBeLessThan(before.decayCurve[0]!);
  const due = NOW + 20 * DAY;
  const tick = {
    id: 't',
    tenant: 'main',
    lead: 'ana',
    at: due,
    type: 'tick',
    timer: 'main/ana/tick',
    generation: 1,
  };
  await player.play([tick], { at: due });
  const after = forecast();
  expect(after.pConvert).toBeLessThan(before.pConvert);
  // The decay curve had said so, drawn from what is asked for at 7 and 30 days.
  expect(Math.abs(after.pConvert - before.decayCurve[19]!)).toBeLessThan(0.05);
});

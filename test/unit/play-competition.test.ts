import { describe, expect, it } from 'vitest';
import { playRivals } from '../../models/simulator/rivals/overlay.ts';
import { createCheckCounter } from '../../pipelines/competition/count-checks.ts';
import { playCompetition } from '../../pipelines/competition/play-competition.ts';
import { fakeJudges } from './processors/fake-judges.ts';

const world = () => {
  const playing = playRivals(
    { leads: 25, days: 35, seed: 5, planted: 0.3, looks: 0 },
    { message: (intent) => `about ${intent}`, answer: () => 'noted' },
  );
  for (;;) {
    const { value, done } = playing.next();
    if (done) return value;
  }
};

async function play() {
  const playing = playCompetition({ leads: 25, days: 35, seed: 5, world: world(), judges: fakeJudges });
  for (;;) {
    const { value, done } = await playing.next();
    if (done) return value;
  }
}

describe('a world with rivals in the engine', () => {
  it('is worked from first to last, the same each time', { timeout: 60_000 }, async () => {
    const run = await play();
    expect(run.entries).toBeGreaterThan(world().events.length);
    expect(run.checks).toMatchObject({ twice: 0, lost: 0 });
    expect(await play()).toEqual(run);
  });
});

describe('the count of checks', () => {
  const event = (generation: number, timer = 'main/a/check') =>
    JSON.stringify({ type: 'timer', tenant: 'main', lead: 'a', timer, generation });
  const armed = (generation: number, due: number) => ({
    ...{ space: 'leads' as const, shard: 0, id: 'x', due, generation, event: event(generation) },
  });

  it('sees what fires twice, and what is due and never fires; other timers are not its own', () => {
    const counter = createCheckCounter();
    for (const generation of [1, 2, 2]) counter.fired(event(generation));
    counter.fired(event(1, 'main/a/follow-up'));
    expect(counter.count([armed(3, 50), armed(4, 500)], 100)).toEqual({ fired: 3, twice: 1, lost: 1 });
  });
});

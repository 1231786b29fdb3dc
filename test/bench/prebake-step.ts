/**
 * What keeping prepared actions adds to an event's way, in this process: the same traffic through two leads flows in
 * turns, with the judge of prepared actions and with one that expects nothing, so that nothing is ever kept. What is
 * asked for is prepared between the turns, untimed: nobody waits for it.
 */
import type { Judges } from '../../models/judges.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { MENU } from '../../models/prebake/menu.ts';
import { resampledRatio } from '../../models/survival/paired-difference.ts';
import { createLeadsFlow } from '../../pipelines/leads.ts';
import type { LeadState } from '../../processors/lead-state.ts';
import { DEFAULT_SETTINGS } from '../../schemas/nurture-settings.ts';
import { WHOLE_SHARD } from '../../schemas/system-event.ts';
import { createPlayer, type Player, parcelsOf } from '../unit/processors/play.ts';
import { createTraffic, TENANT } from './traffic.ts';

/** Times are means over turns of what a turn's events took, its slowest tenth left out: others have this machine, too. */
export interface PrebakeStepReport {
  events: number;
  /** Events by which something was prepared, for each of the traffic. */
  preparing: number;
  /** An event, µs. */
  withMicros: number;
  withoutMicros: number;
  addedMicros: number;
  /** With to without, and its 95 % interval over turns drawn anew. */
  ratio: number;
  interval: [number, number];
  /**
   * By their own timers the steps that have anything to do with it, µs an event: keeping what is ready, and the insight
   * that shows it. Others' work on this machine hits them less than whole events.
   */
  steps: { with: number; without: number; addedMicros: number; shareOfEvent: number };
}

const LEADS = 200;
const WARM = 40;
const TURNS = 120;
const EVENTS_A_TURN = 50;
/** Between two events: a lead comes again after some minutes. */
const APART_MS = 2000;
const TOUCHED = new Set(['keepPrebaked', 'composeInsight']);
const NOTHING = new Float32Array(MENU.length);

interface Side {
  player: Player<LeadState>;
  /** Of the last event's {@link TOUCHED} steps, µs. */
  step: number;
  preparing: number;
}

interface Turn {
  with: number;
  without: number;
  stepWith: number;
  stepWithout: number;
}

export async function measurePrebakeStep(): Promise<PrebakeStepReport> {
  const judges = await loadJudges();
  const sides = [
    createSide(judges),
    createSide({ ...judges, prebake: { ...judges.prebake, predict: () => NOTHING } }),
  ] as const;
  const next = createTraffic({ leads: LEADS, shards: 1, run: 'prebake' });
  let now = Date.now();
  for (const { player } of sides) await player.play([settingsAt(now)], { at: now, cached: true });
  const turns: Turn[] = [];
  for (let turn = -WARM; turn < TURNS; turn++) {
    const events = Array.from({ length: EVENTS_A_TURN }, (_, i) => {
      const at = now + i * APART_MS;
      return { ...next().event, at };
    });
    now += EVENTS_A_TURN * APART_MS;
    // Who goes first has the cold caches: each in its turn.
    const order = turn % 2 ? [0, 1] : [1, 0];
    const took: { event: number; step: number }[] = [];
    for (const which of order) took[which] = await playTurn(sides[which]!, events);
    const [yes, no] = took;
    if (turn >= 0) {
      const steps = { stepWith: yes!.step, stepWithout: no!.step };
      turns.push({ with: yes!.event, without: no!.event, ...steps });
    }
  }
  return reportOf(turns, sides[0].preparing);
}

function createSide(judges: Judges): Side {
  const flow = createLeadsFlow(judges, {
    shards: 1,
    observe(stage, _size, ms) {
      if (TOUCHED.has(stage)) side.step += ms * 1000;
    },
  });
  const side: Side = { player: createPlayer(flow), step: 0, preparing: 0 };
  return side;
}

async function playTurn(
  side: Side,
  events: readonly { at: number }[],
): Promise<{ event: number; step: number }> {
  const { player } = side;
  const [all, steps] = [[] as number[], [] as number[]];
  const asked: { at: number }[] = [];
  for (const event of events) {
    side.step = 0;
    const start = performance.now();
    const played = await player.play([event], { at: event.at, cached: true });
    all.push((performance.now() - start) * 1000);
    steps.push(side.step);
    for (const parcel of parcelsOf(played))
      if ((parcel.event as { type?: string }).type === 'prebake') asked.push(parcel.event as { at: number });
  }
  for (const event of asked) await player.play([event], { at: event.at, cached: true });
  side.preparing += asked.length;
  return { event: usual(all), step: usual(steps) };
}

/** The mean without the slowest tenth. */
function usual(micros: number[]): number {
  const kept = micros.sort((a, b) => a - b).slice(0, Math.ceil(0.9 * micros.length));
  return kept.reduce((a, b) => a + b, 0) / kept.length;
}

const settingsAt = (at: number) => ({
  ...{ id: 'settings:2', tenant: TENANT, lead: WHOLE_SHARD, at, type: 'policy' },
  settings: {
    ...{ ...DEFAULT_SETTINGS, version: 2 },
    autonomy: { default: 'automatic', bySegment: {}, byAgent: {} },
  },
});

function reportOf(turns: readonly Turn[], preparing: number): PrebakeStepReport {
  const mean = (of: (turn: Turn) => number) =>
    turns.reduce((total, turn) => total + of(turn), 0) / turns.length;
  const [yes, no] = [mean((turn) => turn.with), mean((turn) => turn.without)];
  const [stepWith, stepWithout] = [mean((turn) => turn.stepWith), mean((turn) => turn.stepWithout)];
  const [low, high] = resampledRatio(
    Float64Array.from(turns, (turn) => turn.with),
    Float64Array.from(turns, (turn) => turn.without),
  );
  const tenth = (micros: number) => Math.round(10 * micros) / 10;
  const thousandth = (ratio: number) => Math.round(1000 * ratio) / 1000;
  return {
    events: turns.length * EVENTS_A_TURN,
    preparing: thousandth(preparing / ((turns.length + WARM) * EVENTS_A_TURN)),
    ...{ withMicros: tenth(yes), withoutMicros: tenth(no), addedMicros: tenth(yes - no) },
    ...{ ratio: thousandth(yes / no), interval: [thousandth(low), thousandth(high)] },
    steps: {
      ...{ with: tenth(stepWith), without: tenth(stepWithout), addedMicros: tenth(stepWith - stepWithout) },
      shareOfEvent: thousandth((stepWith - stepWithout) / no),
    },
  };
}

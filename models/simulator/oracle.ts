/**
 * The best forecast there can be: the mechanism lived on from the true state, many times, with fresh randomness in
 * the lead and in the market. It knows every latent, and nothing of the future.
 */
import { drawnSurroundings } from './around.ts';
import { DAY, timeOf } from './calendar.ts';
import { between, type Random, STREAM, streamOf } from './draws.ts';
import { FATE, type LeadState, type Surroundings, untold } from './lead-state.ts';
import { liveDay } from './live-day.ts';
import { AREAS, drawFuture } from './market-paths.ts';
import type { Moment } from './record-lead.ts';
import { HORIZON, STAGE, STAGES, WEEK } from './settings.ts';
import type { World } from './world.ts';

/** One line of oracle.jsonl. Days count from the landmark, given conversion within the horizon. */
export interface OracleLine {
  lead: string;
  /** Epoch ms. */
  landmark: number;
  /** The true stage; `lost` where the lead is gone and nobody knows. */
  stage: string;
  after: Moment['after'];
  /** P(converted within 365 days). */
  pConvert: number;
  /** Where no roll-out converted, this and the quantiles are the horizon. */
  medianDays: number;
  q05: number;
  q10: number;
  q25: number;
  q75: number;
  q90: number;
  q95: number;
  /** P(converts, and within 2 days of the median). */
  pHit2: number;
  /** `date` where pHit2 is at least {@link COMMITS}; else `window`. */
  kind: 'date' | 'window';
}

export interface OracleForecast extends OracleLine {
  /** P(converted by day d), d = 1 … 365. */
  curve: Float64Array;
}

export const COMMITS = 0.8;
/** Roll-outs a moment; more under contract, where they are short and a commitment hangs on them. */
const ROLL_OUTS = 400;
const ROLL_OUTS_IN_CONTRACT = 1600;
const FUTURES = 40;
const HIT_DAYS = 2;

/** Answers moments in order of day; futures are drawn once a week of the world. */
export function createOracle({
  seed,
  market,
  listings,
}: World): (moment: Moment, index: number) => OracleForecast {
  let week = -1;
  let futures: Surroundings[] = [];
  const futuresOf = (day: number): Surroundings[] => {
    const asked = Math.floor(day / WEEK);
    if (asked === week) return futures;
    week = asked;
    futures = Array.from({ length: FUTURES }, (_, i) => {
      const random = streamOf(seed, STREAM.futures, week * FUTURES + i);
      return drawnSurroundings(
        drawFuture(market, week, Math.ceil(HORIZON / WEEK) + 2, random),
        listings.competition,
      );
    });
    return futures;
  };
  return (moment, index) => {
    const { state, day } = moment;
    if (state.fate === FATE.lost) return summarise(moment, [], 1);
    const random = streamOf(seed, STREAM.looks, -2 - index);
    const drawn = futuresOf(day);
    const found: number[] = [];
    const times = state.stage === STAGE.contract ? ROLL_OUTS_IN_CONTRACT : ROLL_OUTS;
    for (let i = 0; i < times; i++) {
      const days = rollOut(moment, drawn[i % FUTURES]!, random);
      if (days <= HORIZON) found.push(days);
    }
    return summarise(moment, found, times);
  };
}

/** Days from the moment to the closing of one life lived on; Infinity where there is none within the horizon. */
function rollOut({ state, day, at }: Moment, around: Surroundings, random: Random): number {
  const life: LeadState = { ...state };
  const last = day + HORIZON + 1;
  for (let today = day + 1; today <= last && life.fate === FATE.open; today++) {
    liveDay(life, today, around, random, untold);
  }
  if (life.fate !== FATE.converted) return Infinity;
  const { zone } = AREAS[life.traits.area]!;
  return (timeOf(life.fateDay, between(random, 9, 18), zone) - at) / DAY;
}

/** @param days of the roll-outs that converted, of so many `times` */
function summarise({ lead, at, after, state }: Moment, days: number[], times: number): OracleForecast {
  const sorted = Float64Array.from(days).sort();
  const level = (part: number) => rounded(sorted.length === 0 ? HORIZON : quantile(sorted, part));
  const median = quantile(sorted, 0.5);
  const hits = sorted.filter((d) => Math.abs(d - median) <= HIT_DAYS).length;
  const pHit2 = hits / times;
  return {
    lead,
    landmark: at,
    stage: state.fate === FATE.lost ? 'lost' : STAGES[state.stage]!,
    after,
    pConvert: days.length / times,
    medianDays: level(0.5),
    q05: level(0.05),
    q10: level(0.1),
    q25: level(0.25),
    q75: level(0.75),
    q90: level(0.9),
    q95: level(0.95),
    pHit2,
    kind: pHit2 >= COMMITS ? 'date' : 'window',
    curve: shareBy(sorted, times),
  };
}

/** @param sorted days of those that converted, of so many `times` */
function shareBy(sorted: Float64Array, times: number): Float64Array {
  let converted = 0;
  return Float64Array.from({ length: HORIZON }, (_, d) => {
    while (converted < sorted.length && sorted[converted]! <= d + 1) converted++;
    return converted / times;
  });
}

/** Linear between order statistics. */
function quantile(sorted: Float64Array, level: number): number {
  const place = level * (sorted.length - 1);
  const low = Math.floor(place);
  const below = sorted[low] ?? Number.NaN;
  return below + (place - low) * ((sorted[low + 1] ?? below) - below);
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * Forecasts joined with what came of them. Of each lead the forecasts of a few landmarks are kept until their outcome
 * is known; each is told when it is made, and again whenever more is known of it. Landmarks are moments of the lead's
 * age, not of its fortune: forecasts picked because something happened would be judged on what is easy.
 * (van Houwelingen, "Dynamic prediction by landmarking", Scandinavian Journal of Statistics 34, 2007.)
 */
import { FACT_DAYS, type ForecastFact, type ForecastFacts } from '../../schemas/forecast-facts.ts';
import {
  COMMITMENT,
  type JudgedForecast,
  LANDMARK_DAYS,
  type Landmark,
} from '../../schemas/judged-forecast.ts';

const DAY_MS = 86_400_000;

/** A landmark's forecasts, waiting. */
export interface Waiting {
  landmark: Landmark;
  seq: number;
  /** Epoch ms. */
  at: number;
  stage: string;
  segment: string;
  forecasts: ForecastFact[];
  /** How many of {@link FACT_DAYS} it was seen open at. */
  passed: number;
}

/** What is kept of one lead: at most one entry a landmark. */
export interface LeadLearning {
  /** Of the latest insight taken in. */
  seq: number;
  /** First event of the lead, epoch ms. */
  since: number;
  waiting: Waiting[];
  /** Landmarks that were had. */
  had: Landmark[];
  /** Lost or opted out, and told so. */
  ended: boolean;
}

export interface Joined {
  /** Null where nothing may be kept any more. */
  state: LeadLearning | null;
  judged: JudgedForecast[];
}

type Kept = Joined & { state: LeadLearning };

/** Takes in one insight's facts. The same or older ones again change nothing and tell nothing. */
export function joinOutcome(known: LeadLearning | null, facts: ForecastFacts): Joined {
  if (known && facts.seq <= known.seq) return { state: known, judged: [] };
  if (facts.status === 'erased') return { state: null, judged: [] };
  const before = known ?? { seq: 0, since: facts.since, waiting: [], had: [], ended: false };
  const seen = { ...before, seq: facts.seq };
  if (facts.status !== 'open') return ended(seen, facts);
  const followed = followOpen(seen, facts);
  const taken = takeLandmarks(followed.state, facts);
  return { state: taken.state, judged: [...followed.judged, ...taken.judged] };
}

/** A conversion is final. A loss may be taken back, so those forecasts wait on for a conversion within the horizon. */
function ended(state: LeadLearning, facts: ForecastFacts): Joined {
  const result = facts.status === 'converted' ? 'converted' : 'lost';
  if (result === 'lost' && state.ended) return { state, judged: [] };
  const judged = state.waiting.flatMap((w) => judgedOf(state, facts, w, result, daysBetween(w.at, facts.at)));
  return { state: { ...state, ended: true, waiting: result === 'converted' ? [] : state.waiting }, judged };
}

/**
 * Tells of each forecast once by each of its days that the lead is still open, and when a loss is taken back; after
 * the last of the days it waits no longer.
 */
function followOpen(state: LeadLearning, facts: ForecastFacts): Kept {
  const judged: JudgedForecast[] = [];
  const waiting: Waiting[] = [];
  for (const w of state.waiting) {
    const days = daysBetween(w.at, facts.at);
    const passed = FACT_DAYS.filter((day) => days >= day).length;
    if (passed > w.passed || state.ended)
      judged.push(...judgedOf(state, facts, w, 'open', passed > 0 ? FACT_DAYS[passed - 1]! : 0));
    if (passed < FACT_DAYS.length) waiting.push({ ...w, passed: Math.max(passed, w.passed) });
  }
  return { state: { ...state, ended: false, waiting }, judged };
}

function takeLandmarks(state: LeadLearning, facts: ForecastFacts): Kept {
  const { forecasts, seq, at, stage, segment } = facts;
  const fresh = landmarksNow(state, facts).map(
    (landmark): Waiting => ({ landmark, seq, at, stage, segment, forecasts, passed: 0 }),
  );
  if (fresh.length === 0) return { state, judged: [] };
  const judged = fresh.flatMap((w) => judgedOf(state, facts, w, 'open', 0));
  const had = [...state.had, ...fresh.map(({ landmark }) => landmark)];
  return { state: { ...state, waiting: [...state.waiting, ...fresh], had }, judged };
}

/** The age reached last, unless it was had; ages passed in silence are not made up for. */
function landmarksNow(state: LeadLearning, { forecasts, at, since }: ForecastFacts): Landmark[] {
  if (forecasts.length === 0) return [];
  const age = daysBetween(since, at);
  const reached = `day ${LANDMARK_DAYS.findLast((day) => age >= day) ?? 0}` as Landmark;
  const now: Landmark[] = state.had.includes(reached) ? [] : [reached];
  if (forecasts[0]!.kind === 'date' && !state.had.includes(COMMITMENT)) now.push(COMMITMENT);
  return now;
}

const judgedOf = (
  { since }: LeadLearning,
  { tenant, lead, seq: knownBy }: ForecastFacts,
  { forecasts, landmark, seq, at, stage, segment }: Waiting,
  result: JudgedForecast['result'],
  days: number,
): JudgedForecast[] =>
  forecasts.map((forecast, i) => ({
    ...{ tenant, lead, landmark, seq, knownBy, since, at, stage, segment },
    ...{ served: i === 0, forecast, result, days },
  }));

const daysBetween = (from: number, to: number): number => Math.max(0, to - from) / DAY_MS;

/**
 * The moments a model learns from: events of each lead, and moments of silence after them, since forecasts are asked
 * for at both. What follows a moment is the answer, nothing of it is an input, and nothing of it has a say in whether
 * the moment is taken or what it weighs: else leads that convert soon would be seen too often, and be forecast so.
 */
import type { Fate, History, HistoryEvent } from '../history/history.ts';
import { ENDED } from '../history/lead-notes.ts';
import { seededRandom } from '../linear/random.ts';
import { type Ending, KIND } from './hazard-head.ts';
import { HORIZON } from './horizon.ts';
import type { Look, Moment } from './replay-history.ts';

const DAY = 86_400_000;
/** The n-th event of a stage is looked at with probability this / n: a long stage is not seen for its length. */
const LOOKS = 2.5;
/** Share of looks that are taken some time later, if nothing has happened by then. */
const SILENT = 0.5;
/** Days of silence, drawn evenly on a log scale. */
const SILENCE = { least: 0.1, most: 150 };

/** A look with its answer. */
export interface LabelledLook extends Look {
  ending: Ending;
  /** Days from the look to the fate, exact. */
  days: number;
  fate: Fate['result'];
  weight: number;
}

/** Stages as the events alone tell them, well enough to spread looks over them. */
const STEPS: Record<string, number> = {
  showing_booked: 1,
  showing_attended: 1,
  listing_signed: 1,
  offer_made: 2,
  offer_accepted: 3,
};

/** @returns moments of each lead in order of time, all before its fate */
export function trainingMoments(history: History, seed: number): Moment[] {
  const random = seededRandom(seed);
  const own: HistoryEvent[][] = history.leads.map(() => []);
  for (const event of history.events) if (event.event.type !== 'outcome') own[event.lead]!.push(event);
  return own.flatMap((events, lead) => {
    const until = history.fates[lead]!.at;
    let [step, inStep] = [0, 0];
    return events.flatMap(({ at, event }, i): Moment[] => {
      const to = event.type === 'activity' ? (STEPS[event.activity] ?? 0) : 0;
      if (to > step) [step, inStep] = [to, 0];
      inStep++;
      // Drawn for every event, so that one lead's luck is not another's.
      const [taken, silent, long] = [random(), random(), random()];
      if (taken >= LOOKS / inStep) return [];
      const wait = silent < SILENT ? DAY * SILENCE.least * (SILENCE.most / SILENCE.least) ** long : 0;
      const then = Math.floor(at + wait);
      return then < Math.min(until, events[i + 1]?.at ?? until) ? [{ lead, at: then }] : [];
    });
  });
}

/**
 * The answers to looks. Drops those of which no whole day is seen.
 *
 * @param zone minutes to add to UTC are inside the look's clocks: day and share of the day
 */
export function labelLooks(looks: readonly Look[], history: History): LabelledLook[] {
  return looks.flatMap((look): LabelledLook[] => {
    const { result, at } = history.fates[look.lead]!;
    const days = (at - look.at) / DAY;
    if (!(days > 0) || look.ended !== ENDED.open) return [];
    const day = Math.floor(look.dayShare + days);
    const ending = endingOf(result, day);
    return ending ? [{ ...look, ending, days, fate: result, weight: 1 }] : [];
  });
}

/** Beyond the horizon all are open. The day on which sight ends is not seen whole. */
function endingOf(result: Fate['result'], day: number): Ending | undefined {
  if (day > HORIZON) return { kind: KIND.open, day: HORIZON };
  if (result === 'open') return day > 0 ? { kind: KIND.open, day: day - 1 } : undefined;
  return { kind: KIND[result], day };
}

/**
 * The moments a model learns from: for each lead some of its events, and between them moments of silence, since
 * forecasts are asked for at both. What follows the moment is the answer; nothing of it is an input.
 */
import type { Fate, History } from '../history/history.ts';
import { ENDED } from '../history/lead-notes.ts';
import { seededRandom } from '../linear/random.ts';
import { type Ending, KIND } from './hazard-head.ts';
import { HORIZON } from './horizon.ts';
import type { Look, Moment } from './replay-history.ts';

const DAY = 86_400_000;
/** Most looks at a lead. */
const LOOKS = 12;
/** Of them, in silence. */
const SILENT = 0.5;

/** A look with its answer. */
export interface LabelledLook extends Look {
  ending: Ending;
  /** Days from the look to the fate, exact. */
  days: number;
  fate: Fate['result'];
  /** Looks at one lead in one stage weigh 1 together: a model is asked, and judged, by stage. */
  weight: number;
}

/** @returns moments of each lead in order of time, all before its fate */
export function trainingMoments(history: History, seed: number): Moment[] {
  const random = seededRandom(seed);
  const times: number[][] = history.leads.map(() => []);
  for (const { lead, at, event } of history.events) if (event.type !== 'outcome') times[lead]!.push(at);
  return times.flatMap((own, lead) => {
    const until = history.fates[lead]!.at;
    const before = own.filter((at) => at < until);
    const count = Math.min(LOOKS, 2 * before.length);
    return Array.from({ length: count }, (_, k): Moment => {
      // Spread over the lead's life, one in each part of it.
      const i = Math.floor(((k + random()) / count) * before.length);
      const from = before[i]!;
      const to = before[i + 1] ?? until;
      const silent = random() < SILENT;
      // Early silence is asked about most: half-way on a log scale, up to the next event.
      const wait = silent ? (to - from) * random() ** 2 : 0;
      return { lead, at: Math.min(Math.floor(from + wait), until - 1) };
    });
  });
}

/**
 * The answers to looks. Drops those of which no whole day is seen.
 *
 * @param zone minutes to add to UTC are inside the look's clocks: day and share of the day
 */
export function labelLooks(looks: readonly Look[], history: History): LabelledLook[] {
  const labelled = looks.flatMap((look): LabelledLook[] => {
    const { result, at } = history.fates[look.lead]!;
    const days = (at - look.at) / DAY;
    if (!(days > 0) || look.ended !== ENDED.open) return [];
    const day = Math.floor(look.dayShare + days);
    const ending = endingOf(result, day);
    return ending ? [{ ...look, ending, days, fate: result, weight: 1 }] : [];
  });
  const counts = new Map<number, number>();
  const key = ({ lead, stage }: LabelledLook) => lead * 8 + stage;
  for (const look of labelled) counts.set(key(look), (counts.get(key(look)) ?? 0) + 1);
  for (const look of labelled) look.weight = 1 / counts.get(key(look))!;
  return labelled;
}

/** Beyond the horizon all are open. The day on which sight ends is not seen whole. */
function endingOf(result: Fate['result'], day: number): Ending | undefined {
  if (day > HORIZON) return { kind: KIND.open, day: HORIZON };
  if (result === 'open') return day > 0 ? { kind: KIND.open, day: day - 1 } : undefined;
  return { kind: KIND[result], day };
}

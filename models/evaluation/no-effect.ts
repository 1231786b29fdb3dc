/**
 * Worlds in which nothing that is sent has any effect: how often the interval against the holdout says so. There, whoever
 * is held out, everybody does the same; so that one world tells what many other holdouts would have shown.
 */
import type { ShareDifference, Uplift } from '../policy/uplift.ts';
import type { NurturedRun } from '../simulator/nurtured-run.ts';
import { upliftOf } from './nurturing-figures.ts';

/** Intervals that hold 0, of all that were looked at. */
export interface Coverage {
  of: number;
  conversion: number;
  reply: number;
  /** Mean differences, treated less held out. */
  mean: { conversion: number; reply: number };
}

export interface NoEffect {
  /** Of each world. */
  leads: number;
  days: number;
  worlds: number;
  /** With the holdout that the engine kept to. */
  played: Coverage;
  /** With others of the same share, drawn anew for the same worlds. */
  redrawn: Coverage;
}

/** @param isHeldOut by lead and number of the draw */
export function redrawnUplifts(
  { leads, days }: Pick<NurturedRun, 'leads' | 'days'>,
  draws: number,
  isHeldOut: (lead: string, draw: number) => boolean,
): Uplift[] {
  return Array.from({ length: draws }, (_, draw) =>
    upliftOf({
      days,
      leads: leads.map((one) => ({ ...one, truth: { ...one.truth, holdout: isHeldOut(one.lead, draw) } })),
    }),
  );
}

export function coverageOf(uplifts: readonly Uplift[]): Coverage {
  const holds = ({ low, high }: ShareDifference): boolean => low <= 0 && high >= 0;
  const mean = (of: (uplift: Uplift) => ShareDifference): number =>
    uplifts.reduce((sum, one) => sum + of(one).difference, 0) / uplifts.length;
  return {
    of: uplifts.length,
    conversion: uplifts.filter(({ conversion }) => holds(conversion)).length,
    reply: uplifts.filter(({ reply }) => holds(reply)).length,
    mean: { conversion: mean(({ conversion }) => conversion), reply: mean(({ reply }) => reply) },
  };
}

/** How a lead stands at the moment of the forecast, clocks running: what every member is told beside its own inputs. */
import {
  DAY,
  type LeadNotes,
  localDay,
  NOTE,
  SAID_BY_AGENT,
  SAID_BY_LEAD,
  STAGES,
} from '../history/lead-notes.ts';
import { MILESTONES } from '../history/milestones.ts';
import type { Clocks } from './day-basis.ts';
import { nearness } from './event-vector.ts';

const SINCE = [
  'last',
  'lastLead',
  'lastAgent',
  'lastActivity',
  'first',
  'stageAt',
  'closingAt',
  'targetAt',
  'listingGone',
] as const;
const COUNTED = [
  'leadMessages',
  'agentMessages',
  'activities',
  'showings',
  'missed',
  'offers',
  'setbacks',
  'closingMoves',
  'targetMoves',
  'listingMoves',
] as const;

/** A closing is so many days ahead at most: its chance to be kept grows as it comes near and nobody has moved it. */
const CLOSING_IN = [-1, 1, 3, 6, 10, 15, 22, 30] as const;

export const NOW_INPUTS: readonly string[] = [
  ...STAGES.map((name) => `stage.${name}`),
  ...SINCE.flatMap((name) => [`known.${name}`, `since.${name}`]),
  ...COUNTED.map((name) => `count.${name}`),
  'closing.known',
  'closing.days',
  'closing.near',
  'closing.past',
  ...CLOSING_IN.map((days) => `closing.in${days}`),
  'target.known',
  'target.days',
  'target.past',
  ...MILESTONES.map((name) => `said.inStage.${name}`),
  ...['lead', 'agent'].flatMap((who) => MILESTONES.map((name) => `said.${who}.${name}`)),
];
export const NOW_WIDTH = NOW_INPUTS.length;
/** The stage comes first; every head has weights of its own a stage. */
export const STAGE_INPUTS = STAGES.length;

/** What was said fades with this half-life in days. */
const SAID_HALF_LIFE = 21;
/** ln(1 + days) since, scaled so that half a year is 1. */
const since = (ms: number): number => Math.log1p(Math.max(0, ms) / DAY) / 5.2;

/**
 * @param at epoch ms, not before the last event
 * @param out zeros, written to and returned
 */
export function nowVector(
  notes: LeadNotes,
  at: number,
  out: Float32Array = new Float32Array(NOW_WIDTH),
): Float32Array {
  out[notes[NOTE.stage]!] = 1;
  let next = STAGE_INPUTS;
  for (const name of SINCE) {
    const then = notes[NOTE[name]]!;
    out[next++] = then === 0 ? 0 : 1;
    out[next++] = then === 0 ? 0 : since(at - then);
  }
  for (const name of COUNTED) out[next++] = Math.log1p(notes[NOTE[name]]!) / 2;
  const today = localDay(notes, at);
  if (notes[NOTE.closingDay] !== 0) {
    const days = notes[NOTE.closingDay]! - today;
    out[next] = 1;
    out[next + 1] = nearness(days);
    out[next + 2] = Math.abs(days) <= 7 ? 1 : 0;
    out[next + 3] = days < 0 ? 1 : 0;
    for (let k = 0; k < CLOSING_IN.length; k++) out[next + 4 + k] = days <= CLOSING_IN[k]! ? 1 : 0;
  }
  next += 4 + CLOSING_IN.length;
  if (notes[NOTE.targetDay] !== 0) {
    const days = notes[NOTE.targetDay]! - today;
    out[next] = 1;
    out[next + 1] = nearness(days / 4);
    out[next + 2] = days < 0 ? 1 : 0;
  }
  next += 3;
  const begun = notes[NOTE.stageAt]!;
  for (let m = 0; m < MILESTONES.length; m++)
    out[next++] = Math.max(notes[SAID_BY_LEAD + m]!, notes[SAID_BY_AGENT + m]!) >= begun ? 1 : 0;
  for (const from of [SAID_BY_LEAD, SAID_BY_AGENT]) {
    for (let m = 0; m < MILESTONES.length; m++) {
      const then = notes[from + m]!;
      out[next++] = then === 0 ? 0 : 2 ** (-(at - then) / DAY / SAID_HALF_LIFE);
    }
  }
  return out;
}

export function readClocks(notes: LeadNotes, at: number): Clocks {
  const today = localDay(notes, at);
  const [closing, target] = [notes[NOTE.closingDay]!, notes[NOTE.targetDay]!];
  return {
    today,
    inStage: Math.floor((at - notes[NOTE.stageAt]!) / DAY),
    toClosing: closing === 0 ? undefined : closing - today,
    toTarget: target === 0 ? undefined : target - today,
  };
}

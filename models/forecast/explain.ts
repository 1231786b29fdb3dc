/**
 * Reasons of a forecast: signed contributions in ln odds of pConvert that add up to the way from the average lead to
 * this one. Groups of inputs are set to the lead's own one after the other, in a fixed order, and what each changes is
 * its contribution: exact in sum, and for what overlaps, credited to the group that comes first.
 */
import type { Clocks } from './day-basis.ts';
import type { MemberName } from './members.ts';
import { NOW_INPUTS, NOW_WIDTH } from './now-vector.ts';

/** In the order they are set; the ids of schemas/reasons.ts. */
export const REASON_GROUPS = [
  'timing',
  'conversation',
  'engagement',
  'silence',
  'neighbours',
  'market',
] as const;
type Group = (typeof REASON_GROUPS)[number];

const OWN: Record<MemberName, Group> = {
  temporal: 'conversation',
  behavioral: 'engagement',
  graph: 'neighbours',
  market: 'market',
};

function groupOfInput(name: string): Group {
  if (/^(?:known|since)\.last/.test(name)) return 'silence';
  if (name.startsWith('said.')) return 'conversation';
  if (name.startsWith('count.') && !/Moves|setbacks/.test(name)) return 'engagement';
  return /listing/.test(name) ? 'neighbours' : 'timing';
}

const placeOf = (group: Group): number => REASON_GROUPS.indexOf(group);
const NOW_PLACE = Uint8Array.from(NOW_INPUTS, (name) => placeOf(groupOfInput(name)));

/** Places of each member's inputs in {@link REASON_GROUPS}. */
export const inputPlaces = (member: MemberName, width: number): Uint8Array =>
  Uint8Array.from({ length: width }, (_, i) => (i < NOW_WIDTH ? NOW_PLACE[i]! : placeOf(OWN[member])));

/** The clocks of a lead just come in: where reasons are counted from. */
export const averageClocks = (today: number): Clocks => ({
  today,
  inStage: 0,
  toClosing: undefined,
  toTarget: undefined,
});

/**
 * Rows that lead from the average to the lead: in row g the first g groups are the lead's own. Row 0 is the average;
 * the last step, to the lead itself, is its forecast.
 */
export function path(own: Float32Array, average: Float32Array, places: Uint8Array): Float32Array[] {
  const { length } = average;
  const rows = new Float32Array(REASON_GROUPS.length * length);
  return REASON_GROUPS.map((_, g) => {
    const row = rows.subarray(g * length, (g + 1) * length);
    for (let i = 0; i < length; i++) row[i] = places[i]! < g ? own[i]! : average[i]!;
    return row;
  });
}

/** Mean rows. @param x rows × width */
export function meanRow(x: Float32Array, width: number): Float32Array {
  const mean = new Float64Array(width);
  const rows = x.length / width;
  for (let i = 0; i < x.length; i++) mean[i % width]! += x[i]! / rows;
  return Float32Array.from(mean);
}

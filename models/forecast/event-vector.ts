/** One event as the recurrent member sees it: a fixed row of numbers between about −1 and 1. */
import { INTENTS } from '../../schemas/intents.ts';
import { ACTIVITIES, CHANNELS } from '../features/feature-layout.ts';
import { DAY, type LeadNotes, localDay, NOTE, type Noted, STAGES } from '../history/lead-notes.ts';
import { MILESTONES } from '../history/milestones.ts';
import type { FeatureEvent } from '../judges.ts';

const PARTS = {
  kind: 5,
  activity: ACTIVITIES.length,
  channel: CHANNELS.length,
  gaps: 2,
  length: 1,
  dated: 1,
  days: 4,
  stage: STAGES.length,
  inStage: 1,
  saidByLead: MILESTONES.length,
  saidByAgent: MILESTONES.length,
  intents: INTENTS.length,
};
const AT = {} as Record<keyof typeof PARTS, number>;
let width = 0;
for (const [name, size] of Object.entries(PARTS) as [keyof typeof PARTS, number][]) {
  AT[name] = width;
  width += size;
}
export const EVENT_WIDTH = width;

const ROWS = ['profile', 'activity', 'agent', 'lead', 'other'];
const rowOf = ({ kind, from }: FeatureEvent): number =>
  ROWS.indexOf(
    kind === 'message' ? (from === 'system' ? 'other' : from!) : ROWS.includes(kind) ? kind : 'other',
  );

/** ln(1 + hours), scaled so that a month is about 1. */
const gap = (ms: number): number => Math.log1p(Math.max(0, ms) / 3_600_000) / 6.5;
/** Signed days, bounded: a week is .5, far is 1. */
export const nearness = (days: number): number => days / (7 + Math.abs(days));

/**
 * @param before the notes before the event
 * @param after the notes after it
 */
export function eventVector(
  before: LeadNotes,
  after: LeadNotes,
  event: FeatureEvent,
  noted: Noted,
): Float32Array {
  const row = new Float32Array(EVENT_WIDTH);
  row[AT.kind + rowOf(event)] = 1;
  const activity = event.kind === 'activity' ? ACTIVITIES.indexOf(event.activity!) : -1;
  if (activity >= 0) row[AT.activity + activity] = 1;
  const channel = event.channel === undefined ? -1 : CHANNELS.indexOf(event.channel);
  if (channel >= 0) row[AT.channel + channel] = 1;
  const at = after[NOTE.last]!;
  row[AT.gaps] = before[NOTE.last] === 0 ? 0 : gap(at - before[NOTE.last]!);
  row[AT.gaps + 1] = before[NOTE.lastLead] === 0 ? 0 : gap(at - before[NOTE.lastLead]!);
  row[AT.length] = event.reading ? Math.log1p(event.reading.tokens.length) / 4 : 0;
  row[AT.dated] = noted.dated ? 1 : 0;
  const today = localDay(after, at);
  if (after[NOTE.closingDay] !== 0) {
    row[AT.days] = 1;
    row[AT.days + 1] = nearness(after[NOTE.closingDay]! - today);
  }
  if (after[NOTE.targetDay] !== 0) {
    row[AT.days + 2] = 1;
    row[AT.days + 3] = nearness((after[NOTE.targetDay]! - today) / 4);
  }
  row[AT.stage + after[NOTE.stage]!] = 1;
  row[AT.inStage] = nearness((at - after[NOTE.stageAt]!) / DAY);
  const said = event.from === 'agent' ? AT.saidByAgent : AT.saidByLead;
  for (let m = 0; m < MILESTONES.length; m++) if ((noted.milestones & (1 << m)) !== 0) row[said + m] = 1;
  if (event.intents) row.set(event.intents, AT.intents);
  return row;
}

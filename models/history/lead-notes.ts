/**
 * Running notes of one lead for the forecast: how far it has come and since when, the closing or deadline that was
 * last named in words, when each step was last spoken of. Fixed length; an event costs the same however long the
 * conversation is. Times are epoch ms and days are whole days since 1970 on the lead's own calendar; 0 = never.
 */

import { zoneOffset } from '../features/zone-offset.ts';
import type { FeatureEvent } from '../judges.ts';
import { MILESTONES, milestoneBit, readMilestones } from './milestones.ts';

export const DAY = 86_400_000;
/** How far a lead has come. */
export const STAGES = ['inquiry', 'engaged', 'touring', 'offer', 'contract'] as const;
export const STAGE = { inquiry: 0, engaged: 1, touring: 2, offer: 3, contract: 4 } as const;

const SINGLES = [
  'first',
  'last',
  'lastLead',
  'lastAgent',
  'lastActivity',
  'stage',
  'stageAt',
  'setbacks',
  'closingDay',
  'closingAt',
  'closingMoves',
  'targetDay',
  'targetAt',
  'targetMoves',
  'leadMessages',
  'agentMessages',
  'activities',
  'showings',
  'missed',
  'offers',
  'zone',
  'listingGone',
  'listingMoves',
  'ended',
] as const;
type Note = (typeof SINGLES)[number];
/** Index of each single note. */
export const NOTE = Object.freeze(Object.fromEntries(SINGLES.map((name, i) => [name, i]))) as Readonly<
  Record<Note, number>
>;
/** Then, for each milestone, when the lead and when the agent last spoke of it. */
export const SAID_BY_LEAD = SINGLES.length;
export const SAID_BY_AGENT = SAID_BY_LEAD + MILESTONES.length;
export const NOTES_LENGTH = SAID_BY_AGENT + MILESTONES.length;
export type LeadNotes = Float64Array;

/** How a lead ended as far as was recorded; reopening makes it open again. */
export const ENDED = { open: 0, converted: 1, lost: 2 } as const;

export const emptyNotes = (): LeadNotes => new Float64Array(NOTES_LENGTH);

/** What one event said, for those who look at single events. */
export interface Noted {
  /** {@link readMilestones} of its text. */
  milestones: number;
  /** Whether it named a date that was noted. */
  dated: boolean;
}

const SAYS = {
  closing: milestoneBit('closing'),
  accepted: milestoneBit('accepted'),
  moved: milestoneBit('moved'),
  checks: milestoneBit('checks'),
  failed: milestoneBit('failed'),
  denied: milestoneBit('denied'),
  deadline: milestoneBit('deadline'),
};
/** A date this far ahead that no word explains is more likely an aim than an appointment. */
const AIM_DAYS = 21;
/** Time within which the word and the record of an acceptance are of one deal. */
const SAME_DEAL = 7 * DAY;
/** Days before a closing within which a moved date is likely the closing's own. */
const NEAR_CLOSING = 7;
/** Closings further ahead than this are something else. */
const FARTHEST_CLOSING = 200;
const FARTHEST_TARGET = 730;

/** The day at `at` on the lead's calendar, whole days since 1970. */
export const localDay = (notes: LeadNotes, at: number): number =>
  Math.floor((at + notes[NOTE.zone]! * 60_000) / DAY);

/** Part of the local day gone at `at`, 0 to 1. */
export function dayShare(notes: LeadNotes, at: number): number {
  const local = (at + notes[NOTE.zone]! * 60_000) / DAY;
  return local - Math.floor(local);
}

/** Moves the notes on by one event, in place. An `at` earlier than the last one is clamped to it. */
export function takeNotes(notes: LeadNotes, event: FeatureEvent): Noted {
  const at = Math.max(event.at, notes[NOTE.last]!);
  if (notes[NOTE.first] === 0) {
    notes[NOTE.first] = at;
    notes[NOTE.stageAt] = at;
  }
  if (event.timezone !== undefined) notes[NOTE.zone] = zoneOffset(event.timezone, at) ?? notes[NOTE.zone]!;
  let noted: Noted = { milestones: 0, dated: false };
  if (event.kind === 'message' && event.from !== 'system') noted = noteMessage(notes, event, at);
  else if (event.kind === 'activity') noteActivity(notes, event.activity!, at);
  notes[NOTE.last] = at;
  return noted;
}

function noteMessage(notes: LeadNotes, event: FeatureEvent, at: number): Noted {
  const byLead = event.from === 'lead';
  notes[byLead ? NOTE.lastLead : NOTE.lastAgent] = at;
  notes[byLead ? NOTE.leadMessages : NOTE.agentMessages]! += 1;
  if (byLead && notes[NOTE.leadMessages]! >= 2) advance(notes, STAGE.engaged, at);
  if (!event.reading) return { milestones: 0, dated: false };
  const milestones = readMilestones(event.reading.tokens);
  const asks = event.reading.tokens.includes('?');
  const said = byLead ? SAID_BY_LEAD : SAID_BY_AGENT;
  for (let m = 0; m < MILESTONES.length; m++) if ((milestones & (1 << m)) !== 0) notes[said + m] = at;
  // Not every offer is recorded; an agent's word that one was accepted is enough, the lead's only after an offer.
  const from = byLead ? STAGE.offer : STAGE.touring;
  if ((milestones & SAYS.accepted) !== 0 && !asks && notes[NOTE.stage]! >= from)
    advance(notes, STAGE.contract, at);
  const dated = noteDates(notes, event, milestones, at);
  if ((milestones & SAYS.failed) !== 0 && !asks) setBack(notes, at);
  return { milestones, dated };
}

/** A contract that failed, which a question about it does not say, leads back to touring; its closing day is void. */
function setBack(notes: LeadNotes, at: number): void {
  if (notes[NOTE.stage] !== STAGE.contract) return;
  notes[NOTE.stage] = STAGE.touring;
  notes[NOTE.stageAt] = at;
  notes[NOTE.setbacks]! += 1;
  notes[NOTE.closingDay] = 0;
}

/** Of several dates in one text the latest is meant: "moved from the 3rd to the 10th". */
function noteDates(notes: LeadNotes, event: FeatureEvent, milestones: number, at: number): boolean {
  const today = localDay(notes, at);
  let day = 0;
  for (const { kind, value } of event.reading!.entities) {
    if (kind !== 'date') continue;
    const named = Math.round(Date.parse(String(value)) / DAY);
    if (named >= today && named - today <= FARTHEST_TARGET) day = Math.max(day, named);
  }
  if (day === 0) return false;
  const inContract = notes[NOTE.stage] === STAGE.contract;
  const closing = speaksOfClosing(notes, milestones, day);
  // Agents name closings of deals that are made.
  if (closing && event.from === 'agent' && notes[NOTE.stage] === STAGE.offer)
    advance(notes, STAGE.contract, at);
  if (closing && notes[NOTE.stage]! >= STAGE.offer && day - today <= FARTHEST_CLOSING)
    return noteDay(notes, NOTE.closingDay, NOTE.closingAt, NOTE.closingMoves, day, at);
  if (
    (milestones & SAYS.deadline) !== 0 ||
    (closing && !inContract) ||
    (day - today >= AIM_DAYS && !inContract)
  )
    return noteDay(notes, NOTE.targetDay, NOTE.targetAt, NOTE.targetMoves, day, at);
  return false;
}

/** In a contract, what is moved without a word of what it is, is the closing, if it would be near or after it. */
function speaksOfClosing(notes: LeadNotes, milestones: number, day: number): boolean {
  if ((milestones & SAYS.closing) !== 0) return true;
  const moved = (milestones & SAYS.moved) !== 0 && (milestones & SAYS.checks) === 0;
  return (
    moved &&
    notes[NOTE.closingDay] !== 0 &&
    notes[NOTE.stage] === STAGE.contract &&
    day >= notes[NOTE.closingDay]! - NEAR_CLOSING
  );
}

function noteDay(
  notes: LeadNotes,
  dayAt: number,
  saidAt: number,
  movesAt: number,
  day: number,
  at: number,
): true {
  if (notes[dayAt] !== 0 && notes[dayAt] !== day) notes[movesAt]! += 1;
  notes[dayAt] = day;
  notes[saidAt] = at;
  return true;
}

function noteActivity(notes: LeadNotes, activity: string, at: number): void {
  notes[NOTE.lastActivity] = at;
  notes[NOTE.activities]! += 1;
  if (activity === 'showing_booked') advance(notes, STAGE.touring, at);
  else if (activity === 'showing_attended') {
    notes[NOTE.showings]! += 1;
    advance(notes, STAGE.touring, at);
  } else if (activity === 'showing_missed') notes[NOTE.missed]! += 1;
  else if (activity === 'listing_signed') advance(notes, STAGE.touring, at);
  else if (activity === 'offer_made') makeOffer(notes, at);
  else if (activity === 'offer_accepted') acceptOffer(notes, at);
}

/** A second acceptance is a new contract with a clock of its own, unless it is the record of what was just said. */
function acceptOffer(notes: LeadNotes, at: number): void {
  const inContract = notes[NOTE.stage] === STAGE.contract;
  if (inContract && at - notes[NOTE.stageAt]! < SAME_DEAL) return;
  notes[NOTE.stage] = STAGE.contract;
  notes[NOTE.stageAt] = at;
  if (notes[NOTE.closingAt]! < at - DAY) notes[NOTE.closingDay] = 0;
}

/** An offer after an accepted one means that the first deal is over. */
function makeOffer(notes: LeadNotes, at: number): void {
  notes[NOTE.offers]! += 1;
  if (notes[NOTE.stage] === STAGE.contract) setBack(notes, at);
  notes[NOTE.stage] = STAGE.offer;
  notes[NOTE.stageAt] = at;
}

/** Up to `stage`, never down. */
function advance(notes: LeadNotes, stage: number, at: number): void {
  if (notes[NOTE.stage]! >= stage) return;
  notes[NOTE.stage] = stage;
  notes[NOTE.stageAt] = at;
}

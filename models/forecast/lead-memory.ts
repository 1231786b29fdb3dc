/**
 * What the ensemble keeps of one lead, of fixed length, and how one event moves it on. Training, evaluation and the
 * live stream go through here, so that a forecast offline is the live one to the bit.
 */
import type { LeadEvent, Result } from '../../schemas/lead-event.ts';
import { runningFeatures } from '../features/running-features.ts';
import { type GraphBoard, NODE_WIDTH, type NodeKind } from '../history/graph-board.ts';
import { ENDED, emptyNotes, type LeadNotes, NOTE, takeNotes } from '../history/lead-notes.ts';
import type { FeatureEvent, FeatureState } from '../judges.ts';
import { eventVector } from './event-vector.ts';

/** Listings as visited over time (a running mean), the latest one, the area, the agent. */
export const GRAPH_WIDTH = 4 * NODE_WIDTH;
/** Weight of the listing just touched in the running mean. */
export const LATEST = 0.3;
/** Activities whose `ref` is a listing; elsewhere it is a document. */
const ON_LISTINGS = new Set([
  ...['listing_view', 'favorite', 'showing_booked', 'showing_attended', 'showing_missed'],
  ...['offer_made', 'offer_accepted', 'listing_signed'],
]);

export interface LeadMemory {
  features: FeatureState;
  notes: LeadNotes;
  /** Aggregates of the neighbours, as of the last event. */
  graph: Float64Array;
  area: string | undefined;
  agent: string | undefined;
  /** The listing touched last. */
  listing: string | undefined;
  timezone: string | undefined;
}

export const emptyMemory = (): LeadMemory => ({
  features: runningFeatures.initial(),
  notes: emptyNotes(),
  graph: new Float64Array(GRAPH_WIDTH),
  area: undefined,
  agent: undefined,
  listing: undefined,
  timezone: undefined,
});

/** A lead's event with its text read. */
export interface ReadEvent {
  event: LeadEvent;
  at: number;
  /** Of messages by lead or agent. */
  reading?: FeatureEvent['reading'];
  /** Of the lead's messages. */
  intents?: Float32Array;
}

/**
 * Moves memory and board on by one event, in place.
 *
 * @param lead index of the lead, by which the board knows it
 * @returns the row the recurrent member takes a step on; undefined for an outcome, which is no evidence but the answer
 */
export function observeLead(
  memory: LeadMemory,
  board: GraphBoard,
  lead: number,
  read: ReadEvent,
): Float32Array | undefined {
  const { event } = read;
  if (event.type === 'profile') {
    memory.timezone = event.timezone ?? memory.timezone;
    memory.area = event.area ?? memory.area;
  }
  if (event.type === 'profile' || event.type === 'message') memory.agent = event.agent ?? memory.agent;
  const seen = featureEvent(memory, read);
  if (event.type === 'outcome') {
    memory.notes[NOTE.ended] = endedBy(event.result);
    touchNodes(memory, board, lead, read);
    return undefined;
  }
  memory.features = runningFeatures.observe(memory.features, seen);
  const before = memory.notes.slice();
  const noted = takeNotes(memory.notes, seen);
  readNodes(memory, board, read);
  touchNodes(memory, board, lead, read);
  return eventVector(before, memory.notes, seen, noted);
}

/** An opt-out is a loss. */
export function endedBy(result: Result): number {
  if (result === 'reopened') return ENDED.open;
  return result === 'converted' ? ENDED.converted : ENDED.lost;
}

/** A listing this lead looked at is taken by another or leaves the market (`gone`), or changes its price. */
export function hearOfListing(memory: LeadMemory, listing: string, gone: boolean, at: number): void {
  if (memory.listing !== listing) return;
  if (gone) memory.notes[NOTE.listingGone] = at;
  else memory.notes[NOTE.listingMoves]! += 1;
}

function featureEvent({ timezone }: LeadMemory, { event, at, reading, intents }: ReadEvent): FeatureEvent {
  const seen: FeatureEvent = { at, kind: event.type };
  if (timezone !== undefined) seen.timezone = timezone;
  if (event.type === 'message') {
    seen.from = event.from;
    seen.channel = event.channel;
    if (reading) seen.reading = reading;
    if (intents) seen.intents = intents;
  } else if (event.type === 'activity') seen.activity = event.activity;
  else if (event.type === 'profile') {
    if (event.source !== undefined) seen.source = event.source;
    if (event.budget !== undefined) seen.budget = event.budget;
  }
  return seen;
}

/** The listing an event touches. */
export const listingOf = (event: LeadEvent): string | undefined =>
  event.type === 'activity' && ON_LISTINGS.has(event.activity) ? event.ref : undefined;

/** The neighbours as they were just before the lead's own deed. */
function readNodes(memory: LeadMemory, board: GraphBoard, { event, at }: ReadEvent): void {
  const { graph, area, agent } = memory;
  const listing = listingOf(event);
  if (listing !== undefined) {
    graph.fill(0, NODE_WIDTH, 2 * NODE_WIDTH);
    board.read('listing', listing, at, graph, NODE_WIDTH);
    const weight = memory.listing === undefined ? 1 : LATEST;
    for (let i = 0; i < NODE_WIDTH; i++) graph[i]! += weight * (graph[NODE_WIDTH + i]! - graph[i]!);
    if (memory.listing !== listing) memory.notes[NOTE.listingGone] = 0;
    memory.listing = listing;
  }
  if (area !== undefined) board.read('area', area, at, graph, 2 * NODE_WIDTH);
  if (agent !== undefined) board.read('agent', agent, at, graph, 3 * NODE_WIDTH);
}

function touchNodes(memory: LeadMemory, board: GraphBoard, lead: number, { event, at }: ReadEvent): void {
  const touched: [NodeKind, string | undefined][] = [
    ['listing', listingOf(event) ?? (event.type === 'outcome' ? memory.listing : undefined)],
    ['area', memory.area],
    ['agent', memory.agent],
  ];
  for (const [kind, id] of touched)
    if (id !== undefined) board.touch(kind, id, lead, memory.notes[NOTE.stage]!, at, event);
}

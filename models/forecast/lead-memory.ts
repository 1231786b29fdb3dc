/**
 * What the ensemble keeps of one lead, of fixed length, and how one event moves it on. Training, evaluation and the
 * live stream go through here, so that a forecast offline is the live one to the bit.
 */
import type { LeadEvent, Result } from '../../schemas/lead-event.ts';
import { runningFeatures } from '../features/running-features.ts';
import type { GraphBoard } from '../history/graph-board.ts';
import { NODE_WIDTH } from '../history/graph-node.ts';
import { ENDED, emptyNotes, type LeadNotes, NOTE, takeNotes } from '../history/lead-notes.ts';
import { listingOf, type NodeKind, type Touch, touchesOf } from '../history/touches.ts';
import type { FeatureEvent, FeatureState } from '../judges.ts';
import { eventVector } from './event-vector.ts';

/** Listings as visited over time (a running mean), the latest one, the area, the agent. */
export const GRAPH_WIDTH = 4 * NODE_WIDTH;
/** Weight of the listing just touched in the running mean. */
const LATEST = 0.3;
/** Where in the graph's part each node is read to. */
const PLACE: Record<NodeKind, number> = { listing: 1, area: 2, agent: 3 };

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
  const stood = standing(memory);
  if (event.type === 'profile') {
    memory.timezone = event.timezone ?? memory.timezone;
    memory.area = event.area ?? memory.area;
  }
  if (event.type === 'profile' || event.type === 'message') memory.agent = event.agent ?? memory.agent;
  const seen = featureEvent(memory, read);
  if (event.type === 'outcome') {
    memory.notes[NOTE.ended] = endedBy(event.result);
    meet(memory, stood, board, lead, read);
    return undefined;
  }
  memory.features = runningFeatures.observe(memory.features, seen);
  const before = memory.notes.slice();
  const noted = takeNotes(memory.notes, seen);
  look(memory, event);
  meet(memory, stood, board, lead, read);
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

const standing = ({ notes, listing, area, agent }: LeadMemory) => ({
  stage: notes[NOTE.stage]!,
  listing,
  area,
  agent,
});

/** Another listing than the last one: what became of that no longer matters. */
function look(memory: LeadMemory, event: LeadEvent): void {
  const listing = listingOf(event);
  if (listing === undefined || listing === memory.listing) return;
  memory.notes[NOTE.listingGone] = 0;
  memory.listing = listing;
}

/** Reads the nodes as they were just before the lead's own deed, and leaves that there. */
function meet(
  memory: LeadMemory,
  stood: ReturnType<typeof standing>,
  board: GraphBoard,
  lead: number,
  { event, at }: ReadEvent,
): void {
  const after = standing(memory);
  for (const touch of touchesOf({ event, before: stood, after })) {
    if (touch.ask) hearOfNode(memory.graph, touch.kind, board.read(touch.kind, touch.id, at));
    board.touch(touch.kind, touch.id, lead, after.stage, at, touch.deed);
  }
}

/** Takes what is told of a node into the graph's part of a memory, in place. @param node NODE_INPUTS */
export function hearOfNode(graph: Float64Array, kind: Touch['kind'], node: readonly number[]): void {
  const at = PLACE[kind] * NODE_WIDTH;
  if (kind === 'listing') {
    const known = graph[NODE_WIDTH - 1] !== 0;
    for (let i = 0; i < NODE_WIDTH; i++) graph[i]! += (known ? LATEST : 1) * (node[i]! - graph[i]!);
  }
  graph.set(node, at);
}

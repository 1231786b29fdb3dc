/** A history through the leads' memories, event by event in order of time, looked at where forecasts are wanted. */
import type { MarketEvent } from '../../schemas/market-event.ts';
import { FEATURE_NAMES, featureVector } from '../features/feature-vector.ts';
import { GraphBoard } from '../history/graph-board.ts';
import type { History, HistoryEvent } from '../history/history.ts';
import { dayShare, NOTE } from '../history/lead-notes.ts';
import { MARKET_WIDTH, MarketBoard } from '../history/market-board.ts';
import { listingOf } from '../history/touches.ts';
import type { IntentJudge, ReadText } from '../judges.ts';
import type { Clocks } from './day-basis.ts';
import {
  emptyMemory,
  GRAPH_WIDTH,
  hearOfListing,
  type LeadMemory,
  observeLead,
  type ReadEvent,
} from './lead-memory.ts';
import { NOW_WIDTH, nowVector, readClocks } from './now-vector.ts';

/** Who reads the texts. */
export interface Readers {
  readText: ReadText;
  intents: Pick<IntentJudge, 'predict'>;
}

/** A moment at which a lead is looked at; events of the same instant have happened. */
export interface Moment {
  lead: number;
  /** Epoch ms. */
  at: number;
}

/** All that the members see of a lead at a moment, the recurrent state apart. */
export interface Look {
  lead: number;
  at: number;
  /** Recurrent steps taken so far. */
  steps: number;
  stage: number;
  /** ENDED as recorded so far. */
  ended: number;
  clocks: Clocks;
  /** Share of the local day gone, 0 to 1. */
  dayShare: number;
  /** The lead's events so far. */
  events: number;
  now: Float32Array;
  features: Float32Array;
  graph: Float32Array;
  market: Float32Array;
}

export interface Replayed {
  /** Of each lead, one row a recurrent step. */
  rows: Float32Array[][];
  /** In the order of the moments asked for. */
  looks: Look[];
}

/** A status after which a listing can't be bought any more. */
const GONE = /pending|sold|contract|closed|off|withdrawn|expired|accepted/i;

/** Reads the lead's memory as of `at`; changes nothing. */
export const lookAt = (
  memory: LeadMemory,
  market: MarketBoard,
  lead: number,
  at: number,
  steps: number,
): Look => ({ ...lookFrom(memory, market.read(memory.area, at), at), lead, steps });

/** The rows of a look. */
export type LookRows = Pick<Look, 'now' | 'features' | 'graph' | 'market'>;

export const emptyRows = (): LookRows => ({
  now: new Float32Array(NOW_WIDTH),
  features: new Float32Array(FEATURE_NAMES.length),
  graph: new Float32Array(GRAPH_WIDTH),
  market: new Float32Array(MARKET_WIDTH),
});

/**
 * @param market of the lead's area, MARKET_WIDTH
 * @param rows written to; who looks often and keeps nothing of it gives the same again, arrays being dear to make
 */
export function lookFrom(
  memory: Pick<LeadMemory, 'notes' | 'features' | 'graph'>,
  market: ArrayLike<number>,
  at: number,
  rows = emptyRows(),
): Omit<Look, 'lead' | 'steps'> {
  const { notes } = memory;
  rows.graph.set(memory.graph);
  rows.market.set(market);
  return {
    at,
    stage: notes[NOTE.stage]!,
    ended: notes[NOTE.ended]!,
    clocks: readClocks(notes, at),
    dayShare: dayShare(notes, at),
    events: notes[NOTE.leadMessages]! + notes[NOTE.agentMessages]! + notes[NOTE.activities]!,
    now: nowVector(notes, at, rows.now.fill(0)),
    features: featureVector(memory.features, at, rows.features),
    graph: rows.graph,
    market: rows.market,
  };
}

/** @param tell called with the number of events done, now and then */
export function replayHistory(
  history: History,
  readers: Readers,
  moments: readonly Moment[],
  tell: (done: number) => void = () => {},
): Replayed {
  const memories = history.leads.map(emptyMemory);
  const rows: Float32Array[][] = history.leads.map(() => []);
  const graph = new GraphBoard();
  const market = new MarketBoard();
  const looks = new Array<Look>(moments.length);
  const order = moments.map((_, i) => i).sort((a, b) => moments[a]!.at - moments[b]!.at || a - b);
  let asked = 0;
  let reported = 0;
  const askBefore = (at: number) => {
    for (; asked < order.length && moments[order[asked]!]!.at < at; asked++) {
      const { lead, at: then } = moments[order[asked]!]!;
      looks[order[asked]!] = lookAt(memories[lead]!, market, lead, then, rows[lead]!.length);
    }
  };
  history.events.forEach((own, n) => {
    for (; reported < history.market.length && history.market[reported]!.at <= own.at; reported++) {
      const { at, event } = history.market[reported]!;
      askBefore(at);
      market.observe(event, at);
      tellListing(event, at, graph, memories);
    }
    askBefore(own.at);
    const memory = memories[own.lead]!;
    const row = observeLead(memory, graph, own.lead, readEvent(own, memory, readers));
    if (row) rows[own.lead]!.push(row);
    tellTaken(own, graph, memories);
    if (n % 1000 === 0) tell(n);
  });
  askBefore(Number.POSITIVE_INFINITY);
  return { rows, looks };
}

function readEvent({ event, at }: HistoryEvent, { timezone }: LeadMemory, readers: Readers): ReadEvent {
  if (event.type !== 'message' || event.from === 'system') return { event, at };
  const reading = readers.readText(event.text, at, timezone);
  if (event.from === 'agent') return { event, at, reading };
  return { event, at, reading, intents: readers.intents.predict([reading])[0]! };
}

function tellListing(
  event: MarketEvent,
  at: number,
  graph: GraphBoard,
  memories: readonly LeadMemory[],
): void {
  if (event.type !== 'listing' || event.change === 'new') return;
  const gone = event.change === 'expired' || (event.change === 'status' && GONE.test(event.status ?? ''));
  for (const lead of graph.neighbours('listing', event.listing))
    hearOfListing(memories[lead]!, event.listing, gone, at);
}

/** An accepted offer takes the listing from all others who looked at it. */
function tellTaken(
  { lead, at, event }: HistoryEvent,
  graph: GraphBoard,
  memories: readonly LeadMemory[],
): void {
  const listing = listingOf(event);
  if (listing === undefined || event.type !== 'activity' || event.activity !== 'offer_accepted') return;
  for (const other of graph.neighbours('listing', listing))
    if (other !== lead) hearOfListing(memories[other]!, listing, true, at);
}

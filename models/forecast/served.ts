/**
 * The ensemble behind the interface of the live stream. What it keeps of a lead is one row of numbers; what others did
 * (the market, the neighbours) reaches it as events of the lead's own, so that a replay sees the same.
 */
import { readArtefact } from '../artefact.ts';
import { DAY, emptyNotes, NOTE, NOTES_LENGTH, takeNotes } from '../history/lead-notes.ts';
import { MARKET_WIDTH } from '../history/market-board.ts';
import {
  type FeatureEvent,
  type Forecast,
  type ForecastJudge,
  type ForecastMemory,
  type ForecastQuestion,
  SILENT_DAYS,
} from '../judges.ts';
import { logit } from './calibration.ts';
import { createEnsemble, type Ensemble, type Seen } from './ensemble.ts';
import { readEnsemble } from './ensemble-artefact.ts';
import { eventVector } from './event-vector.ts';
import { endedBy, GRAPH_WIDTH, hearOfNode } from './lead-memory.ts';
import { STATE_WIDTH, UNITS } from './lstm.ts';
import { emptyRows, lookFrom } from './replay-history.ts';

/** Where a memory keeps what; the notes come first. */
const RECURRENT = NOTES_LENGTH;
const GRAPH = RECURRENT + STATE_WIDTH;
const MARKET = GRAPH + GRAPH_WIDTH;
const LENGTH = MARKET + MARKET_WIDTH;
/** Kinds of event the recurrent member takes a step on. */
const STEPS: ReadonlySet<string> = new Set(['message', 'activity', 'profile']);

function initial(): ForecastMemory {
  const memory = new Float64Array(LENGTH);
  memory.set(emptyNotes());
  return memory;
}

/** Takes an event into the notes, in place; returns the row of the recurrent step, where it takes one. */
function note(memory: ForecastMemory, event: FeatureEvent): Float32Array | undefined {
  const notes = memory.subarray(0, RECURRENT);
  if (event.result) notes[NOTE.ended] = endedBy(event.result);
  if (event.listing === 'gone') notes[NOTE.listingGone] = event.at;
  if (event.listing === 'moved') notes[NOTE.listingMoves]! += 1;
  if (event.around) hear(memory, event.around);
  if (!STEPS.has(event.kind)) return undefined;
  const before = notes.slice();
  const noted = takeNotes(notes, event);
  return eventVector(before, notes, event, noted);
}

function hear(memory: ForecastMemory, { market, node }: NonNullable<FeatureEvent['around']>): void {
  if (market) memory.set(market, MARKET);
  if (node) hearOfNode(memory.subarray(GRAPH, MARKET), node.kind, node.inputs);
}

export function createForecastJudge(ensemble: Ensemble, version: string): ForecastJudge {
  // Of the look under way; an ensemble keeps nothing of a look.
  const rows = emptyRows();
  const recurrent = new Float32Array(UNITS);

  function seenAt({ memory, features }: ForecastQuestion, at: number): Seen {
    const lead = { notes: memory.subarray(0, RECURRENT), features, graph: memory.subarray(GRAPH, MARKET) };
    recurrent.set(memory.subarray(RECURRENT, RECURRENT + UNITS));
    return ensemble.see(lookFrom(lead, memory.subarray(MARKET), at, rows), recurrent);
  }

  return {
    name: 'forecast',
    version,
    initial,
    stageOf: (memory) => memory[NOTE.stage]!,
    observe(batch) {
      const memories = batch.map(({ memory }) => memory.slice());
      const rows: Float32Array[] = [];
      const states: Float32Array[] = [];
      const owners: ForecastMemory[] = [];
      batch.forEach(({ event }, i) => {
        const memory = memories[i]!;
        const row = note(memory, event);
        if (!row) return;
        rows.push(row);
        states.push(Float32Array.from(memory.subarray(RECURRENT, GRAPH)));
        owners.push(memory);
      });
      if (rows.length > 0) ensemble.step(rows, states);
      owners.forEach((memory, i) => {
        memory.set(states[i]!, RECURRENT);
      });
      return memories;
    },
    predict(batch) {
      const seen = batch.map((question) => seenAt(question, question.at));
      const forecasts: Forecast[] = ensemble
        .predict(seen)
        .map((forecast) => ({ explanation: undefined, ...forecast }));
      const moved = [...batch.keys()].filter((i) => hasMoved(batch[i]!.before, forecasts[i]!.pConvert));
      const explanations = ensemble.explain(
        moved.map((i) => ({
          seen: seen[i]!,
          pConvert: forecasts[i]!.pConvert,
          later: SILENT_DAYS.map((days) => seenAt(batch[i]!, batch[i]!.at + days * DAY)),
        })),
      );
      moved.forEach((i, k) => {
        forecasts[i]!.explanation = explanations[k];
      });
      return forecasts;
    },
  };
}

/** A forecast is explained anew when its log-odds moved by more. */
const MOVED = 0.3;

const hasMoved = (before: number | undefined, p: number): boolean =>
  before === undefined || !(Math.abs(logit(p) - logit(before)) <= MOVED);

/** The trained judge; the backend must be open. Throws if its artefact is missing or was made by other code. */
export function loadForecastJudge(folder = new URL('./', import.meta.url)): ForecastJudge {
  const artefact = readArtefact(folder);
  return createForecastJudge(createEnsemble(readEnsemble(artefact)), artefact.version);
}

/**
 * A file of events into a running Doorstep, as fast as it takes them or at the pace they once had. Interrupted, it
 * may simply be run again: an event that is already in has no second effect.
 */
import { pause } from '../infra/run.ts';
import type { Problem } from '../schemas/words.ts';
import type { Checked, Intake, Kind } from './intake.ts';
import { type Line, parseJson, readLines } from './read-lines.ts';

export interface IngestOptions {
  file: string;
  kind: Kind;
  intake: Intake;
  /** Keeps the events' spacing, divided by this; undefined: as fast as they are taken. */
  speed?: number | undefined;
  /** Told of each line that is no event; it is left out. */
  onBad(line: number, problem: Problem): void;
  /** Told after each batch; `offset` in bytes of the file. */
  onProgress(sent: number, offset: number): void;
}

const BATCH = 200;
/** Events due within this time go together. */
const TICK_MS = 50;

/** Resolves with what was sent and left out. Rejects when the intake refuses, or the file cannot be read. */
export async function ingest(
  options: IngestOptions,
  signal: AbortSignal,
): Promise<{ sent: number; bad: number }> {
  const { file, kind, intake, speed, onBad, onProgress } = options;
  const waitFor = speed === undefined ? undefined : pacer(speed, signal);
  const count = { sent: 0, bad: 0 };
  let batch: Checked[] = [];
  let offset = 0;
  const flush = async () => {
    if (!batch.length || signal.aborted) return;
    await intake.send(batch, signal);
    if (signal.aborted) return;
    count.sent += batch.length;
    batch = [];
    onProgress(count.sent, offset);
  };
  for await (const line of readLines(file)) {
    if (signal.aborted) break;
    const checked = checkLine(line, kind);
    if ('problem' in checked) {
      count.bad++;
      onBad(line.number, checked.problem);
      continue;
    }
    await waitFor?.(checked.event.at, flush);
    batch.push(checked.event);
    offset = line.offset;
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return count;
}

const NOT_JSON: Problem = {
  field: '(root)',
  message: 'is not JSON',
  fix: 'Put one JSON object on each line',
};

function checkLine({ text }: Line, kind: Kind): ReturnType<Kind['check']> {
  const value = parseJson(text);
  return value === undefined ? { problem: NOT_JSON } : kind.check(value, Date.now());
}

/** Waits until an event of this time is due, after sending what is waiting. Out of order means due at once. */
function pacer(speed: number, signal: AbortSignal) {
  let first: { at: number; started: number } | undefined;
  return async (at: number, flush: () => Promise<void>): Promise<void> => {
    first ??= { at, started: performance.now() };
    const due = first.started + (at - first.at) / speed;
    if (due - performance.now() < TICK_MS) return;
    await flush();
    await pause(due - performance.now(), signal);
  };
}

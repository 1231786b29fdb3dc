/** Progress of long work: a bar on a terminal, a plain line now and then elsewhere; both on stderr. */
import { Presets, SingleBar } from 'cli-progress';
import { say } from './output.ts';

export interface Progress {
  /** @param stage what is being done now, where the work has stages */
  (done: number, total: number, stage?: string): void;
  end(): void;
}

const PLAIN_EVERY_MS = 5000;

export function createProgress(title: string): Progress {
  return process.stderr.isTTY ? bar(title) : plainLines(title);
}

function bar(title: string): Progress {
  const format = `${title} {bar} {percentage}% | {value}/{total} | {eta_formatted} left {stage}`;
  const single = new SingleBar({ format, hideCursor: true, clearOnComplete: true }, Presets.shades_classic);
  let started = false;
  const progress = (done: number, total: number, stage = '') => {
    if (!started) single.start(total, done, { stage });
    started = true;
    single.setTotal(total);
    single.update(done, { stage });
  };
  return Object.assign(progress, { end: () => single.stop() });
}

function plainLines(title: string): Progress {
  let last = performance.now();
  let lastStage = '';
  const progress = (done: number, total: number, stage = '') => {
    if (stage === lastStage && performance.now() - last < PLAIN_EVERY_MS) return;
    last = performance.now();
    lastStage = stage;
    say(`${title}: ${done} of ${total}${stage && `, ${stage}`}`);
  };
  return Object.assign(progress, { end: () => {} });
}

/** Child processes kept running: started again with back-off when they end, ended with their parent. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { ConfigError } from '../config.ts';
import type { Log } from '../log.ts';
import { backoff, pause, type Run } from '../run.ts';

export interface ChildSpec {
  name: string;
  /** Module to run; told to end by SIGTERM, or by the IPC channel closing when this process dies. */
  module: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Where its stdout and stderr go: this process's own, or a file descriptor. */
  output: 'inherit' | number;
  /** How long it may take to end. */
  graceMs: number;
}

/** Exit code of a child whose settings are wrong: starting it again would not help. */
export const USAGE_EXIT = 2;
const STEADY_MS = 10_000;

/** Throws {@link ConfigError} when the child says (by exit code 2) that its settings are wrong. */
export function supervise(spec: ChildSpec, log: Log): Run {
  return async function superviseChild(signal) {
    for (let attempt = 1; !signal.aborted; attempt++) {
      const started = performance.now();
      const code = await runOnce(spec, signal);
      if (signal.aborted) return;
      if (code === USAGE_EXIT)
        throw new ConfigError(`${spec.name} cannot run with these settings; its log says why`);
      if (performance.now() - started > STEADY_MS) attempt = 1;
      const waitMs = Math.round(backoff(attempt, 200, 5000));
      log.warn({ child: spec.name, code, waitMs }, 'a child process ended; it will be started again');
      await pause(waitMs, signal);
    }
  };
}

/** Runs the child until it ends; resolves with its exit code, null when a signal ended it. */
async function runOnce(spec: ChildSpec, signal: AbortSignal): Promise<number | null> {
  const child = fork(spec.module, spec.args, {
    // Detached: Ctrl-C in the terminal goes to this process, which ends the children in the right order.
    detached: true,
    env: spec.env,
    stdio: ['ignore', spec.output, spec.output, 'ipc'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const stop = () => void stopChild(child, ended, spec.graceMs);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return (await ended)[0];
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function stopChild(child: ChildProcess, ended: Promise<unknown>, graceMs: number): Promise<void> {
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended.catch(() => {});
  clearTimeout(late);
}

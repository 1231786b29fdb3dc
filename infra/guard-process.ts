/** Ends a process when this one dies, however it dies: for servers that do not watch their parent themselves. */
import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * A shell waits on a pipe that only this process holds open, and ends `pid` when it closes.
 * Call what is returned once `pid` has ended, so that the guard never meets a reused pid.
 */
export function guardProcess(pid: number): () => void {
  const guard = spawn('sh', ['-c', 'read _ || kill -TERM "$0"', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  (guard.stdin as Socket).unref();
  return () => void guard.kill('SIGKILL');
}

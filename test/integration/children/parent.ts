/** A parent to be killed: supervises one child and a guarded process, and waits. */
import { spawn } from 'node:child_process';
import { childEnv, loadConfig } from '../../../infra/config.ts';
import { supervise } from '../../../infra/deploy/supervise.ts';
import { guardProcess } from '../../../infra/guard-process.ts';
import { createLog } from '../../../infra/log.ts';

const [module, file] = process.argv.slice(2) as [string, string];
const sleeper = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
guardProcess(sleeper.pid!);
process.send!(sleeper.pid);
const child = {
  name: 'child',
  module,
  args: [file],
  env: childEnv(loadConfig()),
  output: 'inherit' as const,
  graceMs: 8000,
};
await supervise(child, createLog('silent', 'test'))(new AbortController().signal);

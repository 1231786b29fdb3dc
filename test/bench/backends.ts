/**
 * Whether this machine's best backend of TensorFlow.js judges as the plain one does. Each has a process of its own, as
 * a process opens one backend for good.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openBackend } from '../../models/backend.ts';
import { loadJudges } from '../../models/load-judges.ts';
import { standings } from './judges.ts';

export interface BackendsReport {
  backend: string;
  /** Largest difference to the cpu backend of any probability. */
  difference: number;
  /** ms for a batch of 256 leads, forecast and segments. */
  batchMs: number;
}

interface Judged {
  backend: string;
  numbers: number[];
  batchMs: number;
}

export function measureBackends(): Promise<BackendsReport> {
  const [plain, best] = [judgedIn('cpu'), judgedIn('best')];
  const difference = plain.numbers.reduce((most, x, i) => Math.max(most, Math.abs(x - best.numbers[i]!)), 0);
  return Promise.resolve({ backend: best.backend, difference, batchMs: best.batchMs });
}

function judgedIn(which: 'cpu' | 'best'): Judged {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), which];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 })) as Judged;
}

async function judge(which: string): Promise<Judged> {
  if (which === 'cpu') await openBackend('cpu');
  const judges = await loadJudges();
  const leads = standings(judges, 1);
  const both = () =>
    [judges.forecast.predict(leads.map(({ question }) => question)), judges.segments.predict(leads)] as const;
  both();
  const start = performance.now();
  const [forecasts, segments] = both();
  const batchMs = performance.now() - start;
  const numbers = [...forecasts.flatMap(({ curve }) => [...curve]), ...segments.flatMap((p) => [...p])];
  return { backend: judges.backend, numbers, batchMs };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(JSON.stringify(await judge(process.argv[2] ?? 'best')));

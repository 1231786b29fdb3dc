/** `bench profile`: where processor and gateway spend their time at a rate, from V8's sampling profiler. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dropScratch, scratchDir } from './scratch.ts';
import { measureSizes } from './sizes.ts';
import { startStack } from './stack.ts';

export interface Hot {
  name: string;
  /** Share of the process's time, idle included. */
  self: number;
}

export interface ProfileReport {
  rate: number;
  /** Share of one core. */
  cpu: Record<string, number>;
  processor: Hot[];
  gateway: Hot[];
}

const TOP = 15;
const WARM_UP_SECONDS = 2;

export async function profileParts(load: { rate: number; seconds: number }): Promise<ProfileReport> {
  const dir = scratchDir();
  try {
    const sizes = await measureSizes();
    const options = (part: string) => ['--cpu-prof', `--cpu-prof-dir=${join(dir, part)}`];
    const stack = await startStack({
      ...{ kind: 'full', sizes },
      execArgv: { processor: options('processor'), gateway: options('gateway') },
    });
    await stack.run(load.rate, WARM_UP_SECONDS);
    const { cpu } = await stack.run(load.rate, load.seconds);
    await stack.stop(); // profiles are written at exit
    const [processor, gateway] = await Promise.all([
      hottest(join(dir, 'processor')),
      hottest(join(dir, 'gateway')),
    ]);
    return { rate: load.rate, cpu, processor, gateway };
  } finally {
    dropScratch(dir);
  }
}

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

/** Self time by function, of the second half of the profile: the first is start and warm-up. */
async function hottest(dir: string): Promise<Hot[]> {
  const [file] = await readdir(dir);
  const { nodes, samples, timeDeltas }: CpuProfile = JSON.parse(await readFile(join(dir, file!), 'utf8'));
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const total = timeDeltas.reduce((a, b) => a + b, 0);
  const self = new Map<string, number>();
  let counted = 0;
  let elapsed = 0;
  samples.forEach((node, i) => {
    elapsed += timeDeltas[i]!;
    if (elapsed < total / 2) return;
    counted += timeDeltas[i]!;
    const name = names.get(node)!;
    self.set(name, (self.get(name) ?? 0) + timeDeltas[i]!);
  });
  return [...self]
    .map(([name, micros]) => ({ name, self: micros / counted }))
    .sort((a, b) => b.self - a.self)
    .slice(0, TOP);
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const file = url.split('/').slice(-2).join('/');
  return `${functionName || '(anonymous)'}${file ? ` ${file}:${lineNumber + 1}` : ''}`;
}

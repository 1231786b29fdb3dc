import { Command, InvalidArgumentError } from 'commander';
import { print, printJson, withExample } from './output.ts';

interface Options {
  leads: number;
  days: number;
  seed: number;
  out: string;
  json?: boolean;
}

export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description('Make up a brokerage by mechanism: its events and market, the truth, and the best forecast')
    .option('--leads <n>', 'leads that arrive', wholeNumber(1), 2000)
    .option('--days <n>', 'days observed from 2024-01-01', wholeNumber(30), 720)
    .option('--seed <n>', 'the same seed gives the same bytes', wholeNumber(0), 1)
    .requiredOption('--out <folder>', 'gets events, market, truth, oracle and landmarks, each .jsonl')
    .option('--json', 'print one JSON document')
    .action(simulateWorld);
  return withExample(command, 'doorstep simulate --leads 2000 --days 720 --seed 1 --out world');
}

const wholeNumber = (least: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new InvalidArgumentError(`must be a whole number, at least ${least}`);
  return value;
};

async function simulateWorld({ json, ...options }: Options): Promise<void> {
  const { writeSimulation } = await import('../simulate.ts');
  const { createProgress } = await import('./progress.ts');
  const started = performance.now();
  const progress = createProgress('Simulating');
  const report = await writeSimulation({
    ...options,
    progress: (stage, done, of) => progress(done, of, stage),
  });
  progress.end();
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  if (json) return printJson({ ...report, out: options.out, seconds });
  print(
    `${report.leads} leads, ${report.events} events, ${report.landmarks} landmarks into ${options.out} in ${seconds} s`,
  );
}

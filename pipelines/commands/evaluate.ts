import { Command } from 'commander';
import { print, printJson, withExample } from './output.ts';

export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .description('Cross-validated figures of every model beside its baseline, measured now')
    .option('--json', 'print one JSON document')
    .action(evaluateModels);
  return withExample(command, 'doorstep evaluate --json');
}

async function evaluateModels({ json }: { json?: boolean }): Promise<void> {
  const { evaluate } = await import('../evaluate.ts');
  const { createProgress } = await import('./progress.ts');
  const progress = createProgress('Evaluating');
  const report = await evaluate({ progress: (part, done, of) => progress(done, of, part) });
  progress.end();
  if (json) return printJson(report);
  for (const [name, value] of figures(report)) print(`${name.padEnd(48)} ${value}`);
}

/** Every figure with its place in the report, e.g. `intents.microF1`. */
function* figures(value: unknown, name = ''): Generator<[string, string]> {
  if (typeof value !== 'object' || value === null) yield [name, String(value)];
  else for (const [key, part] of Object.entries(value)) yield* figures(part, name ? `${name}.${key}` : key);
}

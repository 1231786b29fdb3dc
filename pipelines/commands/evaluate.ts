import { Command } from 'commander';
import { CliError } from './cli-error.ts';
import { print, printJson, withExample } from './output.ts';

interface Options {
  events?: string;
  market?: string;
  models?: string;
  at?: string;
  oracle?: string;
  predictions?: string;
  page?: string;
  json?: boolean;
}

export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .description('Figures of the models, measured now: on your own history, or cross-validated on the corpus')
    .option('--events <file>', 'your LeadEvents, JSON Lines: forecasts of them, and how they turned out')
    .option('--market <file>', 'your MarketEvents, JSON Lines')
    .option('--models <folder>', 'models that "doorstep train" wrote; those of Doorstep where absent')
    .option(
      '--at <file>',
      '{"lead", "landmark"} a line: when each forecast is asked for (default: last events)',
    )
    .option('--oracle <file>', 'best forecasts possible of a simulated world, to compare with')
    .option('--predictions <file>', 'gets one forecast a line')
    .option('--page <file>', 'of the corpus: write the report with pictures here, an HTML page')
    .option('--json', 'print one JSON document')
    .action(evaluateModels);
  return withExample(
    command,
    'doorstep evaluate --json',
    'doorstep evaluate --events history.jsonl --market market.jsonl --models my-models --predictions out.jsonl',
  );
}

async function evaluateModels({ json, ...options }: Options): Promise<void> {
  const { createProgress } = await import('./progress.ts');
  const bar = createProgress('Evaluating');
  const progress = (part: string, done: number, of: number) => bar(done, of, part);
  const { events, page } = options;
  const report = events
    ? await ofHistory({ ...options, events, progress })
    : await (await import('../evaluate.ts')).evaluate({ progress, ...(page && { page }) });
  bar.end();
  if (json) return printJson(report);
  for (const [name, value] of figures(report)) print(`${name.padEnd(48)} ${value}`);
}

type OfHistory = Parameters<typeof import('../evaluate-history.ts').evaluateHistory>[0];

async function ofHistory({ predictions: out, ...options }: OfHistory & { predictions?: string }) {
  const { evaluateHistory } = await import('../evaluate-history.ts');
  const { HistoryError } = await import('../read-history.ts');
  const { writeLines } = await import('./write-lines.ts');
  const { predictions, ...report } = await evaluateHistory(options).catch((error: unknown) => {
    if (error instanceof HistoryError)
      throw new CliError(error.message, 'Mend the line, then evaluate again.');
    throw error;
  });
  if (out !== undefined)
    await writeLines(
      out,
      predictions.map((line) => JSON.stringify(line)),
    );
  return report;
}

/** Every figure with its place in the report, e.g. `intents.microF1`. */
function* figures(value: unknown, name = ''): Generator<[string, string]> {
  if (typeof value !== 'object' || value === null) yield [name, String(value)];
  else for (const [key, part] of Object.entries(value)) yield* figures(part, name ? `${name}.${key}` : key);
}

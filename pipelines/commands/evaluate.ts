import { Command } from 'commander';
import type { Evaluation } from '../evaluate.ts';
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
  again?: boolean;
  json?: boolean;
}

export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .description(
      'What the models are worth: on your own history, or, without one, cross-validated, on a simulated world held ' +
        'out, and probed for what they must not know',
    )
    .option('--events <file>', 'your LeadEvents, JSON Lines: forecasts of them, and how they turned out')
    .option('--market <file>', 'your MarketEvents, JSON Lines')
    .option('--models <folder>', 'models that "doorstep train" wrote; those of Doorstep where absent')
    .option(
      '--at <file>',
      '{"lead", "landmark"} a line: when each forecast is asked for (default: last events)',
    )
    .option('--oracle <file>', 'best forecasts possible of a simulated world, to compare with')
    .option('--predictions <file>', 'gets one forecast a line')
    .option('--page <file>', 'without --events: write the report with pictures here, an HTML page')
    .option('--again', 'without --events: cross-validate again instead of reading the models’ cards')
    .option('--json', 'print one JSON document')
    .action(evaluateModels);
  return withExample(
    command,
    'doorstep evaluate --page report.html',
    'doorstep evaluate --events history.jsonl --market market.jsonl --models my-models --predictions out.jsonl',
  );
}

async function evaluateModels({ json, ...options }: Options): Promise<void> {
  const { createProgress } = await import('./progress.ts');
  const bar = createProgress('Evaluating');
  const progress = (part: string, done: number, of: number) => bar(done, of, part);
  const { events, page, again } = options;
  if (events) {
    const report = await ofHistory({ ...options, events, progress });
    bar.end();
    if (json) return printJson(report);
    for (const [name, value] of figures(report)) print(`${name.padEnd(48)} ${value}`);
    return;
  }
  const evaluation = await ofModels({ progress, ...(page && { page }), ...(again && { again }) });
  bar.end();
  if (json) return printJson(evaluation);
  const { headlines } = await import('./evaluate-text.ts');
  for (const [name, value] of headlines(evaluation)) print(`${name.padEnd(24)} ${value}`);
  if (page) print(`Wrote ${page}`);
}

async function ofModels(
  options: Parameters<typeof import('../evaluate.ts').evaluate>[0],
): Promise<Evaluation> {
  const { evaluate } = await import('../evaluate.ts');
  const { StaleCardError } = await import('../../models/evaluation/read-cards.ts');
  return evaluate(options).catch((error: unknown) => {
    if (error instanceof StaleCardError)
      throw new CliError(
        error.message,
        'Run "make train"; --again measures without the cards of the corpus.',
      );
    throw error;
  });
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

/** Every figure with its place in the report, e.g. `figures.all.ours.brier`. */
function* figures(value: unknown, name = ''): Generator<[string, string]> {
  if (typeof value !== 'object' || value === null) yield [name, String(value)];
  else for (const [key, part] of Object.entries(value)) yield* figures(part, name ? `${name}.${key}` : key);
}

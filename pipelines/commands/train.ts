import { Command } from 'commander';
import type { TrainHistoryReport } from '../train-history.ts';
import { CliError } from './cli-error.ts';
import { print, printJson, withExample } from './output.ts';

interface Options {
  out: string;
  events?: string;
  market?: string;
  json?: boolean;
}

export function trainCommand(): Command {
  const command = new Command('train')
    .description(
      'Train the forecast on your own history, or, without one, every model on what comes with Doorstep',
    )
    .option('--events <file>', 'your LeadEvents, JSON Lines, outcomes among them')
    .option('--market <file>', 'your MarketEvents, JSON Lines')
    .option('--out <folder>', 'gets one folder a model', 'models')
    .option('--json', 'print one JSON document')
    .action(trainModels);
  return withExample(
    command,
    'doorstep train',
    'doorstep train --events history.jsonl --market market.jsonl --out my-models',
  );
}

async function trainModels({ out, events, market, json }: Options): Promise<void> {
  const { resolve } = await import('node:path');
  const { createProgress } = await import('./progress.ts');
  const started = performance.now();
  const bar = createProgress('Training');
  const progress = (stage: string, done: number, of: number) => bar(done, of, stage);
  if (market !== undefined && events === undefined)
    throw new CliError('--market goes with --events', 'Give --events <file> too, or leave --market out.');
  const report = events
    ? await ownHistory({ events, ...(market && { market }), out: resolve(out), progress })
    : await (await import('../train.ts')).train({ out: resolve(out), progress });
  bar.end();
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  if (json) printJson({ out, seconds, ...report });
  else print(`${report ? said(report) : 'Trained every model'} into ${out} in ${seconds} s`);
}

type OwnHistory = Parameters<typeof import('../train-history.ts').trainHistory>[0];

async function ownHistory(options: OwnHistory): Promise<TrainHistoryReport> {
  const { trainHistory } = await import('../train-history.ts');
  const { HistoryError } = await import('../read-history.ts');
  return trainHistory(options).catch((error: unknown) => {
    if (error instanceof HistoryError) throw new CliError(error.message, 'Mend the line, then train again.');
    throw error;
  });
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function said({ leads, conversions, fewest, pooled, figures }: TrainHistoryReport): string {
  const { ours } = figures.all;
  const lines = [
    `${leads} leads, ${conversions} conversions.`,
    pooled
      ? `That is fewer than ${fewest}: the pooled model is kept, and only how often your leads convert was learned.`
      : 'Figures on leads held out, four folds:',
    `  Brier score of converting within a year   ${ours.brier.toFixed(4)}`,
    ...figures.rivals.map(
      ({ name, integratedBrier }) =>
        `  integrated Brier score, ${name.padEnd(18)} ${integratedBrier.toFixed(4)}`,
    ),
    ...ours.coverage.map(
      ({ level, observed }) => `  ${percent(level)} intervals cover                  ${percent(observed)}`,
    ),
    `  forecasts that name a date                ${percent(ours.committed.share)}, right within ±2 days ${percent(ours.committed.hitRate)}`,
    'Trained the forecast',
  ];
  return lines.join('\n');
}

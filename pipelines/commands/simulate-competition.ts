import { Command, InvalidArgumentError } from 'commander';
import type { CompetitionFigures } from '../../models/evaluation/competition-figures.ts';
import { print, printJson, withExample } from './output.ts';

interface Options {
  leads: number;
  days: number;
  seed: number;
  report?: string;
  json?: boolean;
}

export function simulateCompetitionCommand(): Command {
  const command = new Command('simulate-competition')
    .description(
      'Play a simulated brokerage with rivals and planted events through the whole engine, and hold its alerts against the truth',
    )
    .option('--leads <n>', 'leads that arrive', wholeNumber(20), 600)
    .option('--days <n>', 'days from 2024-01-01', wholeNumber(35), 60)
    .option('--seed <n>', 'the same seed gives the same world', wholeNumber(0), 31)
    .option('--report <file>', 'write the page here, with the calibration plotted')
    .option('--json', 'print one JSON document')
    .action(simulateCompetitionWorld);
  return withExample(
    command,
    'doorstep simulate-competition --leads 600 --days 60 --seed 31 --report page.html',
  );
}

const wholeNumber = (least: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new InvalidArgumentError(`must be a whole number, at least ${least}`);
  return value;
};

async function simulateCompetitionWorld({ json, report, ...world }: Options): Promise<void> {
  const { simulateCompetition } = await import('../simulate-competition.ts');
  const { createProgress } = await import('./progress.ts');
  const bar = createProgress('Competing');
  const figures = await simulateCompetition({
    ...world,
    progress: (stage, done, of) => bar(done, of, stage),
  });
  bar.end();
  if (report !== undefined) {
    const { writeFile } = await import('node:fs/promises');
    const { buildCompetitionPage } = await import('../../models/evaluation/competition-page.ts');
    await writeFile(report, buildCompetitionPage(figures));
  }
  if (json) return printJson(figures);
  for (const line of headlines(figures.engine)) print(line);
  if (report !== undefined) print(`Wrote ${report}`);
}

const percent = (share: number): string => (Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : '–');

function* headlines(figures: CompetitionFigures): Generator<string> {
  const { planted, falseCriticals, warning, calibration, alerts, checks } = figures;
  const { all, decoys } = planted;
  yield `Simulated: ${figures.leads} leads, ${figures.days} days, seed ${figures.seed}`;
  yield `Planted critical events alerted      ${percent(all.alerted / all.of)} of ${all.of}, as critical ${percent(all.critical / all.of)}`;
  yield `Decoys alerted as critical           ${decoys.critical} of ${decoys.of}`;
  yield `False critical alerts                ${falseCriticals.per100LeadsAWeek.toFixed(2)} per 100 leads a week`;
  yield `Losses with a trace, warned of       ${percent(warning.warned)} of ${warning.traced}`;
  yield `Losses without a trace               ${percent(warning.withoutTrace)} of ${warning.losses}`;
  yield `Threats said, and lost in 14 days    ${calibration.said}, ${percent(calibration.rate)}`;
  yield `Alerts raised                        ${alerts.raised} of ${alerts.leads} leads; most of one lead ${alerts.mostOfALead}, in a day ${alerts.mostInADay}`;
  yield `Checks fired                         ${checks.fired}, twice ${checks.twice}, lost ${checks.lost}`;
  yield `Entries worked                       ${figures.entries}, dead ${figures.dead}`;
}

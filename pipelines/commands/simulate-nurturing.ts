import { Command, InvalidArgumentError, Option } from 'commander';
import type { NurturingFigures } from '../../models/evaluation/nurturing-figures.ts';
import type { EffectName, PolicyName } from '../simulate-nurturing.ts';
import { print, printJson, withExample } from './output.ts';

interface Options {
  leads?: number;
  days: number;
  seed: number;
  policy: PolicyName;
  effect: EffectName;
  report?: string;
  json?: boolean;
}

const LEADS = 5000;
/** A report plays many worlds. */
const REPORT = { leads: 500, seeds: 2, none: { leads: 150, days: 45, worlds: 12, draws: 200 } };

export function simulateNurturingCommand(): Command {
  const command = new Command('simulate-nurturing')
    .description(
      'Nurture a simulated brokerage, closed loop, and audit what was sent; nothing leaves this machine',
    )
    .option(
      '--leads <n>',
      `leads that arrive (default: 5000, and ${REPORT.leads} a world in a report)`,
      wholeNumber(20),
    )
    .option('--days <n>', 'days from 2024-01-01', wholeNumber(35), 90)
    .option('--seed <n>', 'the same seed gives the same world', wholeNumber(0), 1)
    .addOption(
      new Option('--policy <name>', 'who chooses')
        .choices(['learned', 'fixed', 'random', 'best-fixed'])
        .default('learned'),
    )
    .addOption(
      new Option('--effect <name>', 'none: nothing that is sent changes what a lead does')
        .choices(['real', 'none'])
        .default('real'),
    )
    .option(
      '--report <file>',
      'compare policies, play worlds without effect, and write the page here (a quarter of an hour)',
    )
    .option('--json', 'print one JSON document')
    .action(simulateNurturingWorld);
  return withExample(command, 'doorstep simulate-nurturing --leads 5000 --days 90 --seed 1 --policy learned');
}

const wholeNumber = (least: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new InvalidArgumentError(`must be a whole number, at least ${least}`);
  return value;
};

async function simulateNurturingWorld(options: Options): Promise<void> {
  const { json, report, policy, effect, days, seed } = options;
  const { reportNurturing, simulateNurturing } = await import('../simulate-nurturing.ts');
  const { createProgress } = await import('./progress.ts');
  const bar = createProgress('Nurturing');
  const progress = (stage: string, done: number, of: number) => bar(done, of, stage);
  if (report === undefined) {
    const leads = options.leads ?? LEADS;
    const figures = await simulateNurturing({ leads, days, seed, policy, effect, progress });
    bar.end();
    if (json) printJson(figures);
    else for (const line of headlines(figures)) print(line);
    return;
  }
  const { leads, ...size } = REPORT;
  const all = await reportNurturing({ leads: options.leads ?? leads, days, seed, size, progress });
  bar.end();
  const { writeFile } = await import('node:fs/promises');
  const { buildNurturingPage } = await import('../../models/evaluation/nurturing-page.ts');
  await writeFile(report, buildNurturingPage(all));
  if (json) return printJson(all);
  for (const line of headlines(all.main)) print(line);
  print(`Wrote ${report}`);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function* headlines(figures: NurturingFigures): Generator<string> {
  const { automation, escalation, violations, uplift, rewards, outcomes } = figures;
  const { conversion, reply } = uplift;
  yield `Simulated: ${figures.leads} leads, ${figures.days} days, seed ${figures.seed}`;
  yield `Routine interactions without a person  ${percent(automation.all.share)} (messages ${percent(automation.messages.share)})`;
  yield `Planted escalations found              ${percent(escalation.planted.share)} of ${escalation.planted.of}`;
  yield `Called for nothing                     ${percent(escalation.falseAlarms.share)} of routine messages`;
  yield `Conversion over the holdout            ${percent(conversion.difference)} (${percent(conversion.low)} to ${percent(conversion.high)})`;
  yield `Replies over the holdout               ${percent(reply.difference)} (${percent(reply.low)} to ${percent(reply.high)})`;
  yield `Reward a decision                      ${rewards.value.toFixed(3)} (${rewards.low.toFixed(3)} to ${rewards.high.toFixed(3)})`;
  yield `Opted out                              ${percent(outcomes.optedOut.share)}`;
  yield `Taken to opt out by mistake            ${percent(outcomes.silencedWrongly.share)} of leads`;
  for (const [rule, count] of Object.entries(violations)) yield `Sent ${rule.padEnd(34)}${count}`;
}

import { Command } from 'commander';
import type { Decision, TenantServing } from '../models.ts';
import type { OpenModels } from '../open-models.ts';
import { CliError } from './cli-error.ts';
import { findDoorstep } from './connect.ts';
import { describeAssessment, describeServing, describeValidation } from './models-text.ts';
import { print, printJson, withExample } from './output.ts';

interface Options {
  tenant: string;
  json?: boolean;
  days?: string;
  force?: boolean;
}

export function modelsCommand(): Command {
  const models = new Command('models').description('Which forecast serves, how it does, and what else could');
  models.addCommand(
    withExample(
      ofTenant(
        new Command('list').description('What serves, what runs in its shadow, what served before'),
      ).action(list),
      'doorstep models list',
      'CHALLENGER=trained doorstep models list --json',
    ),
  );
  models.addCommand(
    withExample(
      ofTenant(new Command('validate').description('Figures on outcomes that came after their real delay'))
        .option('--days <days>', 'of the Brier score compared: 30, 60 or 90', '90')
        .action(validate),
      'doorstep models validate --tenant main --days 30',
    ),
  );
  models.addCommand(
    withExample(
      ofTenant(
        new Command('promote').description('Let another version serve, where outcomes say it is better'),
      )
        .argument('<version>', 'as `models list` shows it')
        .option('--days <days>', 'of the Brier score compared: 30, 60 or 90', '90')
        .option('--force', 'without that proof')
        .action(promote),
      'doorstep models promote baseline-1+4f0c2a9b',
    ),
  );
  models.addCommand(
    withExample(
      ofTenant(new Command('rollback').description('Back to what served before')).action(rollback),
      'doorstep models rollback',
    ),
  );
  return withExample(models, 'doorstep models list');
}

const ofTenant = (command: Command): Command =>
  command.option('--tenant <slug>', 'whose leads', 'main').option('--json', 'print one JSON document');

async function list({ tenant, json }: Options): Promise<void> {
  await withServing(tenant, async (told) => {
    if (json) printJson({ tenant, ...told });
    else for (const line of describeServing(told)) print(line);
  });
}

async function validate({ tenant, json, days }: Options): Promise<void> {
  const horizon = daysOf(days);
  await withServing(tenant, async (told, models) => {
    const { validations, assessment } = await validated(models, tenant, told, horizon);
    if (json)
      printJson({
        tenant,
        serving: told.serving,
        challenger: told.challenger ?? null,
        validations,
        ...assessment,
      });
    else
      for (const line of [...validations.flatMap(describeValidation), ...describeAssessment(assessment)])
        print(line);
  });
}

async function promote(version: string, { tenant, json, days, force }: Options): Promise<void> {
  const horizon = daysOf(days);
  await withServing(tenant, async (told, models) => {
    const { serving, loaded, since } = told;
    if (!loaded.includes(version))
      throw new CliError(
        `There is no forecast ${version} here`,
        `Use one of ${loaded.join(', ')}, or set CHALLENGER to the folder of another.`,
        true,
      );
    if (version === serving.version)
      throw new CliError(`${version} serves already`, 'See `doorstep models list`.');
    if (!force) {
      const { comparison } = (await validated(models, tenant, told, horizon)).assessment;
      if (comparison?.verdict !== 'better')
        throw new CliError(
          `Outcomes do not say that ${version} is better: ${comparison?.verdict ?? 'nothing was compared'}`,
          'See `doorstep models validate`; --force promotes it all the same.',
        );
    }
    await decided(models.log, tenant, since, { change: 'promote', version, calibration: null }, json);
  });
}

async function rollback({ tenant, json }: Options): Promise<void> {
  await withServing(tenant, async ({ previous, since, loaded }, { log }) => {
    if (!previous) throw new CliError('Nothing served before', 'See `doorstep models list`.');
    if (!loaded.includes(previous.version))
      throw new CliError(
        `${previous.version} served before, and is not here`,
        'Set CHALLENGER to its folder, restart the processors, and try again.',
      );
    await decided(log, tenant, since, { change: 'rollback', ...previous }, json);
  });
}

async function decided(
  log: OpenModels['log'],
  tenant: string,
  since: number,
  decision: Decision,
  json: boolean | undefined,
): Promise<void> {
  const { decide } = await import('../models.ts');
  await decide(log, tenant, since, decision, Date.now());
  if (json) printJson({ tenant, ...decision, shards: log.shards });
  else
    print(
      `Decided: ${decision.version} serves ${tenant}, as soon as each of the ${log.shards} shards gets to it`,
    );
}

async function withServing(
  tenant: string,
  use: (told: TenantServing, models: OpenModels) => Promise<void>,
): Promise<void> {
  const { loadedVersions, readServing } = await import('../models.ts');
  const { withModels } = await import('../open-models.ts');
  const { config, running } = await findDoorstep();
  await withModels(config, running, async (models) =>
    use(await readServing(models.log, loadedVersions(config), tenant), models),
  );
}

async function validated(
  { clickhouse, references }: OpenModels,
  tenant: string,
  told: TenantServing,
  days: number,
) {
  if (!clickhouse)
    throw new CliError(
      'No analytics store is known',
      'Set CLICKHOUSE_URL, CLICKHOUSE_USER and CLICKHOUSE_PASSWORD.',
    );
  const { validateTenant } = await import('../learn.ts');
  return validateTenant(clickhouse, tenant, told, references(), Date.now(), days);
}

function daysOf(text = '90'): number {
  const days = Number(text);
  if ([30, 60, 90].includes(days)) return days;
  throw new CliError(`There is no score for ${text} days`, 'Use --days 30, 60 or 90.', true);
}

import { Command, Option } from 'commander';
import type { CompetitorKind } from '../../schemas/competition.ts';
import type { Problem } from '../../schemas/words.ts';
import type { CompetitionDesk } from '../competition.ts';
import { CliError } from './cli-error.ts';
import { findDoorstep } from './connect.ts';
import { print, printJson, withExample } from './output.ts';

/** Written out, so that the list of commands loads no schemas. */
const KINDS: CompetitorKind[] = ['agent', 'brokerage', 'portal', 'ibuyer'];

interface Options {
  tenant: string;
  kind?: CompetitorKind;
  aliasOf?: string;
  json?: boolean;
}

export function competitorsCommand(): Command {
  const competitors = new Command('competitors').description(
    'Whom leads may speak of: the registry, and names to review',
  );
  competitors.addCommand(
    withExample(
      ofTenant(new Command('list').description('The brokerage’s own, and names that wait for review'))
        .option('--json', 'print one JSON document, with those that all know')
        .action(list),
      'doorstep competitors list --tenant main',
    ),
  );
  competitors.addCommand(
    withExample(
      ofTenant(
        new Command('add').description('This name is a competitor').argument('<name>', 'as leads use it'),
      )
        .addOption(new Option('--kind <kind>', 'a new one of this kind').choices(KINDS))
        .option('--alias-of <id>', 'another name of this one')
        .action(add),
      'doorstep competitors add "Bluebird Homes" --kind brokerage',
      'doorstep competitors add "the Z site" --alias-of zillow',
    ),
  );
  competitors.addCommand(
    withExample(
      ofTenant(
        new Command('ignore').description('This name is no competitor').argument('<name>', 'as leads use it'),
      ).action(ignore),
      'doorstep competitors ignore "Aunt May"',
    ),
  );
  return withExample(competitors, 'doorstep competitors list');
}

const ofTenant = (command: Command): Command => command.option('--tenant <slug>', 'which brokerage', 'main');

async function list({ tenant, json }: Options): Promise<void> {
  const found = await withDesk((desk) => desk.competitors(tenant));
  if (json) return printJson(found);
  const { registry, proposed, known } = found;
  for (const { id, kind, name, aliases } of registry.competitors)
    print(`${id.padEnd(24)}  ${kind.padEnd(10)}  ${[name, ...aliases].join(', ')}`);
  for (const name of registry.ignored) print(`${''.padEnd(24)}  ignored     ${name}`);
  for (const { name, lastAt } of proposed) print(`${''.padEnd(24)}  to review   ${name} (last ${lastAt})`);
  print(
    `${registry.competitors.length} of your own, ${proposed.length} to review, ${known.length} known to all`,
  );
}

async function add(name: string, { tenant, kind, aliasOf }: Options): Promise<void> {
  const act = { name, ...(kind && { kind }), ...(aliasOf !== undefined && { aliasOf }) };
  done(await withDesk((desk) => desk.add(tenant, act)));
  print(`${name} is a competitor of ${tenant}`);
}

async function ignore(name: string, { tenant }: Options): Promise<void> {
  done(await withDesk((desk) => desk.ignore(tenant, name)));
  print(`${name} is no competitor of ${tenant}`);
}

function done(problem: Problem | null): void {
  if (problem) throw new CliError(`${problem.field} ${problem.message}`, `${problem.fix}.`, true);
}

async function withDesk<T>(use: (desk: CompetitionDesk) => Promise<T>): Promise<T> {
  const { withCompetition } = await import('../competition.ts');
  const { config } = await findDoorstep();
  return withCompetition(config, use);
}

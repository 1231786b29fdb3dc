import { Command } from 'commander';
import { findDoorstep } from './connect.ts';
import { print, printJson, withExample } from './output.ts';

interface Options {
  tenant: string;
  agent?: string;
  json?: boolean;
}

export function alertsCommand(): Command {
  const command = new Command('alerts')
    .description('Leads about to be lost to a competitor, soonest due first')
    .option('--tenant <slug>', 'which brokerage', 'main')
    .option('--agent <id>', 'only the leads of this agent')
    .option('--json', 'print one JSON document')
    .action(list);
  return withExample(command, 'doorstep alerts --agent agent-4');
}

async function list({ tenant, agent, json }: Options): Promise<void> {
  const { withCompetition } = await import('../competition.ts');
  const { config } = await findDoorstep();
  const found = await withCompetition(config, (desk) => desk.alerts(tenant, agent));
  if (json) return printJson(found);
  for (const { lead, alert } of found.alerts)
    print(`${alert.dueAt}  ${alert.level.padEnd(8)}  ${alert.status.padEnd(12)}  ${lead}  ${alert.text}`);
  print(`${found.total} alerts are open`);
}

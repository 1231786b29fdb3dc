import { Command } from 'commander';
import type { NurtureDesk } from '../nurture.ts';
import { CliError } from './cli-error.ts';
import { findDoorstep } from './connect.ts';
import { print, printJson, withExample } from './output.ts';

interface Options {
  tenant: string;
  json?: boolean;
  all?: boolean;
  set?: string;
}

export function nurtureCommand(): Command {
  const nurture = new Command('nurture').description('Stop and allow sending, settings, and what waits');
  nurture.addCommand(
    withExample(
      forOneOrAll(new Command('stop').description('Stop all sending, now')).action((options) =>
        stop(options, true),
      ),
      'doorstep nurture stop --tenant main',
      'doorstep nurture stop --all',
    ),
  );
  nurture.addCommand(
    withExample(
      forOneOrAll(new Command('resume').description('Allow sending again')).action((options) =>
        stop(options, false),
      ),
      'doorstep nurture resume --tenant main',
    ),
  );
  nurture.addCommand(
    withExample(
      ofTenant(new Command('settings').description('Settings in force, as JSON'))
        .option('--set <file>', 'replace them by those in this file')
        .action(settings),
      'doorstep nurture settings > settings.json',
      'doorstep nurture settings --set settings.json',
    ),
  );
  nurture.addCommand(
    withExample(
      ofTenant(new Command('approvals').description('Drafts that wait for approval, soonest to expire first'))
        .option('--json', 'print one JSON document')
        .action(approvals),
      'doorstep nurture approvals --tenant main',
    ),
  );
  return withExample(nurture, 'doorstep nurture stop --all');
}

const ofTenant = (command: Command): Command => command.option('--tenant <slug>', 'which brokerage', 'main');

const forOneOrAll = (command: Command): Command =>
  ofTenant(command)
    .option('--all', 'all brokerages; their own stops stay as they are')
    .option('--json', 'print one JSON document');

async function stop({ tenant, all, json }: Options, stopped: boolean): Promise<void> {
  await withDesk(async (desk) => {
    await desk.stop(all ? undefined : tenant, stopped);
    const { sending, stoppedBy } = await desk.settings(tenant);
    if (json) printJson(all ? { all, stopped } : { tenant, stopped, sending, stoppedBy });
    else if (stopped) print(`Nothing is sent for ${all ? 'any brokerage' : tenant} any more`);
    else if (all) print('Sending is no longer stopped for all; a brokerage that stopped itself still is');
    else if (sending === 'on') print(`Sending goes on for ${tenant}`);
    else print(`${tenant} may send, and all brokerages are stopped: doorstep nurture resume --all`);
  });
}

async function settings({ tenant, set }: Options): Promise<void> {
  await withDesk(async (desk) => {
    if (set === undefined) return printJson((await desk.settings(tenant)).settings);
    const proposal = await desk.propose(tenant, await readJson(set));
    if ('current' in proposal)
      throw new CliError(
        'Other settings are in force by now',
        'Print them again with `doorstep nurture settings`, make your change there, and set those.',
      );
    if ('problem' in proposal) {
      const { field, message, fix } = proposal.problem;
      throw new CliError(`${field} ${message}`, `${fix}.`, true);
    }
    print(`Settings of ${tenant} are of version ${proposal.changed.version}`);
  });
}

async function approvals({ tenant, json }: Options): Promise<void> {
  await withDesk(async (desk) => {
    const found = await desk.approvals(tenant);
    if (json) return printJson(found);
    for (const { lead, plan } of found.approvals)
      print(`${plan.expiresAt ?? ''}  ${lead}  ${plan.action} by ${plan.channel}: ${plan.body}`);
    print(`${found.total} drafts wait for approval`);
  });
}

async function withDesk(use: (desk: NurtureDesk) => Promise<void>): Promise<void> {
  const { withNurture } = await import('../nurture.ts');
  const { config } = await findDoorstep();
  await withNurture(config, use);
}

async function readJson(file: string): Promise<unknown> {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new CliError(`${file} is not JSON`, 'Begin with what `doorstep nurture settings` prints.', true);
  }
}

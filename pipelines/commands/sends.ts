import { Command, Option } from 'commander';
import { CliError } from './cli-error.ts';
import { findDoorstep } from './connect.ts';
import { print, printJson, withExample } from './output.ts';

export function sendsCommand(): Command {
  const sends = new Command('sends').description('Messages nobody knows the outcome of: sent, or not');
  sends.addCommand(
    withExample(
      new Command('list')
        .description('List them, oldest first')
        .option('--json', 'print one JSON document')
        .action(list),
      'doorstep sends list',
    ),
  );
  sends.addCommand(
    withExample(
      new Command('settle')
        .description('Tell what you found out at the provider; it is not sent again')
        .argument('<send>', 'as `sends list` shows it')
        .addOption(
          new Option('--as <outcome>', 'what became of it').choices(['sent', 'failed']).makeOptionMandatory(),
        )
        .action(settle),
      'doorstep sends settle main/lead-17/o-42 --as sent',
    ),
  );
  return withExample(sends, 'doorstep sends list');
}

async function list({ json }: { json?: boolean }): Promise<void> {
  const { nameOf, withDeliveries } = await import('../sends.ts');
  const { config } = await findDoorstep();
  const rows = await withDeliveries(config, (log) => log.uncertain());
  if (json) return printJson(rows);
  for (const row of rows) print(`${nameOf(row)}  claimed ${row.at}`);
  print(`${rows.length} uncertain sends`);
}

async function settle(send: string, { as }: { as: 'sent' | 'failed' }): Promise<void> {
  const { settleSend, withDeliveries } = await import('../sends.ts');
  const { config } = await findDoorstep();
  if (await withDeliveries(config, (log) => settleSend(log, send, as)))
    return print(`${send} is settled as ${as}`);
  throw new CliError(`${send} is not uncertain`, 'See `doorstep sends list`.');
}

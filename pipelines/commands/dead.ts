import { Command } from 'commander';
import type { Handled, Selection } from '../dead.ts';
import { CliError } from './cli-error.ts';
import { findDoorstep } from './connect.ts';
import { print, printJson, withExample } from './output.ts';

interface Options {
  all?: boolean;
  step?: string;
  json?: boolean;
}

export function deadCommand(): Command {
  const dead = new Command('dead').description('Dead letters: what could not be worked, and why');
  dead.addCommand(
    withExample(
      new Command('list')
        .description('List them, oldest first')
        .option('--step <name>', 'only those of one step')
        .option('--json', 'print one JSON document')
        .action(list),
      'doorstep dead list --step decode',
    ),
  );
  dead.addCommand(
    withExample(
      choosing(new Command('retry').description('Put them on their log again')).action(retry),
      'doorstep dead retry 07:1732573800000-0',
      'doorstep dead retry --all --step route',
    ),
  );
  dead.addCommand(
    withExample(
      choosing(new Command('drop').description('Remove them for good')).action(drop),
      'doorstep dead drop 07:1732573800000-0',
    ),
  );
  return withExample(dead, 'doorstep dead list');
}

const choosing = (command: Command): Command =>
  command
    .argument('[ids...]', 'as `dead list` shows them')
    .option('--all', 'all of them')
    .option('--step <name>', 'only those of one step')
    .option('--json', 'print one JSON document');

async function list(options: Options): Promise<void> {
  const { selectDead, withDeadLetters } = await import('../dead.ts');
  const { config } = await findDoorstep();
  const rows = await withDeadLetters(config, async (letters) => {
    const found = [];
    for await (const letter of selectDead(letters, { ids: [], all: true, step: options.step }))
      found.push(letter);
    return found.map(({ id, at, step, reason, event }) => ({
      id,
      at,
      step,
      reason,
      event: event.toString(),
    }));
  });
  if (options.json) return printJson(rows);
  for (const { id, at, step, reason } of rows) print(`${id}  ${at}  ${step}: ${reason}`);
  print(`${rows.length} dead letters`);
}

async function retry(ids: string[], options: Options): Promise<void> {
  const selection = select(ids, options);
  const { retryDead, withDeadLetters } = await import('../dead.ts');
  const { config } = await findDoorstep();
  report(
    'put on their log again',
    await withDeadLetters(config, (l) => retryDead(l, selection, config)),
    options,
  );
}

async function drop(ids: string[], options: Options): Promise<void> {
  const selection = select(ids, options);
  const { dropDead, withDeadLetters } = await import('../dead.ts');
  const { config } = await findDoorstep();
  report('dropped', await withDeadLetters(config, (letters) => dropDead(letters, selection)), options);
}

function select(ids: string[], { all, step }: Options): Selection {
  if (ids.length || all) return { ids, all: all ?? false, step };
  throw new CliError(
    'Which dead letters?',
    'Name ids as `doorstep dead list` shows them, or say --all.',
    true,
  );
}

function report(verb: string, handled: Handled, { json }: Options): void {
  const { done, unknown, waiting } = handled;
  if (json) printJson(handled);
  else {
    print(`${done.length} dead letters ${verb}`);
    for (const id of unknown) print(`${id} is not there: see \`doorstep dead list\``);
    for (const id of waiting) print(`${id} is not yet in the analytics store: try again in a few seconds`);
  }
  if (unknown.length || waiting.length) process.exitCode = 1;
}

#!/usr/bin/env node
/** `doorstep`: the command line. Commands load their parts only when they run, so that --help is quick. */
import { Command, CommanderError } from 'commander';
import { explain } from './commands/cli-error.ts';
import { COMMANDS } from './commands/index.ts';

const FAILURE = 1;
const USAGE = 2;

const program = new Command('doorstep')
  .description('Streaming lead intelligence for real estate')
  .version('0.1.0')
  .showHelpAfterError('Run it with --help to see its options and an example.')
  .exitOverride();
for (const create of COMMANDS) program.addCommand(withSettingsOf(program, create()));

function withSettingsOf(parent: Command, command: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) withSettingsOf(parent, child);
  return command;
}

// A reader that has seen enough (`| head`) closes the pipe: that is no failure, and ends nothing half-way.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') process.exitCode = FAILURE;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  else {
    const { lines, usage } = explain(error);
    process.stderr.write(`${lines.join('\n')}\n`);
    process.exitCode = usage ? USAGE : FAILURE;
  }
}

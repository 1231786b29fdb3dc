/** What commands print. Results go to stdout, everything said on the way to stderr. */
import type { Command } from 'commander';

export const print = (line: string): void => void process.stdout.write(`${line}\n`);
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** The one document of a `--json` run. */
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** Adds examples below a command's help. */
export const withExample = (command: Command, ...lines: string[]): Command =>
  command.addHelpText('after', `\nExample:\n${lines.map((line) => `  ${line}`).join('\n')}`);

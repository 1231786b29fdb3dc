/** Failures as a person at a terminal meets them: one line says what, one says what to do next. */
import { ConfigError } from '../../infra/config.ts';

export class CliError extends Error {
  readonly next: string;
  /** The command line or the settings are wrong, rather than the world. */
  readonly usage: boolean;

  constructor(what: string, next: string, usage = false) {
    super(what);
    this.next = next;
    this.usage = usage;
  }
}

/** What to print for an error, and whether it was a mistake in how Doorstep was called. */
export function explain(error: unknown): { lines: string[]; usage: boolean } {
  if (error instanceof CliError)
    return { lines: [`error: ${error.message}`, error.next], usage: error.usage };
  if (error instanceof ConfigError) {
    const next = 'Set these in the environment; `doorstep doctor` prints every setting.';
    return { lines: [`error: ${error.message}`, next], usage: true };
  }
  const code = (error as NodeJS.ErrnoException)?.code;
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') {
    return { lines: [`error: ${(error as Error).message}`, 'Check the path of the file.'], usage: false };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    lines: [`error: ${stack}`, 'This looks like a bug: `doorstep doctor` may tell more.'],
    usage: false,
  };
}

/** What must hold before anything starts, said in words a person can act on. */
import type { Config } from '../../infra/config.ts';
import type { Run } from '../../infra/run.ts';
import { CliError } from './cli-error.ts';

/** Throws when a port that the settings ask for is taken. */
export async function portsFree(config: Config): Promise<void> {
  const { portIsFree } = await import('../../infra/next-free-port.ts');
  const wanted = Array.from({ length: config.gateways }, (_, i) => ['PORT', config.port + i] as const);
  const clickhouse = config.clickhouseUrl ? [] : [['CLICKHOUSE_PORT', config.clickhousePort] as const];
  for (const [setting, port] of [...wanted, ...clickhouse]) {
    if (await portIsFree(port)) continue;
    throw new CliError(`Port ${port} is taken`, `Set ${setting} to a free one, or end what listens there.`);
  }
}

/** Says what to do when another Doorstep runs from the same data folder. */
export const onFreeFolder =
  (run: Run): Run =>
  async (signal) => {
    const { FolderTakenError } = await import('../../infra/deploy/data-folder.ts');
    try {
      await run(signal);
    } catch (error) {
      if (!(error instanceof FolderTakenError)) throw error;
      throw new CliError(
        error.message,
        'End that one (Ctrl-C in its terminal), or set DATA_DIR to another folder.',
      );
    }
  };

import { Command } from 'commander';
import { CliError } from './cli-error.ts';
import { untilInterrupted } from './interrupt.ts';
import { print, withExample } from './output.ts';

export function startCommand(): Command {
  const command = new Command('start')
    .description('Run everything on this machine, or one role of a larger fleet; Ctrl-C ends it cleanly')
    .option(
      '--role <role>',
      'only this: leads, market, analytics, learn, dispatch, notify, draft or gateway (needs REDIS_URL)',
    )
    .action(({ role }: { role?: string }) => (role === undefined ? startAll() : startRole(role)));
  return withExample(
    command,
    'doorstep start',
    'REDIS_URL=redis://10.0.0.5:6379 doorstep start --role leads',
  );
}

async function startAll(): Promise<void> {
  const { loadConfig } = await import('../../infra/config.ts');
  const { createLog } = await import('../../infra/log.ts');
  const { createStart, gatewayUrl } = await import('../start.ts');
  const { gatewayReady, operatorToken, welcome } = await import('../welcome.ts');
  const { onFreeFolder, portsFree } = await import('./preconditions.ts');
  const config = loadConfig();
  await portsFree(config);
  const log = createLog(config.logLevel, 'start');
  const start = createStart({
    config,
    log,
    output: 'inherit',
    beside: (placed) => async (signal) => {
      const token = await operatorToken(placed);
      await gatewayReady(placed, token, signal);
      if (signal.aborted) return;
      // A token belongs on a terminal, not in the journal of a service.
      if (process.stdout.isTTY) for (const line of await welcome(placed, token)) print(line);
      else print(`Doorstep runs at ${gatewayUrl(placed)}; \`doorstep token\` issues tokens`);
    },
  });
  await untilInterrupted(onFreeFolder(start));
}

async function startRole(name: string): Promise<void> {
  const { createRole, isRole, ROLES } = await import('../roles.ts');
  const { loadConfig } = await import('../../infra/config.ts');
  const { createLog } = await import('../../infra/log.ts');
  if (!isRole(name)) throw new CliError(`There is no role ${name}`, `Use one of ${ROLES.join(', ')}.`, true);
  const config = loadConfig();
  if (!config.redisUrl) {
    const next =
      'Set REDIS_URL to the Redis of the fleet, or run `doorstep start` for everything on one machine.';
    throw new CliError('A role needs to know its Redis', next, true);
  }
  const run = await createRole(name, config, createLog(config.logLevel, name));
  await untilInterrupted(run);
}

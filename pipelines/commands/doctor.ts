import { Command } from 'commander';
import type { Check } from '../../infra/deploy/check.ts';
import { print, printJson, withExample } from './output.ts';

export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description('Print every setting, and what is missing on this machine with how to get it')
    .option('--json', 'print one JSON document')
    .action(examine);
  return withExample(command, 'doorstep doctor');
}

async function examine(options: { json?: boolean }): Promise<void> {
  const { configTable, loadConfig } = await import('../../infra/config.ts');
  const { attach } = await import('../attach.ts');
  const { checkMachine } = await import('../../infra/deploy/checks.ts');
  const config = loadConfig();
  const settings = configTable(config);
  const checks = await checkMachine(config, (await attach(config)).config.redisUrl);
  const healthy = checks.every((check) => check.status !== 'missing');
  if (options.json) printJson({ healthy, checks, settings });
  else {
    for (const { env, value, fallback, doc } of settings) {
      print(`${env.padEnd(20)} ${value.padEnd(22)} ${doc}${value === fallback ? '' : ' [set]'}`);
    }
    print('');
    for (const check of checks) print(checkLine(check));
    print('');
    print(
      healthy
        ? 'Nothing that Doorstep needs is missing.'
        : 'Something that Doorstep needs is missing: see → above.',
    );
  }
  if (!healthy) process.exitCode = 1;
}

const MARK = { ok: '✓', warning: '!', missing: '✗' };

function checkLine({ name, status, found, fix }: Check): string {
  return `${MARK[status]} ${name.padEnd(28)} ${found}${fix ? `\n    → ${fix}` : ''}`;
}

import { Command } from 'commander';
import type { Config } from '../../infra/config.ts';
import { untilInterrupted } from './interrupt.ts';
import { print, withExample } from './output.ts';

export function demoCommand(): Command {
  const command = new Command('demo')
    .description('Run everything on this machine with live traffic from the corpus; Ctrl-C ends it cleanly')
    .action(runDemo);
  return withExample(command, 'doorstep demo');
}

async function runDemo(): Promise<void> {
  const { open, mkdir } = await import('node:fs/promises');
  const { join } = await import('node:path');
  const { loadConfig } = await import('../../infra/config.ts');
  const { createLog } = await import('../../infra/log.ts');
  const { createDemo } = await import('../demo.ts');
  const { onFreeFolder } = await import('./preconditions.ts');
  const config = await ownPlaces(loadConfig());
  await mkdir(config.dataDir, { recursive: true });
  const logFile = join(config.dataDir, 'doorstep.log');
  const file = await open(logFile, 'a');
  print(`Starting Doorstep. Data in ${config.dataDir}, logs in ${logFile}`);
  const log = createLog(config.logLevel, 'demo', file.createWriteStream());
  const demo = createDemo({ config, log, output: file.fd, say: print });
  await untilInterrupted(onFreeFolder(demo));
  print('Stopped.');
}

/** A folder of its own, a private Redis and ClickHouse, and ports that are free; says where a port had to move. */
async function ownPlaces(config: Config): Promise<Config> {
  const { demoFolder } = await import('../attach.ts');
  const { nextFreePort } = await import('../../infra/next-free-port.ts');
  const port = await nextFreePort(config.port);
  const clickhousePort = await nextFreePort(config.clickhousePort);
  if (port !== config.port) print(`Port ${config.port} is taken: the gateway uses ${port}`);
  if (clickhousePort !== config.clickhousePort) {
    print(`Port ${config.clickhousePort} is taken: ClickHouse uses ${clickhousePort}`);
  }
  return {
    ...config,
    dataDir: demoFolder(config),
    redisUrl: '',
    clickhouseUrl: '',
    port,
    clickhousePort,
    gateways: 1,
  };
}

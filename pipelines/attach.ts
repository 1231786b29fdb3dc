/** Settings for a command that talks to a Doorstep already running on this machine. */
import { join } from 'node:path';
import type { Config } from '../infra/config.ts';
import { type Running, readRunning } from '../infra/deploy/data-folder.ts';

export interface Attached {
  /** The settings with `redisUrl` and `dataDir` of what runs here, where the environment named no Redis. */
  config: Config;
  /** What runs from that folder, if anything. */
  running: Running | undefined;
}

/** Looks in DATA_DIR, then in the demo's folder within it. */
export async function attach(config: Config): Promise<Attached> {
  for (const dataDir of [config.dataDir, demoFolder(config)]) {
    const running = await readRunning(dataDir);
    if (!running) continue;
    const redisUrl = config.redisUrl || running.redisUrl || '';
    return { config: { ...config, dataDir, redisUrl }, running };
  }
  return { config, running: undefined };
}

/** The demo keeps its data apart from what `doorstep start` keeps. */
export const demoFolder = ({ dataDir }: Config): string => join(dataDir, 'demo');

/** How commands find the Doorstep they talk to. */
import type { Config } from '../../infra/config.ts';
import type { Running } from '../../infra/deploy/data-folder.ts';
import { CliError } from './cli-error.ts';

const START = 'Start one with `make start` or `make demo`, or set REDIS_URL to its Redis.';

/** Settings and whereabouts of the running Doorstep. Throws when there is none and REDIS_URL names none. */
export async function findDoorstep(): Promise<{ config: Config; running: Running | undefined }> {
  const { loadConfig } = await import('../../infra/config.ts');
  const { attach } = await import('../attach.ts');
  const attached = await attach(loadConfig());
  if (!attached.config.redisUrl) throw new CliError('No Doorstep is running on this machine', START);
  return attached;
}

/** Address of the gateway: as given, of what runs here, or where the settings say one should be. */
export async function findGateway(given: string | undefined): Promise<{ url: string; config: Config }> {
  const { loadConfig } = await import('../../infra/config.ts');
  const { attach } = await import('../attach.ts');
  const { config, running } = await attach(loadConfig());
  return { url: given ?? running?.gatewayUrl ?? `http://127.0.0.1:${config.port}`, config };
}

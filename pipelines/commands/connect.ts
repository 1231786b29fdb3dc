/** How commands find the Doorstep they talk to. */
import type { Config } from '../../infra/config.ts';
import type { Running } from '../../infra/deploy/data-folder.ts';
import type { Scope } from '../../infra/gateway/auth.ts';
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

/** A token of a day, made with this machine's key, that may do this one thing. */
export async function issueToken(config: Config, tenant: string, scope: Scope): Promise<string> {
  const { createTokens } = await import('../../infra/gateway/auth.ts');
  const { loadSecret } = await import('../../infra/gateway/secret.ts');
  const tokens = createTokens(await loadSecret(config));
  return tokens.issue({ tenant, scopes: [scope], subject: 'doorstep-command', ttlSeconds: 86_400 });
}

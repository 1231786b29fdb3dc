import { Command, InvalidArgumentError } from 'commander';
import type { Scope } from '../../infra/gateway/auth.ts';
import { CliError } from './cli-error.ts';
import { findGateway } from './connect.ts';
import { print, printJson, withExample } from './output.ts';

interface Options {
  tenant: string;
  scopes: string;
  subject: string;
  hours: number;
  json?: boolean;
}

/** All there are; a test holds it to that, since help must not load the gateway. */
const SCOPES_OF_OPERATOR = 'events:write,market:write,leads:read,metrics:read,nurture:act,nurture:admin';

export function tokenCommand(): Command {
  const command = new Command('token')
    .description(
      'Issue an access token for the gateway, signed with JWT_SECRET or the key in the data folder',
    )
    .option('--tenant <slug>', 'the one tenant it is for', 'main')
    .option('--scopes <list>', 'what it allows', SCOPES_OF_OPERATOR)
    .option('--subject <name>', 'who holds it, as logs show it', 'operator')
    .option('--hours <n>', 'how long it is good for', hours, 24)
    .option('--json', 'print one JSON document')
    .action(issue);
  return withExample(command, 'doorstep token --tenant main --scopes leads:read --hours 8');
}

function hours(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 8760))
    throw new InvalidArgumentError('must be a number of hours, at most 8760');
  return value;
}

async function issue({ tenant, scopes, subject, hours, json }: Options): Promise<void> {
  const { createTokens, SCOPES } = await import('../../infra/gateway/auth.ts');
  const { loadSecret } = await import('../../infra/gateway/secret.ts');
  const asked = scopes.split(',').map((scope) => scope.trim());
  const unknown = asked.filter((scope) => !(SCOPES as readonly string[]).includes(scope));
  if (unknown.length)
    throw new CliError(`Unknown scope ${unknown.join(', ')}`, `Use some of ${SCOPES.join(', ')}`, true);
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(tenant)) {
    throw new CliError(`${tenant} is no tenant`, 'Use lower-case letters, digits and dashes', true);
  }
  const { config } = await findGateway(undefined);
  const tokens = createTokens(await loadSecret(config));
  const ttlSeconds = Math.round(hours * 3600);
  const token = tokens.issue({ tenant, scopes: asked as Scope[], subject, ttlSeconds });
  if (json) printJson({ token, tenant, scopes: asked, subject, expiresInSeconds: ttlSeconds });
  else print(token);
}

/** Settings of the MLS feed; off while no address is set. A further feed is a further `start --role intake`. */
import { choice, list, type Setting, secret, secretList, text, whole } from '../setting.ts';

export const RESO_SETTINGS = {
  resoUrl: text(
    'RESO_URL',
    '',
    'Address of a RESO Web API with EntityEvent (RCP-27), https; empty: no feed is read',
  ),
  resoSource: text('RESO_SOURCE', 'reso', 'Name of that feed, as EntityEventSource in its webhooks'),
  resoTenant: text('RESO_TENANT', 'main', 'Tenant whose market it tells of'),
  resoToken: secret('RESO_TOKEN', 'Bearer token of that API; empty: one is fetched with the three below'),
  resoTokenUrl: text('RESO_TOKEN_URL', '', 'OAuth2 token endpoint (client credentials), https'),
  resoClientId: text('RESO_CLIENT_ID', '', 'Client id there'),
  resoClientSecret: secret('RESO_CLIENT_SECRET', 'Its secret'),
  resoScope: text('RESO_SCOPE', '', 'Scope to ask for there; empty: none is named'),
  resoPollSeconds: whole('RESO_POLL_SECONDS', 60, 1, 86_400, 'From one look to the next without a webhook'),
  resoHookTokens: secretList(
    'RESO_HOOK_TOKENS',
    'Bearer tokens of webhooks (RCP-28), at least 32 characters',
  ),
  resoAreas: text(
    'RESO_AREAS',
    '',
    'JSON file from postal code or city to the area as leads name it; without it the city is the area',
  ),
  resoRivals: choice(
    'RESO_RIVALS',
    'none',
    ['none', 'registry', 'others'] as const,
    'Whose listings are a competitor’s: nobody’s, those of RESO_COMPETITORS, all that are not of RESO_OWN',
  ),
  resoOwn: list('RESO_OWN', '', 'ListAgentKey and ListOfficeKey of the brokerage itself'),
  resoCompetitors: text('RESO_COMPETITORS', '', 'JSON file of a CompetitorRegistry'),
} satisfies Record<string, Setting<unknown>>;

export type ResoConfig = {
  -readonly [K in keyof typeof RESO_SETTINGS]: ReturnType<(typeof RESO_SETTINGS)[K]['parse']>;
};

/** What is missing or contradicts itself, each with the setting to change. */
export function resoProblems(config: ResoConfig): string[] {
  const problems: string[] = [];
  if (config.resoHookTokens.some((token) => token.length < 32))
    problems.push('RESO_HOOK_TOKENS: each must have at least 32 characters');
  if (!config.resoUrl) return problems;
  for (const name of ['resoUrl', 'resoTokenUrl'] as const) {
    if (config[name] && !isSafe(config[name]))
      problems.push(`${RESO_SETTINGS[name].env}: must be an address that begins with https://`);
  }
  const credentials = config.resoTokenUrl && config.resoClientId && config.resoClientSecret;
  if (!config.resoToken && !credentials)
    problems.push(
      'RESO_TOKEN: is needed with RESO_URL, or RESO_TOKEN_URL, RESO_CLIENT_ID and RESO_CLIENT_SECRET',
    );
  if (config.resoRivals === 'others' && !config.resoOwn.length)
    problems.push(
      'RESO_OWN: is needed with RESO_RIVALS=others, or your own listings would be a competitor’s',
    );
  if (config.resoRivals === 'registry' && !config.resoCompetitors)
    problems.push('RESO_COMPETITORS: is needed with RESO_RIVALS=registry');
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(config.resoTenant))
    problems.push('RESO_TENANT: must be a slug of small letters, digits and dashes');
  if (!config.resoSource || config.resoSource.length > 255)
    problems.push('RESO_SOURCE: must have 1 to 255 characters');
  return problems;
}

/** A token may travel over https, or stay on this machine. */
function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

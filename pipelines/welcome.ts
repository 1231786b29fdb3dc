/** What a person can do with a Doorstep that has just started: where to look, and lines to paste. */
import { analystCredentials } from '../infra/clickhouse/credentials.ts';
import type { Config } from '../infra/config.ts';
import { createTokens, SCOPES } from '../infra/gateway/auth.ts';
import { loadSecret } from '../infra/gateway/secret.ts';
import { pause } from '../infra/run.ts';
import { clickhouseFolder, gatewayUrl } from './start.ts';

const TOKEN_HOURS = 24;

/** A token of the tenant `main` that allows everything. */
export async function operatorToken(config: Config): Promise<string> {
  const tokens = createTokens(await loadSecret(config));
  return tokens.issue({
    tenant: 'main',
    scopes: SCOPES,
    subject: 'operator',
    ttlSeconds: TOKEN_HOURS * 3600,
  });
}

/** Resolves once the gateway answers and reaches its store; early when the signal aborts. */
export async function gatewayReady(config: Config, token: string, signal: AbortSignal): Promise<void> {
  const url = new URL('/readyz', gatewayUrl(config));
  const headers = { authorization: `Bearer ${token}` };
  while (!signal.aborted) {
    const answer = await fetch(url, { headers, signal }).catch(() => null);
    if (answer?.ok) return;
    await pause(50, signal);
  }
}

/** The lines to print. */
export async function welcome(config: Config, token: string): Promise<string[]> {
  const url = gatewayUrl(config);
  return [
    '',
    `Console   ${url}/console/#token=${token}`,
    '',
    `Token     export TOKEN=${token}`,
    `Post      curl -s ${url}/v1/events -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\`,
    `            -d '{"id":"'$RANDOM'","lead":"you","at":'$(date +%s000)',"type":"message","from":"lead","channel":"sms","text":"Could we see the bungalow on Saturday? We are pre-approved to $425k"}'`,
    `Read      curl -s ${url}/v1/leads/you -H "authorization: Bearer $TOKEN"`,
    ...(await analystLines(config)),
    '',
  ];
}

async function analystLines(config: Config): Promise<string[]> {
  const [analyst] = await analystCredentials(clickhouseFolder(config), config.analystTenants);
  if (!analyst) return [];
  const login = `-u '${analyst.user}:${analyst.password}'`;
  return [
    `Analyse   curl -s ${config.clickhouseUrl} ${login} \\`,
    `            -d 'SELECT count() AS insights, uniqExact(lead) AS leads FROM analytics.insights FORMAT PrettyCompact'`,
  ];
}

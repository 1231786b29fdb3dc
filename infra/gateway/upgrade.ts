/** Who may open a socket: a known origin, a token that may read leads, and a store that can be read. */

import { PROTOCOL } from '../../schemas/limits.ts';
import { failure, unavailable } from './answers.ts';
import type { Claims, Tokens } from './auth.ts';
import { authorized } from './router.ts';
import type { HttpAnswer, RequestHead } from './transport.ts';

const BEARER = 'bearer.';

export interface UpgradeDeps {
  tokens: Tokens;
  allowedOrigins: readonly string[];
  /** Whether subscriptions can be served now. */
  ready(): boolean;
}

export function createUpgrade(deps: UpgradeDeps): (head: RequestHead) => { user: Claims } | HttpAnswer {
  return (head) => {
    if (!originAllowed(head, deps.allowedOrigins)) return foreignOrigin();
    const offered = head
      .header('sec-websocket-protocol')
      .split(',')
      .map((part) => part.trim());
    if (!offered.includes(PROTOCOL)) return noProtocol();
    // Browsers cannot set headers on a socket, so the token travels among the protocols.
    const token = offered.find((part) => part.startsWith(BEARER))?.slice(BEARER.length);
    const claims = authorized(token ?? bearerHeader(head), 'leads:read', deps.tokens);
    if ('status' in claims) return claims;
    return deps.ready() ? { user: claims } : unavailable('This gateway takes no sockets now');
  };
}

const bearerHeader = (head: RequestHead): string | undefined =>
  /^Bearer +(\S+)$/i.exec(head.header('authorization'))?.[1];

/** A page of our own host, one that is allowed by name, or no browser at all. */
function originAllowed(head: RequestHead, allowed: readonly string[]): boolean {
  const origin = head.header('origin');
  if (!origin || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === head.header('host').toLowerCase();
}

const foreignOrigin = (): HttpAnswer =>
  failure({
    status: 403,
    code: 'foreign_origin',
    field: 'origin',
    message: 'This origin may not open a socket here',
    fix: 'Ask the operator to add it to ALLOWED_ORIGINS',
  });

const noProtocol = (): HttpAnswer =>
  failure({
    status: 400,
    code: 'invalid',
    field: 'sec-websocket-protocol',
    message: `The subprotocol ${PROTOCOL} is not offered`,
    fix: `Offer two subprotocols: ${PROTOCOL} and ${BEARER}<token>`,
  });

/** The bearer token of a RESO server: set, or fetched by OAuth2 client credentials (RFC 6749 §4.4). */
import Type from 'typebox';
import { checker } from '../../schemas/words.ts';
import { faultOf, ResoFault } from './fault.ts';
import type { ResoConfig } from './settings.ts';

export interface Bearer {
  /** The token in force; fetched where there is none. Rejects with a {@link ResoFault}. */
  token(signal: AbortSignal): Promise<string>;
  /** The server took this one not: the next call fetches another. False where there is no other to be had. */
  forget(token: string): boolean;
}

type Credentials = Pick<
  ResoConfig,
  'resoToken' | 'resoTokenUrl' | 'resoClientId' | 'resoClientSecret' | 'resoScope'
>;

const Answer = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  expires_in: Type.Optional(Type.Number()),
});
const ANSWER = checker(Answer);
/** A token is not used in its last moments: it would expire on its way. */
const MARGIN_MS = 30_000;
const HOUR_S = 3600;

export function createBearer(config: Credentials): Bearer {
  if (config.resoToken) return { token: async () => config.resoToken, forget: () => false };
  let known: { token: string; until: number } | undefined;
  return {
    async token(signal) {
      if (known && known.until > Date.now()) return known.token;
      const { access_token: token, expires_in: seconds = HOUR_S } = await fetchToken(config, signal);
      known = { token, until: Date.now() + Math.max(1000, seconds * 1000 - MARGIN_MS) };
      return token;
    },
    forget(token) {
      if (known?.token === token) known = undefined;
      return true;
    },
  };
}

async function fetchToken(config: Credentials, signal: AbortSignal) {
  const { resoTokenUrl: url, resoClientId: id, resoClientSecret: secret, resoScope: scope } = config;
  const answer = await fetch(url, {
    method: 'POST',
    // RFC 6749 §2.3.1: form-encoded first; every server must take it so.
    headers: { authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }),
    redirect: 'manual',
    signal,
  }).catch((error: Error) => {
    throw new ResoFault('away', `the token endpoint: ${error.name}`);
  });
  const fault = faultOf(answer, 'the token endpoint');
  if (fault) {
    await answer.body?.cancel();
    throw fault.kind === 'refused'
      ? new ResoFault('unauthorized', `${fault.message}. Check RESO_CLIENT_ID and RESO_CLIENT_SECRET`)
      : fault;
  }
  const value: unknown = await answer.json().catch(() => null);
  if (ANSWER.is(value)) return value;
  throw new ResoFault('away', 'the token endpoint gave no access_token');
}

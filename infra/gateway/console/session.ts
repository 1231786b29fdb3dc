/** The access token: from the address bar's fragment into this tab's memory, and out of sight. */

const KEY = 'doorstep.token';

export interface Claims {
  tenant?: string;
  sub?: string;
  scopes?: string[];
  /** Seconds since the epoch. */
  exp?: number;
}

/** The token of this tab, or null. Moves `#token=…` to the session's storage and takes it off the address bar. */
export function takeToken(): string | null {
  const match = /^#token=([^&]+)/.exec(location.hash);
  if (match) {
    keepToken(decodeURIComponent(match[1]!));
    history.replaceState(null, '', `${location.pathname}${location.search}#/`);
  }
  return sessionStorage.getItem(KEY);
}

export const keepToken = (token: string): void => sessionStorage.setItem(KEY, token.trim());
export const forgetToken = (): void => sessionStorage.removeItem(KEY);

/** What a token says of itself; nothing is verified here, the gateway does. Empty when it is not a JWT. */
export function claimsOf(token: string): Claims {
  try {
    const payload = token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    return JSON.parse(atob(payload)) as Claims;
  } catch {
    return {};
  }
}

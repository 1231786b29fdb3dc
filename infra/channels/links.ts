/** Links and callbacks that name their order, signed, so that nothing has to be looked up when they come back. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link is good for: one made for a purpose is worth nothing for another. */
export type Purpose = 'status' | 'unsubscribe';

export interface LinkedOrder {
  tenant: string;
  lead: string;
  order: string;
}

export interface Links {
  token(purpose: Purpose, order: LinkedOrder): string;
  /** The order; null where the token was not made by this Doorstep for this purpose. */
  read(purpose: Purpose, token: string): LinkedOrder | null;
  /** Of an order at a path of the gateway; undefined where that has no public address. */
  url(purpose: Purpose, path: string, order: LinkedOrder): string | undefined;
}

/**
 * @param secrets the first signs, each is accepted. A link in an e-mail must hold for 30 days at least (CAN-SPAM,
 *   16 CFR 316.5), so an old one stays in the list for that long.
 * @param publicUrl of the gateway, may be empty
 */
export function createLinks(secrets: readonly string[], publicUrl: string): Links {
  const token = (purpose: Purpose, { tenant, lead, order }: LinkedOrder) => {
    const payload = Buffer.from(JSON.stringify([tenant, lead, order])).toString('base64url');
    return `${payload}.${signature(secrets[0]!, purpose, payload).toString('base64url')}`;
  };
  return {
    token,
    read(purpose, given) {
      const [payload = '', signed = ''] = given.split('.');
      const mark = Buffer.from(signed, 'base64url');
      if (!secrets.some((secret) => same(mark, signature(secret, purpose, payload)))) return null;
      const [tenant, lead, order] = JSON.parse(Buffer.from(payload, 'base64url').toString());
      return { tenant, lead, order };
    },
    url: (purpose, path, order) =>
      publicUrl ? `${publicUrl.replace(/\/$/, '')}${path}?t=${token(purpose, order)}` : undefined,
  };
}

const signature = (secret: string, purpose: Purpose, payload: string): Buffer =>
  createHmac('sha256', secret).update(`${purpose}.${payload}`).digest();

/** In constant time for what has the right length. */
export const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

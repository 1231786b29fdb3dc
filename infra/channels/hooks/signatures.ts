/** Who sent a webhook, by its signature over the bytes as they came; each of several keys is accepted while one changes. */
import { createHash, createHmac } from 'node:crypto';
import { same } from '../links.ts';

/**
 * X-Twilio-Signature: base64 of HMAC-SHA1 over the URL as Twilio called it and the sorted form. Twilio may or may not
 * name the port in it. Source: twilio.com/docs/usage/webhooks/webhooks-security, twilio-node's validateRequest.
 *
 * @param url with its query
 */
export function isFromTwilio(
  tokens: readonly string[],
  url: string,
  form: URLSearchParams,
  signature: string,
): boolean {
  const given = Buffer.from(signature, 'base64');
  const fields = [...new Set(form.keys())].sort();
  const text = fields.map((name) => name + [...new Set(form.getAll(name))].sort().join(name)).join('');
  return withAndWithoutPort(url).some((one) =>
    tokens.some((token) =>
      same(
        given,
        createHmac('sha1', token)
          .update(one + text)
          .digest(),
      ),
    ),
  );
}

function withAndWithoutPort(url: string): string[] {
  const [, origin, host, port, rest] = /^(https?:\/\/)([^/:?]+)(?::(\d+))?(.*)$/.exec(url) ?? [];
  if (!origin) return [];
  const usual = origin === 'https://' ? '443' : '80';
  return [`${origin}${host}${rest}`, `${origin}${host}:${port ?? usual}${rest}`];
}

/** X-Hub-Signature-256: `sha256=` and hex of HMAC-SHA256 over the body. Source: Meta, "Webhooks: Validate Payloads". */
export function isFromMeta(secrets: readonly string[], body: Uint8Array, signature: string): boolean {
  const given = Buffer.from(/^sha256=([0-9a-f]{64})$/.exec(signature)?.[1] ?? '', 'hex');
  return secrets.some((secret) => same(given, createHmac('sha256', secret).update(body).digest()));
}

/** Authorization: Bearer (RFC 6750 §2.1) with one of these tokens. Neither what is right in it nor its length shows in the time. */
export function hasBearer(tokens: readonly string[], authorization: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const given = digest(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '');
  return tokens.filter((token) => same(given, digest(token))).length > 0;
}

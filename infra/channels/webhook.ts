/**
 * Messages of the web chat to a system of the brokerage's own, signed by Standard Webhooks (standardwebhooks.com). Its
 * `webhook-id` is the same in every try, and receivers drop an id they know: so a call may be repeated.
 */
import { Webhook } from 'standardwebhooks';
import { type SendChannel, type Sent, sendKey } from './channel.ts';
import { httpPost, type Posted } from './http-post.ts';
import { isPublic, pinnedTo, type Resolved, resolvePublic } from './public-address.ts';

export interface WebhookOptions {
  url: string;
  /** `whsec_…`, base64. */
  secret: string;
  /** Which addresses may be called; those of the public internet if absent. */
  mayReach?: (address: string) => boolean;
}

/** Throws where the secret is no base64. */
export function createWebhook({ url, secret, mayReach = isPublic }: WebhookOptions): SendChannel {
  const target = new URL(url);
  const signer = new Webhook(secret);
  return {
    name: 'webhook',
    idempotent: true,
    async send(order, to, signal) {
      const { tenant, lead, id, channel, type, subject, body, contentHash } = order;
      const data = { tenant, lead, order: id, to, channel, content: type, subject, body, contentHash };
      const now = new Date();
      const text = JSON.stringify({ type: 'message.send', timestamp: now.toISOString(), data });
      const key = `msg_${sendKey(order)}`;
      const headers = {
        'content-type': 'application/json',
        'webhook-id': key,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signer.sign(key, now, text),
      };
      const found = await resolved(target.hostname, mayReach);
      if ('kind' in found) return found;
      const lookup = pinnedTo(found.addresses);
      return sentOf(await httpPost({ url: target, headers, body: text, lookup }, signal), key);
    },
  };
}

async function resolved(
  host: string,
  mayReach: (address: string) => boolean,
): Promise<Exclude<Resolved, { refused: string }> | Sent> {
  try {
    const found = await resolvePublic(host, mayReach);
    return 'refused' in found ? { kind: 'rejected', reason: found.refused } : found;
  } catch (error) {
    return { kind: 'not_sent', reason: (error as NodeJS.ErrnoException).code ?? 'the host has no address' };
  }
}

function sentOf(posted: Posted, key: string): Sent {
  if (posted.kind !== 'answered') return posted;
  const { status, retryAfterMs } = posted;
  if (status >= 200 && status < 300) return { kind: 'sent', detail: key };
  const reason = `webhook ${status}`;
  if (status === 429 || status === 503)
    return { kind: 'not_sent', reason, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  return { kind: status >= 500 || status === 408 ? 'unknown' : 'rejected', reason };
}

/**
 * Text messages by Twilio's Programmable Messaging. Sources: twilio.com/docs/messaging/api/message-resource,
 * /docs/api/errors/20500 ("sending an SMS [is] not idempotent … it is possible for a customer to receive multiple
 * messages"), so that a 5xx is unknown, and /docs/api/errors/21610 for numbers that opted out.
 */
import { type Message, plainText, type SendChannel, type Sent } from './channel.ts';
import { answerJson, httpPost, type Posted } from './http-post.ts';

export interface TwilioOptions {
  /** Address of the API, without a path. */
  url: string;
  account: string;
  token: string;
  /** E.164, or a messaging service's MG…. */
  from: string;
  /** Where delivery is reported; undefined where the gateway has no public address. */
  statusUrl(order: Message): string | undefined;
}

const OPTED_OUT = 21610;

export function createTwilioSms({
  url,
  account,
  token,
  from,
  statusUrl,
}: TwilioOptions): SendChannel<Message> {
  const target = new URL(`/2010-04-01/Accounts/${account}/Messages.json`, url);
  const headers = {
    authorization: `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  const sender = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
  return {
    name: 'twilio',
    idempotent: false,
    async send(order, to, signal) {
      const callback = statusUrl(order);
      const body = new URLSearchParams({
        ...{ To: to, ...sender, Body: plainText(order) },
        ...(callback && { StatusCallback: callback }),
      });
      return sentOf(await httpPost({ url: target, headers, body: body.toString() }, signal));
    },
  };
}

function sentOf(posted: Posted): Sent {
  if (posted.kind !== 'answered') return posted;
  const { status, retryAfterMs, body } = posted;
  const { sid, code } = answerJson(body);
  if (status >= 200 && status < 300) return { kind: 'sent', detail: String(sid ?? 'without an id') };
  const reason = `twilio ${code ?? status}`;
  if (status >= 500) return { kind: 'unknown', reason };
  if (code === OPTED_OUT) return { kind: 'opted_out', reason };
  // Too many at once, or credentials that somebody has to put right: nothing of it was taken.
  if (status === 429 || status === 401 || status === 403)
    return { kind: 'not_sent', reason, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  return { kind: 'rejected', reason };
}

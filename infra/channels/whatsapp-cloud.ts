/**
 * WhatsApp by Meta's Cloud API. Free text within the 24 h window; outside it an approved template, which is sent as it
 * was approved, without parameters. Source: developers.facebook.com/docs/whatsapp/cloud-api, messages and error codes.
 */
import type { SendOrder } from '../../schemas/nurture.ts';
import { plainText, type SendChannel, type Sent } from './channel.ts';
import { answerJson, httpPost, type Posted } from './http-post.ts';

export interface WhatsappOptions {
  /** Address of the Graph API with its version. */
  url: string;
  phoneId: string;
  token: string;
  /** Language of templates. */
  language: string;
  /** Comes back with every status of the message. */
  callbackData(order: SendOrder): string;
}

/** Rate limits, a token that has to be renewed, and the service saying that it is away. */
const TRY_AGAIN = new Set([4, 190, 80007, 130429, 131016, 131048, 131056]);
/** The recipient stopped marketing messages of this business. */
const OPTED_OUT = new Set([131050]);
const MOST_CALLBACK_DATA = 512;

export function createWhatsappCloud(options: WhatsappOptions): SendChannel {
  const target = new URL(`${options.url}/${options.phoneId}/messages`);
  const headers = { authorization: `Bearer ${options.token}`, 'content-type': 'application/json' };
  return {
    name: 'whatsapp',
    idempotent: false,
    async send(order, to, signal) {
      const body = JSON.stringify(messageOf(order, to, options));
      return sentOf(await httpPost({ url: target, headers, body }, signal));
    },
  };
}

function messageOf(order: SendOrder, to: string, { language, callbackData }: WhatsappOptions): object {
  const data = callbackData(order);
  const content = order.template
    ? { type: 'template', template: { name: order.template, language: { code: language } } }
    : { type: 'text', text: { preview_url: false, body: plainText(order) } };
  return {
    ...{ messaging_product: 'whatsapp', recipient_type: 'individual', to: to.replace('+', ''), ...content },
    // A longer one would have the whole message refused; without it only later statuses are missed.
    ...(data.length <= MOST_CALLBACK_DATA && { biz_opaque_callback_data: data }),
  };
}

function sentOf(posted: Posted): Sent {
  if (posted.kind !== 'answered') return posted;
  const { status, retryAfterMs, body } = posted;
  const { messages, error } = answerJson(body) as { messages?: { id?: string }[]; error?: { code?: number } };
  if (status >= 200 && status < 300)
    return { kind: 'sent', detail: String(messages?.[0]?.id ?? 'without an id') };
  const code = Number(error?.code ?? 0);
  const reason = `whatsapp ${code || status}`;
  if (OPTED_OUT.has(code)) return { kind: 'opted_out', reason };
  if (TRY_AGAIN.has(code) || status === 429 || status === 401)
    return { kind: 'not_sent', reason, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  return { kind: status >= 500 ? 'unknown' : 'rejected', reason };
}

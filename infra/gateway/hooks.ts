/** Webhooks of providers, and unsubscribing in one click. They carry no token of ours: what is signed in them counts. */

import { type DeliveryEvent, type DeliveryStatus, deliveryOf } from '../../schemas/system-event.ts';
import { isFromMeta, isFromTwilio } from '../channels/hooks/signatures.ts';
import { readTwilio } from '../channels/hooks/twilio-hook.ts';
import { readWhatsapp } from '../channels/hooks/whatsapp-hook.ts';
import { type LinkedOrder, type Links, same } from '../channels/links.ts';
import type { SendingConfig } from '../channels/settings.ts';
import { failure, invalid } from './answers.ts';
import type { ResoHookDeps } from './reso-hook.ts';
import type { PublicRoute } from './router.ts';
import type { HttpAnswer } from './transport.ts';
import { unsubscribePage } from './unsubscribe-page.ts';

export interface HookDeps {
  config: Pick<SendingConfig, 'publicUrl' | 'twilioTokens' | 'whatsappAppSecrets' | 'whatsappVerifyToken'>;
  links: Links;
  /** Resolves when it is on the lead's log. */
  deliver(delivery: DeliveryEvent): Promise<void>;
  /** Ends consent to e-mail of the order's lead; resolves when that is on its log. */
  unsubscribe(order: LinkedOrder): Promise<void>;
  /** From now on nothing goes to this phone. @param phone as the provider writes it */
  suppressPhone(tenant: string, phone: string): Promise<void>;
  reso: ResoHookDeps;
}

type Handle = PublicRoute['handle'];

export function createHookRoutes(deps: HookDeps): PublicRoute[] {
  const route = (method: 'GET' | 'POST', pattern: string, handle: Handle): PublicRoute => ({
    ...{ method, pattern, handle },
    public: true,
  });
  return [
    route('POST', '/v1/hooks/twilio/:tenant', takeTwilio(deps)),
    route('GET', '/v1/hooks/whatsapp/:tenant', verifyWhatsapp(deps)),
    route('POST', '/v1/hooks/whatsapp/:tenant', takeWhatsapp(deps)),
    route('GET', '/v1/unsubscribe', askUnsubscribe(deps)),
    route('POST', '/v1/unsubscribe', takeUnsubscribe(deps)),
  ];
}

/** Twilio reads an answer as TwiML: an empty one says nothing back. */
const NO_REPLY: HttpAnswer = {
  status: 200,
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
};

const takeTwilio =
  (deps: HookDeps): Handle =>
  async ({ request, params, query }) => {
    const { publicUrl, twilioTokens } = deps.config;
    const form = new URLSearchParams(Buffer.from(request.body ?? []).toString());
    const url = `${publicUrl.replace(/\/$/, '')}${request.path}${request.query && `?${request.query}`}`;
    if (!isFromTwilio(twilioTokens, url, form, request.header('x-twilio-signature')))
      return unsigned('x-twilio-signature', 'PUBLIC_URL and TWILIO_AUTH_TOKENS');
    const news = readTwilio(form);
    if (news.kind === 'opt-out') await deps.suppressPhone(params.tenant!, news.from);
    if (news.kind === 'status') {
      const order = linkedOrder(deps, params.tenant!, query.get('t'));
      if (!order) return unlinked();
      await deps.deliver(deliveryNow(order, news.status, news.detail));
    }
    return NO_REPLY;
  };

const verifyWhatsapp =
  ({ config }: HookDeps): Handle =>
  ({ query }) => {
    const known = config.whatsappVerifyToken;
    const given = Buffer.from(query.get('hub.verify_token') ?? '');
    const verified = known !== '' && same(given, Buffer.from(known));
    if (!verified || query.get('hub.mode') !== 'subscribe')
      return unsigned('hub.verify_token', 'WHATSAPP_VERIFY_TOKEN');
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
    return { status: 200, headers, body: query.get('hub.challenge') ?? '' };
  };

const takeWhatsapp =
  (deps: HookDeps): Handle =>
  async ({ request, params }) => {
    const body = request.body ?? new Uint8Array();
    if (!isFromMeta(deps.config.whatsappAppSecrets, body, request.header('x-hub-signature-256')))
      return unsigned('x-hub-signature-256', 'WHATSAPP_APP_SECRETS');
    const statuses = readWhatsapp(parsed(body));
    if (!statuses)
      return invalid({ field: 'entry', message: 'is no webhook of Meta', fix: 'See Meta’s docs' });
    for (const { token, status, detail } of statuses) {
      // Messages that another system sent from the same number come here too: they are none of ours.
      const order = linkedOrder(deps, params.tenant!, token);
      if (order) await deps.deliver(deliveryNow(order, status, detail));
    }
    return { status: 200 };
  };

/** A GET changes nothing: scanners of mail follow every link (RFC 8058 §1). */
const askUnsubscribe =
  ({ links }: HookDeps): Handle =>
  ({ query }) =>
    links.read('unsubscribe', query.get('t') ?? '') ? unsubscribePage('ask') : unlinked();

const takeUnsubscribe =
  (deps: HookDeps): Handle =>
  async ({ query }) => {
    const order = deps.links.read('unsubscribe', query.get('t') ?? '');
    if (!order) return unlinked();
    await deps.unsubscribe(order);
    return unsubscribePage('done');
  };

function linkedOrder({ links }: HookDeps, tenant: string, token: string | null): LinkedOrder | null {
  const order = links.read('status', token ?? '');
  return order?.tenant === tenant ? order : null;
}

const deliveryNow = (order: LinkedOrder, status: DeliveryStatus, detail?: string): DeliveryEvent =>
  deliveryOf(order, status, Date.now(), detail);

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch {
    return null;
  }
}

const unsigned = (field: string, settings: string): HttpAnswer =>
  failure({
    ...{ status: 403, code: 'forbidden', field },
    message: `${field} is not what our keys make of it`,
    fix: `Check ${settings} against the provider's console`,
  });

const unlinked = (): HttpAnswer =>
  failure({
    ...{ status: 400, code: 'invalid', field: 't' },
    message: 't is not a link of this Doorstep',
    fix: 'Use the link as it was sent, whole',
  });

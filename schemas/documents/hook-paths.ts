/** OpenAPI of what providers and mail programs call: no token, but a signature of their own or of ours. */
import { EntityEventNotice } from '../reso.ts';

const answer = (description: string) => ({ description });
const tenant = {
  ...{ name: 'tenant', in: 'path', required: true, schema: { type: 'string' } },
  description: 'The brokerage that the message was sent for',
};
const link = {
  ...{ name: 't', in: 'query', required: true, schema: { type: 'string' } },
  description: 'Names the order, signed by Doorstep; part of the link as it was sent',
};
const REFUSED = {
  400: answer('The link is not one of ours, or of another tenant'),
  503: answer('The store is away'),
};
const SIGNED = { 403: answer('The signature is not what our keys make of the body'), ...REFUSED };
const NOTICE = { EntityEventSequence: 1101, ResourceName: 'Property', ResourceRecordKey: '235021' };
const form = { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } };
const open = { security: [] };

export const HOOK_PATHS = {
  '/v1/hooks/twilio/{tenant}': {
    post: {
      ...open,
      summary: 'Status callbacks of text messages, and inbound messages that opt out',
      description:
        'X-Twilio-Signature over PUBLIC_URL and the form; any of TWILIO_AUTH_TOKENS. A status becomes a `delivery` ' +
        'event of the lead; STOP and its like suppress the number at once. Other inbound messages change nothing here: ' +
        'post them to /v1/events.',
      parameters: [tenant, { ...link, required: false }],
      requestBody: { required: true, content: form },
      responses: { 200: answer('On the log; empty TwiML'), ...SIGNED },
    },
  },
  '/v1/hooks/whatsapp/{tenant}': {
    get: {
      ...open,
      summary: 'Shows Meta that the webhook is ours (hub.challenge)',
      parameters: [tenant],
      responses: { 200: answer('The challenge'), 403: answer('Not WHATSAPP_VERIFY_TOKEN') },
    },
    post: {
      ...open,
      summary: 'Statuses of WhatsApp messages',
      description: 'X-Hub-Signature-256 over the body; any of WHATSAPP_APP_SECRETS.',
      parameters: [tenant],
      requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
      responses: { 200: answer('On the log'), ...SIGNED },
    },
  },
  '/v1/hooks/reso/{tenant}': {
    post: {
      ...open,
      summary: 'A RESO server says that something changed (RCP-28)',
      description:
        'Authorization: Bearer with any of RESO_HOOK_TOKENS. It wakes the intake, which reads the log EntityEvent ' +
        '(RCP-27): nothing is believed, and nothing is lost, by what is or is not sent here. Several feeds of a tenant ' +
        'are told apart by the header EntityEventSource.',
      parameters: [
        tenant,
        { name: 'EntityEventSource', in: 'header', schema: { type: 'string', maxLength: 255 } },
      ],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: EntityEventNotice, example: NOTICE } },
      },
      responses: {
        200: answer('Heard'),
        400: answer('The body is no EntityEvent'),
        401: answer('The token is not one of ours'),
        429: answer('Too much at once: Retry-After says when'),
        503: REFUSED[503],
      },
    },
  },
  '/v1/unsubscribe': {
    get: {
      ...open,
      summary: 'A page that asks whether to unsubscribe; it changes nothing by itself',
      parameters: [link],
      responses: { 200: answer('The page'), 400: REFUSED[400] },
    },
    post: {
      ...open,
      summary: 'Ends consent to e-mail, in one click (RFC 8058)',
      parameters: [link],
      requestBody: { content: form },
      responses: { 200: answer('On the log'), ...REFUSED },
    },
  },
};

/** What Twilio tells: where a message is, and that somebody wants no more. */
import type { DeliveryStatus } from '../../../schemas/system-event.ts';

export type TwilioNews =
  | { kind: 'status'; status: DeliveryStatus; detail?: string }
  /** A text message that opts its sender out. `from`: E.164. */
  | { kind: 'opt-out'; from: string }
  /** Nothing that changes anything: queued, sent on, another message. */
  | { kind: 'nothing' };

/** Twilio's own default words, and those of the FCC's revocation rule (47 CFR 64.1200(a)(10)) besides. */
const OPT_OUT_WORDS = new Set([
  ...['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit'],
  ...['revoke', 'opt out', 'optout', 'opt-out'],
]);
const OPTED_OUT = '21610';

/** @param form of a status callback or of an inbound message. Source: twilio.com/docs/messaging/guides/webhook-request */
export function readTwilio(form: URLSearchParams): TwilioNews {
  const status = form.get('MessageStatus');
  const code = form.get('ErrorCode') ?? '';
  if (status === 'delivered' || status === 'read') return { kind: 'status', status: 'delivered' };
  if (status === 'failed' || status === 'undelivered')
    return {
      ...{ kind: 'status', status: code === OPTED_OUT ? 'opted_out' : 'failed' },
      detail: `twilio ${code || status}`,
    };
  const from = form.get('From') ?? '';
  const words = (form.get('Body') ?? '')
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '');
  const stops = form.get('OptOutType') === 'STOP' || OPT_OUT_WORDS.has(words);
  return !status && from && stops ? { kind: 'opt-out', from } : { kind: 'nothing' };
}

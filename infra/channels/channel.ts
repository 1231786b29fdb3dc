/** The port of everything a message can leave by; one contract suite holds for all of them. */
import { hash } from 'node:crypto';
import type { SendOrder } from '../../schemas/nurture.ts';

/**
 * What one call came to, so far as the channel can tell for certain.
 *
 * - `sent`: the provider took it; `detail` is its id there.
 * - `rejected`: it took it not, and never will.
 * - `opted_out`: it took it not, since this address wants nothing.
 * - `not_sent`: it took it not, now; trying again is safe.
 * - `unknown`: it may or may not have taken it: the request was written and no word came back that settles it.
 *
 * Reasons hold no address and no text of the message: they travel into logs and analytics.
 */
export type Sent =
  | { kind: 'sent'; detail: string }
  | { kind: 'rejected' | 'opted_out' | 'unknown'; reason: string }
  | { kind: 'not_sent'; reason: string; retryAfterMs?: number };

/** What every channel needs to know of a message. */
export type Message = Pick<SendOrder, 'id' | 'tenant' | 'lead' | 'at' | 'channel' | 'subject' | 'body'> &
  Partial<Pick<SendOrder, 'campaign' | 'dailyBudget' | 'notAfter'>>;

export interface SendChannel<M extends Message = SendOrder> {
  name: string;
  /** Whether the other side knows a repeat by {@link sendKey}, so that a second call has the effect of one. */
  idempotent: boolean;
  /**
   * Calls the provider once. Never rejects.
   *
   * @param to E.164, e-mail address or lead id; see `processors/addresses.ts`
   * @param signal ends the wait for an answer
   */
  send(order: M, to: string, signal: AbortSignal): Promise<Sent>;
}

/** Names the order to the outside: the same in every try, and tells nothing of the lead. */
export const sendKey = ({ tenant, lead, id }: Pick<SendOrder, 'tenant' | 'lead' | 'id'>): string =>
  hash('sha256', [tenant, lead, id].join('\0'), 'hex').slice(0, 40);

/** Subject and body as one text, for channels that know no subject. */
export const plainText = ({ subject, body }: Pick<SendOrder, 'subject' | 'body'>): string =>
  subject ? `${subject}\n\n${body}` : body;

/**
 * E-mail by SMTP (RFC 5321), with List-Unsubscribe in one click (RFC 2369, RFC 8058). The message goes out only after the
 * server said 354, so whatever breaks before then certainly sent nothing; what breaks between the message and the
 * server's word on it is unknown (RFC 5321 §4.5.3.2.6). RFC 8058 wants a DKIM signature over these headers: the relay's.
 */
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { unlessAborted } from '../run.ts';
import { type Message, type SendChannel, type Sent, sendKey } from './channel.ts';

export interface SmtpOptions {
  /** `smtps://user:password@host`, or `smtp://…` with STARTTLS where it is offered. */
  url: string;
  /** `Name <address>`. */
  from: string;
  /** Opens, and takes the POST of RFC 8058; null for mail to our own people, which nobody unsubscribes from. */
  unsubscribeUrl: ((order: Message) => string) | null;
  /** Mailbox for mail programs that know only RFC 2369; empty: none. */
  unsubscribeMailto: string;
}

/** Nodemailer takes no signal: a connection that nobody waits for any more ends by these. */
const TIMEOUTS = { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 10_000, dnsTimeout: 5000 };

export function createSmtp(options: SmtpOptions): SendChannel<Message> {
  const transport = createTransport({ url: options.url, ...TIMEOUTS });
  return {
    name: 'smtp',
    idempotent: false,
    async send(order, to, signal) {
      const message = new MailComposer(mailOf(order, to, options)).compile();
      const envelope = message.getEnvelope();
      const messageId = message.messageId();
      const content = guarded(await message.build(), signal);
      const sending = transport.sendMail({ envelope, raw: content.stream }).then(
        (): Sent => ({ kind: 'sent', detail: messageId }),
        (error: SmtpError) => outcomeOf(error, content.begun()),
      );
      return (await unlessAborted(sending, signal)) ?? outcomeOf({}, content.begun());
    },
  };
}

function mailOf(order: Message, to: string, { from, unsubscribeUrl, unsubscribeMailto }: SmtpOptions) {
  const key = sendKey(order);
  const mailbox = unsubscribeMailto && `, <mailto:${unsubscribeMailto}?subject=unsubscribe%20${key}>`;
  return {
    ...{ from, to: { name: '', address: to }, subject: order.subject, text: order.body },
    messageId: `<${key}@${from.split('@').at(-1)!.replace(/>.*$/, '').trim()}>`,
    ...(unsubscribeUrl && {
      headers: {
        'List-Unsubscribe': { prepared: true, value: `<${unsubscribeUrl(order)}>${mailbox}` },
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    }),
  };
}

/** The message, telling whether any of it was handed over; after the signal it hands nothing over any more. */
function guarded(content: Buffer, signal: AbortSignal): { stream: Readable; begun(): boolean } {
  let begun = false;
  const stream = new Readable({
    read() {
      if (signal.aborted) return void this.destroy(new Error('no answer in time'));
      begun = true;
      this.push(content);
      this.push(null);
    },
  });
  return { stream, begun: () => begun };
}

interface SmtpError {
  code?: string;
  responseCode?: number;
}

/** Codes of RFC 5321 §4.2.1: 4yz may be tried again, 5yz not. Credentials are for somebody to put right. */
function outcomeOf({ code, responseCode }: SmtpError, begun: boolean): Sent {
  const reason = `smtp ${responseCode ?? code ?? 'no answer in time'}`;
  if (responseCode && responseCode >= 500 && code !== 'EAUTH') return { kind: 'rejected', reason };
  if (responseCode || !begun) return { kind: 'not_sent', reason };
  return { kind: 'unknown', reason };
}

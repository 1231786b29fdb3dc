/** The channels that the settings ask for, each loaded only when it is used. */
import { createHmac } from 'node:crypto';
import type { SendOrder } from '../../schemas/nurture.ts';
import type { Channel } from '../../schemas/words.ts';
import type { Message, SendChannel } from './channel.ts';
import { createLinks, type Links } from './links.ts';
import { createOutbox } from './outbox.ts';
import type { SendingConfig } from './settings.ts';
import type { SmtpOptions } from './smtp.ts';
import type { TwilioOptions } from './twilio-sms.ts';

/** A channel, and how many messages a second its sender may send; undefined: as many as there are. */
export interface PacedChannel<M extends Message = SendOrder> {
  channel: SendChannel<M>;
  perSecond: number | undefined;
}

/** By the channel of the order. */
export type PacedChannels = Record<Channel, PacedChannel>;

/** Voicemail and calls are for people. */
const BY_PEOPLE: PacedChannel = {
  channel: {
    name: 'people',
    idempotent: true,
    send: async () => ({ kind: 'rejected', reason: 'people make calls, Doorstep does not' }),
  },
  perSecond: undefined,
};

export async function createChannels(config: SendingConfig, links: Links): Promise<PacedChannels> {
  const outbox = { channel: createOutbox(), perSecond: undefined };
  return {
    sms: config.channelSms === 'outbox' ? outbox : await twilio(config, statusUrlOf(links)),
    email: config.channelEmail === 'outbox' ? outbox : await smtp(config, unsubscribeUrlOf(links)),
    whatsapp: config.channelWhatsapp === 'outbox' ? outbox : await whatsapp(config, links),
    webchat: config.channelWebchat === 'outbox' ? outbox : await webhook(config),
    voicemail: BY_PEOPLE,
    call: BY_PEOPLE,
  };
}

/** Channels to a brokerage's own people: their mail offers no unsubscribing, and no provider calls back about them. */
export type NoticeChannels = Record<'sms' | 'email', PacedChannel<Message>>;

export async function createNoticeChannels(config: SendingConfig): Promise<NoticeChannels> {
  const outbox = { channel: createOutbox(), perSecond: undefined };
  return {
    sms: config.channelSms === 'outbox' ? outbox : await twilio(config, () => undefined),
    email: config.channelEmail === 'outbox' ? outbox : await smtp(config, null),
  };
}

const linked = ({ tenant, lead, id }: Message) => ({ tenant, lead, order: id });
const statusUrlOf = (links: Links) => (order: Message) =>
  links.url('status', `/v1/hooks/twilio/${order.tenant}`, linked(order));
const unsubscribeUrlOf = (links: Links) => (order: Message) =>
  links.url('unsubscribe', '/v1/unsubscribe', linked(order)) ?? '';

async function twilio(
  config: SendingConfig,
  statusUrl: TwilioOptions['statusUrl'],
): Promise<PacedChannel<Message>> {
  const { createTwilioSms } = await import('./twilio-sms.ts');
  const { twilioUrl: url, twilioAccount: account, twilioFrom: from } = config;
  const channel = createTwilioSms({ url, account, token: config.twilioTokens[0]!, from, statusUrl });
  return { channel, perSecond: config.smsPerSecond };
}

async function smtp(
  config: SendingConfig,
  unsubscribeUrl: SmtpOptions['unsubscribeUrl'],
): Promise<PacedChannel<Message>> {
  const { createSmtp } = await import('./smtp.ts');
  const { smtpUrl: url, emailFrom: from, unsubscribeMailto } = config;
  return {
    channel: createSmtp({ url, from, unsubscribeMailto, unsubscribeUrl }),
    perSecond: config.emailPerSecond,
  };
}

async function whatsapp(config: SendingConfig, links: Links): Promise<PacedChannel> {
  const { createWhatsappCloud } = await import('./whatsapp-cloud.ts');
  const { whatsappUrl: url, whatsappPhoneId: phoneId, whatsappToken: token } = config;
  const callbackData = (order: SendOrder) => links.token('status', linked(order));
  const channel = createWhatsappCloud({
    url,
    phoneId,
    token,
    language: config.whatsappLanguage,
    callbackData,
  });
  return { channel, perSecond: config.whatsappPerSecond };
}

async function webhook(config: SendingConfig): Promise<PacedChannel> {
  const { createWebhook } = await import('./webhook.ts');
  const channel = createWebhook({ url: config.webhookUrl, secret: config.webhookSecret });
  return { channel, perSecond: config.webchatPerSecond };
}

/**
 * @param tokenKey key of access tokens: where no key for links is set, one is made from it, so that neither can be used
 *   for the other
 */
export const linksOf = (config: SendingConfig, tokenKey: string): Links =>
  createLinks(
    config.linkSecrets.length
      ? config.linkSecrets
      : [createHmac('sha256', tokenKey).update('doorstep links').digest('hex')],
    config.publicUrl,
  );

/** Settings of sending: which channel goes where, its keys and its pace. By default nothing leaves the machine. */
import { choice, type Setting, secret, secretList, text, whole } from '../setting.ts';

const outboxOr = <T extends string>(env: string, other: T, what: string) =>
  choice(env, 'outbox' as 'outbox' | T, ['outbox', other], `${what}; outbox: nothing leaves`);
const pace = (env: string, fallback: number, what: string) =>
  whole(env, fallback, 1, 1000, `${what} a second at most, all dispatchers together`);

export const SENDING_SETTINGS = {
  channelSms: outboxOr('CHANNEL_SMS', 'twilio', 'Where text messages go'),
  channelEmail: outboxOr('CHANNEL_EMAIL', 'smtp', 'Where e-mails go'),
  channelWhatsapp: outboxOr('CHANNEL_WHATSAPP', 'cloud', 'Where WhatsApp messages go'),
  channelWebchat: outboxOr('CHANNEL_WEBCHAT', 'webhook', 'Where messages of the web chat go'),
  sendAttempts: whole('SEND_ATTEMPTS', 5, 1, 20, 'Tries of an order while the provider certainly takes none'),
  sendWithinMinutes: whole(
    'SEND_WITHIN_MINUTES',
    15,
    1,
    1440,
    'Age from which an order is refused: what made it lawful may have changed',
  ),
  publicUrl: text('PUBLIC_URL', '', 'Address of the gateway as providers and mail programs reach it, https'),
  linkSecrets: secretList(
    'LINK_SECRETS',
    'Keys of unsubscribe links and status callbacks, at least 32 characters; empty: made from the key of access tokens',
  ),
  twilioUrl: text('TWILIO_URL', 'https://api.twilio.com', 'Address of Twilio’s API'),
  twilioAccount: text('TWILIO_ACCOUNT_SID', '', 'Account that text messages are sent from'),
  twilioTokens: secretList('TWILIO_AUTH_TOKENS', 'Its auth tokens'),
  twilioFrom: text('TWILIO_FROM', '', 'Number in E.164, or a messaging service (MG…)'),
  smsPerSecond: pace('SMS_PER_SECOND', 1, 'Text messages'),
  smtpUrl: secret('SMTP_URL', 'Mail relay, smtps://user:password@host; it must sign with DKIM (RFC 8058)'),
  emailFrom: text('EMAIL_FROM', '', 'Sender of e-mails, as Name <address>'),
  unsubscribeMailto: text(
    'UNSUBSCRIBE_MAILTO',
    '',
    'Mailbox in List-Unsubscribe, read by a person; empty: only the link',
  ),
  emailPerSecond: pace('EMAIL_PER_SECOND', 10, 'E-mails'),
  whatsappUrl: text('WHATSAPP_URL', 'https://graph.facebook.com/v23.0', 'Address of the Graph API'),
  whatsappPhoneId: text('WHATSAPP_PHONE_ID', '', 'Id of the phone number that WhatsApp messages come from'),
  whatsappToken: secret('WHATSAPP_TOKEN', 'Access token of the Graph API'),
  whatsappAppSecrets: secretList('WHATSAPP_APP_SECRETS', 'App secrets that webhooks are signed with'),
  whatsappVerifyToken: secret('WHATSAPP_VERIFY_TOKEN', 'Token that Meta shows when a webhook is set up'),
  whatsappLanguage: text('WHATSAPP_LANGUAGE', 'en_US', 'Language of approved templates'),
  whatsappPerSecond: pace('WHATSAPP_PER_SECOND', 20, 'WhatsApp messages'),
  webhookUrl: text('WEBHOOK_URL', '', 'Takes messages of the web chat, https; signed by Standard Webhooks'),
  webhookSecret: secret('WEBHOOK_SECRET', 'Key of its signature (whsec_…)'),
  webchatPerSecond: pace('WEBCHAT_PER_SECOND', 50, 'Messages of the web chat'),
} satisfies Record<string, Setting<unknown>>;

export type SendingConfig = {
  -readonly [K in keyof typeof SENDING_SETTINGS]: ReturnType<(typeof SENDING_SETTINGS)[K]['parse']>;
};
type Name = keyof SendingConfig;

/** What each channel cannot do without. */
const NEEDS: Partial<Record<Name, readonly Name[]>> = {
  channelSms: ['twilioAccount', 'twilioTokens', 'twilioFrom'],
  // Without a way to unsubscribe in one click, mail of many must not go out (RFC 8058; Google and Yahoo ask for it).
  channelEmail: ['smtpUrl', 'emailFrom', 'publicUrl'],
  channelWhatsapp: ['whatsappPhoneId', 'whatsappToken'],
  channelWebchat: ['webhookUrl', 'webhookSecret'],
};

/** What is missing or contradicts itself, each with the setting to change. */
export function sendingProblems(config: SendingConfig): string[] {
  const problems: string[] = [];
  for (const [channel, needed] of Object.entries(NEEDS) as [Name, readonly Name[]][]) {
    if (config[channel] === 'outbox') continue;
    for (const name of needed) {
      if (String(config[name])) continue;
      const { env } = SENDING_SETTINGS[name];
      problems.push(`${env}: is needed with ${SENDING_SETTINGS[channel].env}=${config[channel]}`);
    }
  }
  for (const name of ['publicUrl', 'webhookUrl'] as const) {
    if (config[name] && !config[name].startsWith('https://'))
      problems.push(`${SENDING_SETTINGS[name].env}: must begin with https://`);
  }
  if (config.linkSecrets.some((key) => key.length < 32))
    problems.push('LINK_SECRETS: each must have at least 32 characters');
  return problems;
}

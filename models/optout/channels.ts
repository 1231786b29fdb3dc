/**
 * Which channels a text gives up that gives up a channel: those it names, but for what it keeps; all others where it
 * only says what it keeps; the one it came by where it names none. Letters, flyers and other people's
 * messengers are no channel of Doorstep's.
 */
import { Channel } from '../../schemas/words.ts';
import { normalise } from './normalise.ts';

/** Words that name a channel in a normalised text. */
const NAMED: Partial<Record<Channel, string>> = {
  sms: 'te?xt(?:s|ing|in|ed)?|txts?|sms|msgs?|textos?|texte\\w*|mensajes',
  email: 'e ?mail(?:s|ing|ed)?|correos?',
  webchat: '(?:web ?)?chat(?:s|ting)?',
  whatsapp: 'whatsapp\\w*',
  voicemail: 'voice ?mails?|vms?',
  call: '(?:phone |robo)?call(?:s|ing|in|ed)?|by phone|phone(?= is)|llam\\w+',
};
const ELSEWHERE =
  /\b(?:postcards?|flyers?|mailers?|letters?|mailing|mailbox|dms?|facebook|messenger|instagram)\b/u;

const BEFORE =
  '(?:only|just|solo|mejor|instead|prefer|use|stick to|stick with|by|via|por|send a|can|can still|can always|mandeme|fine with|ok with|ok w|message)';
const AFTER =
  '(?:only|ok|okay|fine|better|works?|best|instead|good|great|nada mas|easier|preferred|welcome|the way|if its|if you|the (?:landline|house)|my (?:home|house))';
const DENIED = '(?<!\\b(?:dont|not|never|no|stop|quit|or|and|nor|can|to|no me|de) )';

const kept = (words: string): RegExp =>
  new RegExp(
    `\\b${BEFORE} (?:by |via |por |me |us |an? |with )*(?:${words})\\b` +
      `|${DENIED}\\b(?:${words})(?: (?:me|us|is|are|it|here))* ${AFTER}\\b` +
      `|${DENIED}\\b(?:${words}) (?:me|us)\\b|${DENIED}\\b(?:${words})(?= \\.| please$|$)(?<!(?:ing|ed|s))`,
    'u',
  );

const PATTERNS = Channel.enum.map((channel) => {
  const words = NAMED[channel]!;
  return { channel, named: new RegExp(`\\b(?:${words})\\b`, 'u'), kept: kept(words) };
});

/** @param cameBy the channel of the message */
export function channelsEnded(text: string, cameBy: Channel): Channel[] {
  const plain = normalise(text);
  const named = PATTERNS.filter((channel) => channel.named.test(plain));
  const keeping = named.filter((channel) => channel.kept.test(plain));
  const ended = named.filter((channel) => !keeping.includes(channel)).map(({ channel }) => channel);
  if (ended.length > 0) return ended;
  if (ELSEWHERE.test(plain)) return [];
  if (keeping.length === 0) return [cameBy];
  return PATTERNS.filter((pattern) => !keeping.includes(pattern)).map(({ channel }) => channel);
}

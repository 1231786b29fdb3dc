/** What a lead opted out of, in words. */
import type { Consents } from '../../../schemas/consent.ts';
import { day, percent } from './format.ts';

/** What there is to opt out of one by one. */
const WORDS: Record<string, string> = {
  sms: 'texts',
  email: 'emails',
  webchat: 'web chat',
  whatsapp: 'WhatsApp',
  voicemail: 'voicemails',
  call: 'calls',
  topics: 'a list',
};

export interface OptedOut {
  /** `Opted out of texts and calls`. */
  text: string;
  /** Since when, by what words, and how sure it is that they mean it. */
  evidence: string;
}

/** Undefined where nothing was ended. */
export function optedOut(consents: Consents): OptedOut | undefined {
  const ended = Object.entries(consents).filter(([, { given }]) => !given);
  if (ended.length === 0) return undefined;
  const named = (given: boolean) =>
    Object.keys(WORDS).flatMap((of) => (consents[of]?.given === given ? [WORDS[of]!] : []));
  const kept = named(true);
  const all = `everything${kept.length ? ` but ${joined(kept)}` : ''}`;
  return {
    text: `Opted out of ${consents.all?.given === false ? all : joined(named(false))}`,
    evidence: [...new Set(ended.map(([, consent]) => evidenceOf(consent)))].join('\n'),
  };
}

function evidenceOf({ since, text, p }: Consents[string]): string {
  const sure = p === undefined ? '' : `, meant so: ${percent(p)}`;
  return `Since ${day(since)}${text ? `: “${text}”` : ''}${sure}`;
}

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** What a lead allows, as it stands. The latest word counts by its own time, whatever order words arrive in. */
import { CONSENT_OF, type ConsentOf, type Consents } from '../schemas/consent.ts';
import type { ProfileEvent } from '../schemas/lead-event.ts';
import { iso, round } from './round.ts';

/** A word on consent, with its evidence. */
export interface ConsentWord {
  given: boolean;
  /** Epoch ms. */
  at: number;
  text?: string;
  source?: string;
  /** Of what was heard in a message: probability that it means so. */
  p?: number;
}

export type LeadConsent = Partial<Record<ConsentOf, ConsentWord>>;

/** Of what was said, shown or kept from a message. */
export const SHOWN_CHARACTERS = 200;

/** An older word changes nothing; a word on all replaces every older one. */
export function withWord(consent: LeadConsent, of: ConsentOf, word: ConsentWord): LeadConsent {
  const standing = consent[of] ?? consent.all;
  if (standing && standing.at > word.at) return consent;
  if (of !== 'all') return { ...consent, [of]: word };
  const later = Object.entries(consent).filter(([, { at }]) => at > word.at);
  return { ...Object.fromEntries(later), all: word };
}

/**
 * A profile's words. Whoever sends a profile again sends old consent again: it counts from when it was given, so that
 * it undoes no opt-out since. Consent to anything else is nothing Doorstep could ever use.
 */
export function withProfile(
  consent: LeadConsent,
  told: ProfileEvent['consent'],
  eventAt: number,
): LeadConsent {
  return CONSENT_OF.reduce((known, of) => {
    const word = told?.[of];
    if (!word) return known;
    const { given, text, source, at } = word;
    return withWord(known, of, {
      given,
      at: timeOf(at, eventAt),
      ...(text !== undefined && { text }),
      ...(source !== undefined && { source }),
    });
  }, consent);
}

/** When it was given; nobody agrees later than it is told of. */
function timeOf(at: string | number | undefined, told: number): number {
  const given = typeof at === 'string' ? Date.parse(at) : (at ?? told);
  return Number.isNaN(given) ? told : Math.min(given, told);
}

/** Whether the lead ended it. Of a channel that it was never asked about nothing is said. */
export const isEnded = (consent: LeadConsent, of: ConsentOf): boolean =>
  (consent[of] ?? consent.all)?.given === false;

/** For the eye. */
export function shownConsent(consent: LeadConsent): Consents {
  const shown: Consents = {};
  for (const of of CONSENT_OF) {
    const word = consent[of];
    if (!word) continue;
    const { given, at, text, p } = word;
    shown[of] = {
      given,
      since: iso(at),
      ...(text !== undefined && { text: cut(text, SHOWN_CHARACTERS) }),
      ...(p !== undefined && { p: round(p, 3) }),
    };
  }
  return shown;
}

/** At most so many code units, never half a surrogate pair. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? most - 1 : most);
}

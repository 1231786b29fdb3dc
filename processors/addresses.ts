/** Addresses of leads: one form for each, and the hash that is kept of it when nothing may be sent there any more. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Channel } from '../schemas/words.ts';
import type { LeadContact } from './lead-state.ts';

/** A number without a country code is taken as one of this country. */
const HOME = 'US';

/** E.164 of a phone number as people write it; undefined where it cannot be one. Source: ITU-T E.164. */
export function normalPhone(text: string): string | undefined {
  const parsed = parsePhoneNumberFromString(text, HOME);
  return parsed?.isPossible() ? parsed.number : undefined;
}

/**
 * Lower case without spaces around; undefined where it is none. Before the @ case could matter (RFC 5321 §2.4), but no
 * mail host of today tells two people apart by it, and one opt-out must hold for every spelling.
 */
export function normalEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase();
  return /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]+$/.test(email) ? email : undefined;
}

/** Where a lead is reached. */
export interface Address {
  /** E.164, an e-mail address, or the lead's id in a web chat. */
  to: string;
  /** {@link addressHash}; undefined in a web chat, where there is no address that two leads could share. */
  hash?: string;
}

/** The lead's address on a channel; undefined where it has none, or one that cannot be right. */
export function addressOf(channel: Channel, lead: string, contact: LeadContact): Address | undefined {
  if (channel === 'webchat') return { to: lead };
  const kind = channel === 'email' ? 'email' : 'sms';
  const given = kind === 'email' ? contact.email : contact.phone;
  const to = given === undefined ? undefined : kind === 'email' ? normalEmail(given) : normalPhone(given);
  return to === undefined ? undefined : { to, hash: addressHash(kind, to) };
}

/**
 * What is kept of an address that nothing may be sent to: SHA-256 in hex of `sms:+1…` or `email:…`. A phone number is one
 * address whichever channel uses it, so that an opt-out by text message holds on WhatsApp too.
 *
 * @param normal of {@link normalPhone} or {@link normalEmail}
 */
export const addressHash = (kind: 'sms' | 'email', normal: string): string =>
  bytesToHex(sha256(utf8ToBytes(`${kind}:${normal}`)));

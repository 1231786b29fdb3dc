/** Addresses of leads: one form for each, and the hash that is kept of it when nothing may be sent there any more. */
import { createHash } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Channel } from '../schemas/words.ts';
import type { LeadContact } from './lead-state.ts';

export type AddressKind = 'phone' | 'email';

/** A number without a country code is taken as one of this country. */
const HOME = 'US';

/** E.164 of a phone number as people write it; undefined where it cannot be one. Source: ITU-T E.164. */
export function normalPhone(text: string): string | undefined {
  const parsed = parsePhoneNumberFromString(text, { defaultCountry: HOME, extract: false });
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

/** A phone number is one address whichever channel uses it, so that an opt-out by text holds on WhatsApp too. */
export function addressKindOf(channel: Channel): AddressKind | undefined {
  if (channel === 'webchat') return undefined;
  return channel === 'email' ? 'email' : 'phone';
}

/** The lead's address of a kind, in its one form; undefined where it has none, or one that cannot be right. */
export function normalAddress(kind: AddressKind, { phone, email }: LeadContact): string | undefined {
  if (kind === 'email') return email === undefined ? undefined : normalEmail(email);
  return phone === undefined ? undefined : normalPhone(phone);
}

/** Where a lead is reached. */
export interface Address {
  /** E.164, an e-mail address, or the lead's id in a web chat. */
  to: string;
  /** {@link addressHash}; undefined in a web chat, where there is no address that two leads could share. */
  hash?: string;
}

/** The lead's address on a channel; undefined where it has none. */
export function addressOf(channel: Channel, lead: string, contact: LeadContact): Address | undefined {
  const kind = addressKindOf(channel);
  if (kind === undefined) return { to: lead };
  const to = normalAddress(kind, contact);
  return to === undefined ? undefined : { to, hash: addressHash(kind, to) };
}

/**
 * What is kept of an address that nothing may be sent to: SHA-256 in hex of `phone:+1…` or `email:…`.
 *
 * @param normal of {@link normalAddress}
 */
export const addressHash = (kind: AddressKind, normal: string): string =>
  createHash('sha256').update(`${kind}:${normal}`).digest('hex');

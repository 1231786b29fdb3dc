/** Phone numbers and e-mail addresses as the registry knows them: by a hash, so that it holds no address. */
import { hash } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Channel } from '../schemas/words.ts';

export type AddressKind = 'phone' | 'email';

/** How a number without a country code is read. */
const COUNTRY = 'US';
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** E.164, e.g. `+13125550142`; undefined where it is no number. */
export function normalPhone(phone: string | undefined): string | undefined {
  const parsed = phone ? parsePhoneNumberFromString(phone, COUNTRY) : undefined;
  return parsed?.isPossible() ? parsed.number : undefined;
}

/** Lower case, trimmed; undefined where it is no address. */
export function normalEmail(email: string | undefined): string | undefined {
  const trimmed = email?.trim().toLowerCase();
  return trimmed && EMAIL.test(trimmed) ? trimmed : undefined;
}

export const addressKindOf = (channel: Channel): AddressKind | undefined => {
  if (channel === 'email') return 'email';
  return channel === 'webchat' ? undefined : 'phone';
};

/** The address that a channel needs, normalised; undefined where the lead has none of that kind. */
export function addressFor(
  channel: Channel,
  { phone, email }: { phone?: string | undefined; email?: string | undefined },
): string | undefined {
  const kind = addressKindOf(channel);
  if (kind === undefined) return undefined;
  return kind === 'email' ? normalEmail(email) : normalPhone(phone);
}

/** SHA-256, hex, of the kind and the normalised address. */
export const addressHash = (kind: AddressKind, address: string): string =>
  hash('sha256', `${kind}:${address}`, 'hex');

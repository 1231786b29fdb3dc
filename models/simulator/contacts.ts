/** How each lead of a nurtured world can be reached, where it lives, and what it has agreed to. */
import type { ProfileEvent } from '../../schemas/lead-event.ts';
import type { Channel } from '../../schemas/words.ts';
import { pick, type Random, STREAM, streamOf } from './draws.ts';
import { PLACES, type Place } from './places.ts';
import type { Traits } from './traits.ts';

export interface Contact {
  /** Where the lead lives. */
  place: Place;
  /** Of its phone; another than where it lives for those who moved. */
  phonePlace: Place | undefined;
  phone: string | undefined;
  email: string | undefined;
  /** Whether its profile names its time zone. */
  tellsZone: boolean;
  doNotContact: boolean;
  /** Channels it agreed to be written to by, and those it said no to in its profile. */
  agreed: readonly Channel[];
  declined: readonly Channel[];
}

/** Shares of leads. */
const HAS = { phone: 0.9, email: 0.88, zone: 0.93, moved: 0.18, shared: 0.05, blocked: 0.01 };
const AGREES = { sms: 0.72, email: 0.85, whatsapp: 0.6, declines: 0.3 };

/**
 * @param zone where the lead's area is
 * @param earlier contacts of leads that came before: a household, or one person twice, shares a number or a mailbox
 */
export function drawContact(
  seed: number,
  index: number,
  { channel }: Traits,
  zone: string,
  earlier: readonly Contact[],
): Contact {
  const random = streamOf(seed, STREAM.contacts, index);
  const place = pick(random, placesIn(zone));
  const moved = random() < HAS.moved;
  const tellsZone = moved || random() < HAS.zone;
  const phonePlace = moved ? pick(random, PLACES) : place;
  const hasPhone = channel === 'sms' || channel === 'whatsapp' || random() < HAS.phone;
  const hasEmail = channel === 'email' || !hasPhone || random() < HAS.email;
  const own = {
    phone: hasPhone ? phoneOf(phonePlace, index, random) : undefined,
    email: hasEmail ? `lead.${index + 1}@example.com` : undefined,
  };
  const consent = drawConsent(channel, random);
  const doNotContact = random() < HAS.blocked;
  const shared = random() < HAS.shared && earlier.length > 0 ? pick(random, earlier) : undefined;
  const living = shared?.phone !== undefined && hasPhone && shared.place.zone === zone ? shared : undefined;
  return {
    ...{ tellsZone, doNotContact, ...consent },
    place: living?.place ?? place,
    phonePlace: hasPhone ? (living?.phonePlace ?? phonePlace) : undefined,
    phone: living?.phone ?? own.phone,
    email: (hasEmail && shared?.email) || own.email,
    ...(living && { tellsZone: true }),
  };
}

const placesIn = (zone: string): Place[] => PLACES.filter((place) => place.zone === zone);

/** As people write them; 555 is nobody's. */
function phoneOf({ areaCodes }: Place, index: number, random: Random): string {
  const code = pick(random, areaCodes);
  const line = String(index % 10_000).padStart(4, '0');
  const exchange = String(200 + (Math.floor(index / 10_000) % 700));
  return pick(random, [`+1${code}${exchange}${line}`, `(${code}) ${exchange}-${line}`]);
}

/** Nobody declines the channel it writes by. */
function drawConsent(own: Channel, random: Random): { agreed: Channel[]; declined: Channel[] } {
  const agreed: Channel[] = [];
  const declined: Channel[] = [];
  for (const channel of ['sms', 'email', 'whatsapp'] as const) {
    if (random() < AGREES[channel]) agreed.push(channel);
    else if (random() < AGREES.declines && channel !== own) declined.push(channel);
  }
  return { agreed, declined };
}

/** What the lead's profile says of it. @param at when it agreed, epoch ms */
export function profileOf(contact: Contact, at: number): Partial<ProfileEvent> {
  const { phone, email, tellsZone, place, agreed, declined, doNotContact } = contact;
  const yes = { given: true, text: 'I agree to messages about homes', source: 'web form', at };
  const consent = Object.fromEntries([
    ...agreed.map((channel) => [channel, yes]),
    ...declined.map((channel) => [channel, { given: false, source: 'web form', at }]),
  ]);
  return {
    ...(phone !== undefined && { phone }),
    ...(email !== undefined && { email }),
    ...(tellsZone && { timezone: place.zone }),
    ...(doNotContact && { doNotContact }),
    ...(Object.keys(consent).length > 0 && { consent }),
  };
}

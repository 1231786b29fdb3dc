/** Tells the tenant's address registry where the lead can be reached, and that it must not be, any more or again. */
import type { Output } from '../../schemas/flow.ts';
import { addressKey } from '../../schemas/shards.ts';
import type { AddressEvent } from '../../schemas/system-event.ts';
import { Channel } from '../../schemas/words.ts';
import { type AddressKind, addressHash, addressKindOf, normalAddress } from '../addresses.ts';
import { type ConsentWord, isEnded } from '../keep-consent.ts';
import type { LeadState } from '../lead-state.ts';
import { type FollowUpTurn, withNurture } from './follow-up-turn.ts';

const KINDS: readonly AddressKind[] = ['phone', 'email'];
const CHANNELS_OF: Record<AddressKind, readonly Channel[]> = {
  phone: Channel.enum.filter((channel) => addressKindOf(channel) === 'phone'),
  email: ['email'],
};

export function tellRegistry(turn: FollowUpTurn): { turn: FollowUpTurn; outputs: Output[] } {
  const { state, before, nurture, event } = turn;
  const consent = before && !before.erased ? before.consent : {};
  if (event.type !== 'profile' && event.type !== 'erase' && state.consent === before?.consent)
    return { turn, outputs: [] };
  const outputs: Output[] = [];
  const addresses = { ...nurture.addresses };
  for (const kind of KINDS) {
    const known = nurture.addresses[kind];
    const hash = event.type === 'erase' ? '' : hashOf(state, kind);
    const say = (of: string, says: AddressEvent['says']) => outputs.push(told(turn, kind, of, says));
    if (known && known !== hash) say(known, 'gone');
    if (hash && known !== hash) say(hash, 'here');
    addresses[kind] = hash;
    const said = hash && newWord(known === hash ? consent : {}, state.consent, kind);
    // A person's word that it was misheard is no consent: it takes back this lead's opt-out, and nobody else's.
    if (said) say(hash, said === 'opted_in' && event.type === 'handback' ? 'withdrawn' : said);
  }
  return { turn: withNurture(turn, { addresses }), outputs };
}

function hashOf({ contact }: LeadState, kind: AddressKind): string {
  const address = normalAddress(kind, contact);
  return address === undefined ? '' : addressHash(kind, address);
}

/**
 * Who ends one way of being called ends all with that number; who allows one again allows the number. A box left empty
 * in a form ends nothing: whoever wants texts and no WhatsApp is to get the texts, and whoever wants e-mails and no
 * WhatsApp is answered when it texts.
 */
function newWord(
  before: LeadState['consent'],
  now: LeadState['consent'],
  kind: AddressKind,
): 'opted_out' | 'opted_in' | undefined {
  const moved = CHANNELS_OF[kind].filter(
    (channel) =>
      endsAtLast(before, now, channel) ||
      (isEnded(before, channel) !== isEnded(now, channel) && !neverBegan(before, now, channel)),
  );
  if (moved.length === 0) return undefined;
  return moved.some((channel) => isEnded(now, channel)) ? 'opted_out' : 'opted_in';
}

/** A profile says no to a channel that was never said yes to, and yes to another. */
function neverBegan(before: LeadState['consent'], now: LeadState['consent'], channel: Channel): boolean {
  if (!isOfForm(now[channel]) || now[channel]?.given) return false;
  const standing = before[channel] ?? before.all;
  return standing === undefined && Channel.enum.some((other) => now[other]?.given);
}

/**
 * The box was left empty, which nobody else was told; now all is ended, and everybody is. Where that was misheard it is
 * not told back: the box may as well have been a no that was told.
 */
const endsAtLast = (before: LeadState['consent'], now: LeadState['consent'], channel: Channel): boolean =>
  isOfForm(before[channel]) && isEnded(before, channel) && isEnded(now, channel) && !isOfForm(now[channel]);

const isOfForm = (word: ConsentWord | undefined): boolean =>
  word !== undefined && word.p === undefined && word.source !== 'outcome';

function told(
  { state, now }: FollowUpTurn,
  kind: AddressKind,
  hash: string,
  says: AddressEvent['says'],
): Output {
  const { tenant, lead, seq } = state;
  const event: AddressEvent = {
    id: `address:${lead.slice(0, 90)}:${seq}:${says}`,
    tenant,
    lead,
    at: now,
    type: 'address',
    hash,
    kind,
    says,
  };
  return { to: 'outbox', space: 'leads', key: addressKey(tenant, hash), event };
}

/**
 * The tenant's registry of addresses: which leads share a phone number or an e-mail, and whether one of them opted out
 * with it. Who opts out is one person, however many leads a brokerage made of them.
 */
import { drop, type Outcome, type Output, pass, type Worked } from '../schemas/flow.ts';
import { leadKey, suppressedList } from '../schemas/shards.ts';
import type { AddressEvent, SuppressionEvent } from '../schemas/system-event.ts';

export interface AddressCard {
  v: 1;
  hash: string;
  /** Leads with this address, newest last. */
  leads: string[];
  /** Epoch ms of the opt-out; 0: none. */
  suppressedAt: number;
  /** Leads that opted out; absent where that is not known. */
  by?: string[];
}

/** More leads than that share no person's address: a switchboard, or a mistake. The oldest are forgotten. */
const MOST_LEADS = 500;

export const isAddressCard = (state: object): state is AddressCard => 'suppressedAt' in state;

export const packAddressCard = (card: AddressCard): Uint8Array => Buffer.from(JSON.stringify(card));

export function keepAddress(
  known: AddressCard | undefined,
  event: AddressEvent,
): Outcome<Worked<AddressCard>> {
  const card = known ?? { v: 1, hash: event.hash, leads: [], suppressedAt: 0, by: [] };
  switch (event.says) {
    case 'here':
      return arrived(card, event);
    case 'gone':
      return pass({
        state: { ...card, leads: card.leads.filter((lead) => lead !== event.lead) },
        outputs: [],
      });
    case 'opted_out':
      return optedOut(card, event);
    case 'opted_in':
      if (card.suppressedAt === 0 || card.suppressedAt > event.at) return drop('not suppressed');
      return told({ ...card, by: [] }, event, 0);
    case 'withdrawn':
      return withdrawn(card, event);
  }
}

function optedOut(known: AddressCard, event: AddressEvent): Outcome<Worked<AddressCard>> {
  const of = known.by ?? (known.suppressedAt > 0 ? undefined : []);
  if (known.suppressedAt >= event.at && of?.includes(event.lead)) return drop('suppressed already');
  const { by: _, ...card } = known;
  const by = of && [...of.filter((lead) => lead !== event.lead), event.lead];
  // Of more than are remembered, nobody knows who they were.
  const state = by && by.length <= MOST_LEADS ? { ...card, by } : card;
  return known.suppressedAt < event.at ? told(state, event, event.at) : pass({ state, outputs: [] });
}

/** It was misheard: nothing is suppressed any more, unless somebody else opted out, or may have. */
function withdrawn(card: AddressCard, event: AddressEvent): Outcome<Worked<AddressCard>> {
  if (!card.by?.includes(event.lead)) return drop('this lead did not suppress it');
  const state = { ...card, by: card.by.filter((lead) => lead !== event.lead) };
  return state.by.length > 0 ? pass({ state, outputs: [] }) : told(state, event, 0);
}

function arrived(card: AddressCard, event: AddressEvent): Outcome<Worked<AddressCard>> {
  const leads = [...card.leads.filter((lead) => lead !== event.lead), event.lead].slice(-MOST_LEADS);
  const outputs = card.suppressedAt > 0 ? [tell(event.lead, event, true)] : [];
  return pass({ state: { ...card, leads }, outputs });
}

/** Everyone else with this address hears of it; who said it knows. */
function told(card: AddressCard, event: AddressEvent, suppressedAt: number): Outcome<Worked<AddressCard>> {
  const { tenant, hash, lead } = event;
  const suppressed = suppressedAt > 0;
  const others = card.leads.filter((other) => other !== lead);
  const listed: Output = {
    ...{ to: 'roster', list: suppressedList(tenant), member: hash },
    score: suppressed ? suppressedAt : null,
  };
  return pass({
    state: { ...card, suppressedAt },
    outputs: [listed, ...others.map((other) => tell(other, event, suppressed))],
  });
}

function tell(lead: string, { tenant, id, at, hash, kind }: AddressEvent, suppressed: boolean): Output {
  const event: SuppressionEvent = {
    ...{ id: `suppression:${hash.slice(0, 16)}:${id}`, tenant, lead, at, type: 'suppression' },
    ...{ kind, suppressed },
  };
  return { to: 'outbox', space: 'leads', key: leadKey(tenant, lead), event };
}

/**
 * When a lead touches its neighbourhood, and when it asks how that fares. The live stream sends a touch to another
 * shard and hears back from it, so this is for what matters, not for every message.
 */
import type { LeadEvent } from '../../schemas/lead-event.ts';
import type { Deed } from './graph-node.ts';

export type NodeKind = 'listing' | 'area' | 'agent';

export interface Touch {
  kind: NodeKind;
  id: string;
  deed: Deed;
  /** Whether the lead wants to hear how the node was before. */
  ask: boolean;
}

/** How a lead stood before and after an event. */
export interface Passage {
  event: Pick<LeadEvent, 'type'> & { activity?: string; ref?: string; result?: string };
  before: {
    stage: number;
    listing?: string | undefined;
    area?: string | undefined;
    agent?: string | undefined;
  };
  after: Passage['before'];
}

/** Activities whose `ref` is a listing; elsewhere it is a document. */
const ON_LISTINGS = new Set([
  ...['listing_view', 'favorite', 'showing_booked', 'showing_attended', 'showing_missed'],
  ...['offer_made', 'offer_accepted', 'listing_signed'],
]);
const BY_ACTIVITY: Record<string, Deed> = {
  ...{ showing_attended: 'showing', offer_made: 'offer', offer_accepted: 'accepted' },
};
const BY_RESULT: Record<string, Deed> = { converted: 'converted', lost: 'lost', opted_out: 'lost' };

const ENDS: ReadonlySet<Deed> = new Set(['accepted', 'converted', 'lost']);

/** The listing an event touches. */
export const listingOf = ({ type, activity, ref }: Passage['event']): string | undefined =>
  type === 'activity' && ON_LISTINGS.has(activity!) ? ref : undefined;

export function touchesOf({ event, before, after }: Passage): Touch[] {
  const looks = listingOf(event) !== undefined && after.listing !== before.listing;
  const stepped = after.stage !== before.stage;
  const deed =
    BY_ACTIVITY[event.activity ?? ''] ?? BY_RESULT[event.result ?? ''] ?? (stepped ? 'step' : 'look');
  const did = deed !== 'look';
  // Areas and agents hear how far leads come and how they end; each showing and offer is the listing's to know.
  const came = stepped || ENDS.has(deed);
  const touches: Touch[] = [];
  const touch = (kind: NodeKind, id: string | undefined, when: boolean, ask: boolean) => {
    if (id !== undefined && when) touches.push({ kind, id, deed, ask });
  };
  touch('listing', after.listing, looks || did, looks);
  touch('area', after.area, came || after.area !== before.area, stepped || after.area !== before.area);
  touch('agent', after.agent, came || after.agent !== before.agent, stepped || after.agent !== before.agent);
  return touches;
}

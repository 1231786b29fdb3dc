/**
 * Which listings draw which segment: the segment's share of a listing's viewers against its share of all who look at
 * listings. What counts is the lower bound, so that three viewers of one kind are not news; it is at 99.9 %, since
 * hundreds of listings times 56 segments are looked at.
 */
import type { ListingDraw } from '../../schemas/similar.ts';
import { wilson, Z999 } from './chance.ts';
import { DAY_MS, LEAST_CASES } from './next-steps.ts';

/** Times are kept in minutes: as small integers they take no memory of their own. */
const MINUTE_MS = 60_000;
const KEPT_MINUTES = (28 * DAY_MS) / MINUTE_MS;
/** At some 35 bytes a look; an active brokerage's leads look at a dozen homes each within the time. */
const MOST_LISTINGS = 5000;
const MOST_VIEWERS = 1000;
const MOST_REPORTED = 20;

/** Activities whose reference is a listing somebody is drawn to. */
export const DRAWN: ReadonlySet<string> = new Set([
  'listing_view',
  'favorite',
  'showing_booked',
  'showing_attended',
  'offer_made',
]);

export class ListingDraws {
  /** Listing → lead → the minute it last looked; both oldest first, so that the oldest make room. */
  private readonly viewers = new Map<string, Map<string, number>>();

  /**
   * @param lead always the same string for a lead, since it is kept once for each listing
   * @param at event time, epoch ms
   */
  hear(lead: string, listing: string, at: number): void {
    const leads = this.viewers.get(listing) ?? new Map<string, number>();
    this.viewers.delete(listing);
    this.viewers.set(listing, leads);
    if (this.viewers.size > MOST_LISTINGS) this.viewers.delete(this.viewers.keys().next().value!);
    const last = leads.get(lead) ?? 0;
    leads.delete(lead);
    leads.set(lead, Math.max(Math.floor(at / MINUTE_MS), last));
    if (leads.size > MOST_VIEWERS) leads.delete(leads.keys().next().value!);
  }

  forget(lead: string): void {
    for (const leads of this.viewers.values()) leads.delete(lead);
  }

  /** @param segmentOf a lead's segment now; undefined of one that is gone */
  report(segmentOf: (lead: string) => string | undefined, asOf: number): ListingDraw[] {
    this.dropBefore(Math.floor(asOf / MINUTE_MS) - KEPT_MINUTES);
    const everyone = new Set([...this.viewers.values()].flatMap((leads) => [...leads.keys()]));
    const tenant = countBy(everyone, segmentOf);
    const draws: ListingDraw[] = [];
    for (const [listing, leads] of this.viewers) {
      const { total: viewers, counts } = countBy(leads.keys(), segmentOf);
      if (viewers < LEAST_CASES) continue;
      for (const [segment, count] of counts) {
        const [atLeast] = wilson(count, viewers, Z999);
        const tenantShare = tenant.counts.get(segment)! / tenant.total;
        if (atLeast <= tenantShare) continue;
        draws.push({ listing, segment, viewers, count, share: count / viewers, atLeast, tenantShare });
      }
    }
    return draws
      .sort((a, b) => b.atLeast - b.tenantShare - (a.atLeast - a.tenantShare))
      .slice(0, MOST_REPORTED);
  }

  private dropBefore(minute: number): void {
    for (const [listing, leads] of this.viewers) {
      for (const [lead, at] of leads) if (at < minute) leads.delete(lead);
      if (leads.size === 0) this.viewers.delete(listing);
    }
  }
}

function countBy(leads: Iterable<string>, segmentOf: (lead: string) => string | undefined) {
  const counts = new Map<string, number>();
  let total = 0;
  for (const lead of leads) {
    const segment = segmentOf(lead);
    if (segment === undefined) continue;
    total++;
    counts.set(segment, (counts.get(segment) ?? 0) + 1);
  }
  return { total, counts };
}

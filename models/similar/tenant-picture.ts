/**
 * All leads of one tenant together: who is like whom, and what they have in common. A projection: everything but the
 * counts of what passed can be made again from the leads' states. Tenants never meet, each has its own.
 */
import { segmentNamed } from '../../schemas/segments.ts';
import type { Patterns } from '../../schemas/similar.ts';
import { cohortShifts, type NewLead } from './cohort-shifts.ts';
import { LeadIndex } from './lead-index.ts';
import { type LeadTraits, leadVector, similarityOf } from './lead-vector.ts';
import { DRAWN, ListingDraws } from './listing-draw.ts';
import { LEAST_CASES, NextSteps } from './next-steps.ts';
import { whyAlike } from './why-alike.ts';

/** Leads of one tenant at most, about 100 MB. Further ones are answered for but not compared with. */
export const MOST_LEADS = 200_000;

/** A lead as far as patterns need it. */
export interface KnownLead extends NewLead {
  traits: LeadTraits;
  /** Event time of its latest event, epoch ms. */
  lastAt: number;
}

/** Something that happened with a lead. */
export interface Heard {
  lead: string;
  /** Event time, epoch ms, not in the future. */
  at: number;
  /** Undefined where the lead itself did nothing (an agent wrote, a day passed). */
  did?: string;
  listing?: string;
}

export interface Alike {
  lead: string;
  similarity: number;
  why: string[];
}

interface Kept extends NewLead {
  /** Its id as it is kept everywhere: each event brings a string of its own. */
  id: string;
  segment: string;
  beds?: number;
}

export class TenantPicture {
  private readonly index = new LeadIndex();
  private readonly known = new Map<string, Kept>();
  private readonly nextSteps = new NextSteps();
  private readonly draws = new ListingDraws();
  private asOf = 0;
  private since = 0;

  get size(): number {
    return this.known.size;
  }

  get full(): boolean {
    return this.size >= MOST_LEADS;
  }

  /** A lead as it is now. Beds are not in its state, so the last ones heard of stay. */
  put(lead: string, { traits, firstAt, lastAt, ...was }: KnownLead): void {
    this.asOf = Math.max(this.asOf, lastAt);
    const before = this.known.get(lead);
    if (!before && this.full) return;
    const beds = traits.beds ?? before?.beds;
    this.index.put(lead, leadVector(withBeds(traits, beds)));
    const [segment, early] = [segmentNamed(traits.segments[0]!.id), segmentNamed(was.early)];
    this.known.set(lead, {
      id: before?.id ?? lead,
      firstAt,
      early,
      segment,
      ...(beds !== undefined && { beds }),
    });
  }

  /** An erased lead vanishes from everything. */
  remove(lead: string): void {
    this.index.remove(lead);
    this.known.delete(lead);
    this.nextSteps.forget(lead);
    this.draws.forget(lead);
  }

  hear({ lead, at, did, listing }: Heard): void {
    this.asOf = Math.max(this.asOf, at);
    this.since ||= at;
    if (did === undefined) return;
    const known = this.known.get(lead);
    const id = known?.id ?? lead;
    this.nextSteps.hear(id, did, known?.segment, at, this.asOf);
    if (listing !== undefined && DRAWN.has(did)) this.draws.hear(id, listing, at);
  }

  /** The `count` leads most like this one, itself not among them. */
  similarTo(lead: string, { traits }: KnownLead, count: number): Alike[] {
    const vector = leadVector(withBeds(traits, traits.beds ?? this.known.get(lead)?.beds));
    return this.index.nearest(vector, count, lead).map((found) => ({
      lead: found.id,
      similarity: Math.round(similarityOf(found.squaredDistance) * 1000) / 1000,
      why: whyAlike(vector, found.vector),
    }));
  }

  /** @param complete whether all leads of the tenant are in */
  patterns(complete: boolean): Patterns {
    this.nextSteps.closeUntil(this.asOf);
    return {
      asOf: timeOf(this.asOf),
      since: timeOf(this.since),
      leads: this.size,
      complete,
      leastCases: LEAST_CASES,
      nextSteps: this.nextSteps.report(),
      cohorts: cohortShifts(this.known.values(), this.asOf),
      listings: this.draws.report((lead) => this.known.get(lead)?.segment, this.asOf),
    };
  }
}

const timeOf = (ms: number): string | null => (ms === 0 ? null : new Date(ms).toISOString());

const withBeds = (traits: LeadTraits, beds: number | undefined): LeadTraits =>
  beds === undefined ? traits : { ...traits, beds };

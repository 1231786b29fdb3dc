/** Packed states and insights of the stream, as the picture of a tenant's leads takes them. */
import type { Picture } from '../infra/gateway/pictures.ts';
import { ACTIVITIES, AT } from '../models/features/feature-layout.ts';
import { JUDGED_AFTER_MS } from '../models/similar/cohort-shifts.ts';
import type { LeadTraits } from '../models/similar/lead-vector.ts';
import { type Heard, type KnownLead, MOST_LEADS, TenantPicture } from '../models/similar/tenant-picture.ts';
import type { LeadState } from '../processors/lead-state.ts';
import { leadStates } from '../processors/lead-states.ts';
import type { BehavioralProfile } from '../schemas/insight.ts';
import type { WireInsight } from '../schemas/insight-wire.ts';

/** An amount that is said may be a fee or a month's rent; from here on it is taken for the price of a home. */
const LEAST_PRICE = 50_000;

export const pictures = { create: createPicture, mostLeads: MOST_LEADS };

function createPicture(): Picture {
  const tenant = new TenantPicture();
  return {
    get size() {
      return tenant.size;
    },
    get full() {
      return tenant.full;
    },
    put(lead, state) {
      const known = state && knownLead(leadStates.unpack(state));
      if (known) tenant.put(lead, known);
      else tenant.remove(lead);
    },
    hear({ id, lead, body }) {
      const wire = JSON.parse(String(Buffer.from(body))) as WireInsight;
      if (wire.cause.kind === 'erase') tenant.remove(lead);
      else tenant.hear(heardOf(lead, wire, Number.parseInt(id, 10)));
    },
    similarTo(lead, state, count) {
      const known = state && knownLead(leadStates.unpack(state));
      return known && tenant.similarTo(lead, known, count);
    },
    patterns: (complete) => tenant.patterns(complete),
  };
}

/** Null for an erased lead, and before its first insight. */
export function knownLead({ view, head, ...state }: LeadState): KnownLead | null {
  if (!view || !head) return null;
  const { profile } = view;
  return {
    traits: traitsOf({ ...state, view, head }),
    firstAt: state.firstAt,
    lastAt: state.lastAt,
    early: segmentAt(profile, state.firstAt + JUDGED_AFTER_MS),
  };
}

type Living = LeadState & { view: NonNullable<LeadState['view']>; head: NonNullable<LeadState['head']> };

function traitsOf({ view, head, features, habit, status, messages }: Living): LeadTraits {
  const { contact, profile, forecast } = view;
  const { acc } = features;
  const asked = acc[AT.mostMoney]!;
  const price = contact.budget ?? (asked >= LEAST_PRICE ? asked : undefined);
  const beds = head.entities.find(({ kind, value }) => kind === 'beds' && typeof value === 'number')?.value;
  return {
    segments: [{ id: profile.primaryMicrosegment, p: profile.confidenceScore }, ...profile.secondarySegments],
    ...{ status, messages, pConvert: forecast.pConvert, medianDays: forecast.medianDays },
    ...(contact.area !== undefined && { area: contact.area }),
    ...(price !== undefined && { price }),
    ...(typeof beds === 'number' && { beds }),
    activities: Object.fromEntries(ACTIVITIES.map((id, i) => [id, acc[AT.activities + i]!])),
    hours: habit.hours,
  };
}

/** The segment at a time: the last one entered by then, or the first that is still known. */
function segmentAt({ behaviorEvolution, primaryMicrosegment }: BehavioralProfile, at: number): string {
  const entered = behaviorEvolution.findLast((step) => Date.parse(step.at) <= at) ?? behaviorEvolution[0];
  return entered?.segment ?? primaryMicrosegment;
}

/** @param arrived epoch ms; an event time ahead of it would run the clock of all windows ahead */
function heardOf(lead: string, { at, happening }: WireInsight, arrived: number): Heard {
  const { ref } = happening;
  const did = didOf(happening);
  return {
    lead,
    at: Math.min(Date.parse(at), arrived),
    ...(did !== undefined && { did }),
    ...(ref !== undefined && { listing: ref }),
  };
}

function didOf({ type, from, activity, result }: WireInsight['happening']): string | undefined {
  if (type === 'message') return from === 'lead' ? 'message' : undefined;
  if (type === 'activity') return activity;
  return type === 'outcome' ? `outcome.${result}` : undefined;
}

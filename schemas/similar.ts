/** What leads have in common: similar leads of one, and patterns across all leads of a tenant. */
import Type, { type Static } from 'typebox';
import { Probability, Time } from './words.ts';

const Count = Type.Integer({ minimum: 0 });

export const SimilarLead = Type.Object({
  lead: Type.String(),
  name: Type.Optional(Type.String()),
  similarity: Probability,
  segment: Type.String(),
  status: Type.String(),
  why: Type.Array(Type.String(), { description: 'What they agree in, the weightiest first' }),
});
export type SimilarLead = Static<typeof SimilarLead>;

export const SimilarLeads = Type.Object({
  similar: Type.Array(SimilarLead, { description: 'Most similar first, at most 10' }),
  among: Type.Integer({ minimum: 0, description: 'Leads compared' }),
  complete: Type.Boolean({ description: 'False while leads are still being gathered after a start' }),
});
export type SimilarLeads = Static<typeof SimilarLeads>;

/** A share with its 95 % interval (Wilson). */
const share = {
  count: Count,
  share: Probability,
  low: Probability,
  high: Probability,
};

export const NextStep = Type.Object({
  segment: Type.String(),
  cases: Type.Integer({ minimum: 0, description: 'Windows of a week that have ended, one a lead at a time' }),
  enough: Type.Boolean({ description: 'False below the least number of cases: no shares then' }),
  did: Type.Array(
    Type.Object({
      kind: Type.String({ description: 'message, silence, an activity, or outcome.<result>' }),
      ...share,
    }),
  ),
});
export type NextStep = Static<typeof NextStep>;

const Window = Type.Object({ from: Time, to: Time, leads: Count });

export const CohortShifts = Type.Object({
  recent: Window,
  before: Window,
  enough: Type.Boolean(),
  shifts: Type.Array(
    Type.Object({
      segment: Type.String(),
      recent: Count,
      before: Count,
      recentShare: Probability,
      beforeShare: Probability,
      p: Type.Number({ description: 'Fisher’s exact test, two-sided' }),
    }),
    { description: 'Those that stand out at a false discovery rate of 5 %' },
  ),
});
export type CohortShifts = Static<typeof CohortShifts>;

export const ListingDraw = Type.Object({
  listing: Type.String(),
  segment: Type.String(),
  viewers: Type.Integer({ minimum: 0, description: 'Leads that looked at it, each once' }),
  count: Type.Integer({ minimum: 0, description: 'Those of them in the segment' }),
  share: Probability,
  atLeast: Type.Number({ description: 'Lower bound of the share, 99.9 %' }),
  tenantShare: Type.Number({ description: 'Share of the segment among all leads that look at listings' }),
});
export type ListingDraw = Static<typeof ListingDraw>;

export const Patterns = Type.Object({
  asOf: Type.Union([Time, Type.Null()], { description: 'Event time of the latest insight heard' }),
  since: Type.Union([Time, Type.Null()], { description: 'From when on next steps and listings are counted' }),
  leads: Count,
  complete: Type.Boolean({ description: 'False while leads are still being gathered after a start' }),
  leastCases: Type.Integer({ description: 'Below this many cases nothing is said' }),
  nextSteps: Type.Array(NextStep),
  cohorts: CohortShifts,
  listings: Type.Array(ListingDraw, { description: 'What draws a segment most, by the lower bound' }),
});
export type Patterns = Static<typeof Patterns>;

/**
 * What nurturing brings about, measured by the learning role against leads that are held out, and kept for the gateway
 * as JSON in Redis. What is not known yet is null and says what is missing; nothing is rounded up to a result.
 */
import Type, { type Static } from 'typebox';
import { Probability, Tenant, Time } from './words.ts';

const Count = Type.Integer({ minimum: 0 });
const Level = Type.Number({
  exclusiveMinimum: 0,
  exclusiveMaximum: 1,
  description: 'Of the interval, e.g. .95',
});

const Arm = Type.Object({ leads: Count, conversions: Count });

/** Intention to treat: every lead counts in the arm it was put into, whatever was sent. */
export const Uplift = Type.Object({
  treated: Arm,
  holdout: Arm,
  windowDays: Type.Integer({
    minimum: 1,
    description: 'A lead counts once this much time has passed for it',
  }),
  leastLeads: Type.Integer({ minimum: 1, description: 'Of each arm, before a difference is told' }),
  enough: Type.Boolean(),
  difference: Type.Union([Type.Null(), Type.Number({ minimum: -1, maximum: 1 })], {
    description: 'Share that converted: treated less holdout',
  }),
  low: Type.Union([Type.Null(), Type.Number({ minimum: -1, maximum: 1 })]),
  high: Type.Union([Type.Null(), Type.Number({ minimum: -1, maximum: 1 })]),
  level: Level,
  method: Type.String({ description: 'Of the interval, in words' }),
});
export type Uplift = Static<typeof Uplift>;

/** A share of counts with its interval; null while there are too few. */
const share = {
  rate: Type.Union([Type.Null(), Probability]),
  low: Type.Union([Type.Null(), Probability]),
  high: Type.Union([Type.Null(), Probability]),
};

export const ResponseRate = Type.Object({
  strategy: Type.String(),
  channel: Type.String(),
  sent: Count,
  answered: Count,
  ...share,
});
export type ResponseRate = Static<typeof ResponseRate>;

export const Effect = Type.Object({
  tenant: Tenant,
  asOf: Time,
  since: Time,
  uplift: Uplift,
  responses: Type.Array(ResponseRate, { description: 'Most sent first' }),
  leastSent: Type.Integer({ minimum: 1, description: 'Below this many sends no rate is told' }),
  automation: Type.Object({
    alone: Type.Integer({ minimum: 0, description: 'Routine steps done without a person' }),
    withPerson: Count,
    ...share,
  }),
  escalations: Type.Object({
    closed: Type.Integer({ minimum: 0, description: 'Taken over, or past their deadline' }),
    inTime: Count,
    open: Count,
    ...share,
  }),
  policy: Type.Object({
    version: Type.String(),
    mode: Type.String({ description: 'fixed or learned' }),
    since: Type.Union([Type.Null(), Time]),
    why: Type.String({ description: 'Why this one is in force' }),
  }),
  level: Level,
  notes: Type.Array(Type.String(), { description: 'What is missing, or must be known to read this' }),
});
export type Effect = Static<typeof Effect>;

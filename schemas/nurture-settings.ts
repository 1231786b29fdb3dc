/**
 * How a brokerage wants its leads nurtured. It travels as a `policy` event on every shard's log, so that a decision is
 * made by the settings in force at its place in the log, and a replay repeats it.
 */
import Type, { type Static } from 'typebox';
import { Autonomy, ContentType } from './nurture.ts';
import { checker, Id } from './words.ts';

/** What a lead's state remembers of sends bounds what a cap can count. */
const Count = Type.Integer({ minimum: 0, maximum: 30 });

export const NurtureSettings = Type.Object(
  {
    version: Type.Integer({ minimum: 1, description: 'Raised by one with every change' }),
    /** The kill switch: nothing is decided, composed or sent while it is on. */
    stopped: Type.Boolean(),
    autonomy: Type.Object({
      default: Autonomy,
      bySegment: Type.Record(Type.String(), Autonomy),
      byAgent: Type.Record(Type.String(), Autonomy),
    }),
    holdout: Type.Object({
      share: Type.Number({ minimum: 0, maximum: 0.5, description: 'Share of leads never sent marketing' }),
      salt: Type.String({ maxLength: 64 }),
    }),
    caps: Type.Object({
      perDay: Count,
      perWeek: Count,
      marketingPerWeek: Count,
      marketingPerMonth: Count,
      minHoursBetween: Type.Number({ minimum: 0, maximum: 720 }),
    }),
    sender: Type.Object({
      brokerage: Type.String({ minLength: 1, maxLength: 120 }),
      /** CAN-SPAM asks for it in every commercial e-mail. */
      postalAddress: Type.Optional(Type.String({ maxLength: 300 })),
      agents: Type.Record(Type.String(), Type.Object({ name: Type.String({ maxLength: 80 }) })),
    }),
    /** Registered campaign (10DLC) by channel, and how many messages a day it may send. */
    campaigns: Type.Record(Type.String(), Type.Object({ id: Id, dailyBudget: Type.Integer({ minimum: 0 }) })),
    /** WhatsApp: approved template by content type, for outside the 24 h window. */
    templates: Type.Partial(Type.Record(ContentType, Type.String())),
    approvalHours: Type.Number({ exclusiveMinimum: 0, maximum: 168 }),
    escalationMinutes: Type.Number({ exclusiveMinimum: 0, maximum: 10_080 }),
    /** The engine is silent for so long after a person wrote to the lead. */
    silentHoursAfterAgent: Type.Number({ minimum: 0, maximum: 720 }),
    /** So long after the lead wrote, a message still counts as the answer to it. */
    inquiryDays: Type.Number({ exclusiveMinimum: 0, maximum: 90 }),
    /** A message of the lead is answered after so long, unless a person was quicker. */
    answerSeconds: Type.Integer({ minimum: 5, maximum: 3600 }),
    /** From this budget on, a lead whose forecast is unsure is looked at by a person. */
    highValue: Type.Number({ minimum: 0, description: 'US dollars' }),
    /** Of a price, what the brokerage earns on its side: values what is at risk. */
    commission: Type.Optional(Type.Number({ minimum: 0, maximum: 0.2 })),
  },
  { additionalProperties: false },
);
export type NurtureSettings = Static<typeof NurtureSettings>;
export const NURTURE_SETTINGS = checker(NurtureSettings);

/** In force where a brokerage has said nothing: drafts are shown, nothing is sent. */
export const DEFAULT_SETTINGS: NurtureSettings = {
  version: 1,
  stopped: false,
  autonomy: { default: 'suggest', bySegment: {}, byAgent: {} },
  holdout: { share: 0.1, salt: 'doorstep' },
  caps: { perDay: 6, perWeek: 20, marketingPerWeek: 2, marketingPerMonth: 6, minHoursBetween: 4 },
  sender: { brokerage: 'your brokerage', agents: {} },
  campaigns: {},
  templates: {},
  approvalHours: 24,
  escalationMinutes: 60,
  silentHoursAfterAgent: 24,
  inquiryDays: 7,
  answerSeconds: 90,
  highValue: 1_500_000,
};

/** LeadEvent v1: the one inbound contract. */
import Type, { type Static } from 'typebox';
import { CONSENT_OF } from './consent.ts';
import { At, Channel, checker, Id, Tenant } from './words.ts';

export const MAX_TEXT_BYTES = 16 * 1024;

export const Activity = Type.Enum([
  'listing_view',
  'saved_search',
  'favorite',
  'email_open',
  'link_click',
  'calculator_use',
  'showing_booked',
  'showing_attended',
  'showing_missed',
  'doc_download',
  'call_answered',
  'call_missed',
  'offer_made',
  'offer_accepted',
  'listing_signed',
]);
export type Activity = Static<typeof Activity>;

export const Result = Type.Enum(['converted', 'lost', 'opted_out', 'reopened']);
export type Result = Static<typeof Result>;

/** Consent for one channel, with its evidence. */
export const Consent = Type.Object({
  given: Type.Boolean(),
  text: Type.Optional(Type.String({ maxLength: 2000 })),
  at: Type.Optional(At),
  source: Type.Optional(Type.String({ maxLength: 200 })),
});

const common = {
  id: Id,
  tenant: Type.Optional(Tenant),
  lead: Id,
  at: At,
};

const Short = Type.String({ maxLength: 200 });

export const MessageEvent = Type.Object({
  ...common,
  type: Type.Literal('message'),
  from: Type.Enum(['lead', 'agent', 'system']),
  channel: Channel,
  text: Type.String({ maxLength: MAX_TEXT_BYTES, description: 'At most 16 KiB of UTF-8' }),
  agent: Type.Optional(Id),
});

export const ActivityEvent = Type.Object({
  ...common,
  type: Type.Literal('activity'),
  activity: Activity,
  ref: Type.Optional(Type.String({ maxLength: 200, description: 'Listing or document' })),
});

export const ProfileEvent = Type.Object({
  ...common,
  type: Type.Literal('profile'),
  timezone: Type.Optional(Type.String({ maxLength: 64, description: 'IANA time zone' })),
  source: Type.Optional(Short),
  area: Type.Optional(Short),
  budget: Type.Optional(Type.Number({ minimum: 0, description: 'US dollars' })),
  consent: Type.Optional(
    Type.Record(Type.String(), Consent, {
      description: `By ${CONSENT_OF.join(', ')}; other names are passed over`,
    }),
  ),
  agent: Type.Optional(Id),
  name: Type.Optional(Short),
  phone: Type.Optional(Short),
  email: Type.Optional(Short),
  home: Type.Optional(
    Type.Object(
      {
        listing: Type.Optional(Id),
        price: Type.Optional(Type.Number({ minimum: 0, description: 'US dollars' })),
        beds: Type.Optional(Type.Number({ minimum: 0 })),
        baths: Type.Optional(Type.Number({ minimum: 0 })),
      },
      { description: 'What the lead has to sell' },
    ),
  ),
  doNotContact: Type.Optional(
    Type.Boolean({ description: 'On a do-not-contact list: the engine sends this lead nothing' }),
  ),
});

export const OutcomeEvent = Type.Object({
  ...common,
  type: Type.Literal('outcome'),
  result: Result,
  reason: Type.Optional(Type.String({ maxLength: 500 })),
});

export const LeadEvent = Type.Union([MessageEvent, ActivityEvent, ProfileEvent, OutcomeEvent]);
export type MessageEvent = Static<typeof MessageEvent>;
export type ActivityEvent = Static<typeof ActivityEvent>;
export type ProfileEvent = Static<typeof ProfileEvent>;
export type OutcomeEvent = Static<typeof OutcomeEvent>;
export type LeadEvent = Static<typeof LeadEvent>;

export const LEAD_EVENT_CHECKERS = {
  message: checker(MessageEvent),
  activity: checker(ActivityEvent),
  profile: checker(ProfileEvent),
  outcome: checker(OutcomeEvent),
};
export type LeadEventType = keyof typeof LEAD_EVENT_CHECKERS;

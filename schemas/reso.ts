/**
 * What RESO's Web API says of changes: the log EntityEvent (RCP-27), its push by webhook (RCP-28), and the members of
 * Data Dictionary 2.0's Property that a market event is made of.
 */
import Type, { type Static } from 'typebox';
import { checker } from './words.ts';

/** The positive half of int64 as JSON writes it; servers in IEEE754Compatible mode write text. */
const Sequence = Type.Union([
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  Type.String({ pattern: '^\\d{1,15}$' }),
]);

export const EntityEvent = Type.Object({
  EntityEventSequence: Sequence,
  ResourceName: Type.String({ minLength: 1, maxLength: 255 }),
  ResourceRecordKey: Type.String({ minLength: 1, maxLength: 255 }),
});
export type EntityEvent = Static<typeof EntityEvent>;
export const ENTITY_EVENT_CHECKER = checker(EntityEvent);

/** Body of a webhook in RESO Common Format: one event, or several as `value`. */
export const EntityEventNotice = Type.Union([
  EntityEvent,
  Type.Object({ value: Type.Array(EntityEvent, { minItems: 1, maxItems: 10_000 }) }),
]);
export const NOTICE_CHECKER = checker(EntityEventNotice);

/** A page of an OData collection. */
export const ODataPage = Type.Object({
  value: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  '@odata.nextLink': Type.Optional(Type.String()),
});
export type ODataPage = Static<typeof ODataPage>;
export const PAGE_CHECKER = checker(ODataPage);

/** Members of Property that are asked for. */
export const PROPERTY_FIELDS = [
  ...(['ListingKey', 'StandardStatus', 'ListPrice', 'BedroomsTotal', 'BathroomsTotalInteger'] as const),
  ...(['DaysOnMarket', 'City', 'PostalCode', 'ModificationTimestamp'] as const),
  ...(['ListAgentKey', 'ListAgentFullName', 'ListOfficeKey', 'ListOfficeName'] as const),
] as const;

/** A record as it came: any member may be absent, null or of another type. */
export type PropertyRecord = Partial<Record<(typeof PROPERTY_FIELDS)[number], unknown>>;

export const sequenceOf = ({ EntityEventSequence }: EntityEvent): number => Number(EntityEventSequence);

/**
 * SystemEvent v1: what Doorstep itself puts on a shard's log. Same envelope as a LeadEvent; the id is
 * deterministic, so that a repeat has the effect of once.
 */
import Type, { type Static } from 'typebox';
import { AgentReport } from './agent-status.ts';
import { CompetitorRegistry } from './competition.ts';
import { MarketFacts } from './market-event.ts';
import { HandbackAct } from './nurture-acts.ts';
import { NurtureSettings } from './nurture-settings.ts';
import { PolicyWeights } from './policy.ts';
import { checker, Id, Tenant } from './words.ts';

const common = { id: Id, tenant: Tenant, lead: Id, at: Type.Integer({ description: 'Epoch milliseconds' }) };
const system = <T extends string, P extends Record<string, import('typebox').TSchema>>(type: T, fields: P) =>
  Type.Object({ ...common, type: Type.Literal(type), ...fields });

/** A fired timer. Stale generations are ignored by the step. */
export const TimerEvent = system('timer', { timer: Type.String(), generation: Type.Integer() });
/** The jittered daily wake-up of an open lead, so that silence is scored too. */
export const TickEvent = system('tick', { timer: Type.String(), generation: Type.Integer() });
/** A market change that touches this lead. */
export const MarketTouchEvent = system('market', { facts: MarketFacts });
/** How the leads fare that look at the same listing, or have the same area or agent: `NODE_INPUTS` order. */
export const NeighbourEvent = system('neighbour', {
  node: Type.Enum(['listing', 'area', 'agent']),
  inputs: Type.Array(Type.Number()),
  market: Type.Optional(
    Type.Array(Type.Number(), { description: 'Of an area, as the forecast reads it: `MARKET_INPUTS` order' }),
  ),
});
/**
 * What became of an order. `sent`: the provider took it. `uncertain`: it was claimed and nobody knows whether it was
 * sent; a later word settles it. `refused`: it must not be sent. `deferred`: not now, nothing was sent. `opted_out`: the
 * provider says that this address wants nothing.
 */
export const DELIVERY_STATUSES = [
  'sent',
  'delivered',
  'failed',
  'uncertain',
  'refused',
  'deferred',
  'opted_out',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];
export const DeliveryEvent = system('delivery', {
  action: Id,
  status: Type.Enum([...DELIVERY_STATUSES]),
  detail: Type.Optional(
    Type.String({ maxLength: 500, description: 'Of `sent` the id at the provider, otherwise the reason' }),
  ),
});
export type DeliveryEvent = Static<typeof DeliveryEvent>;

/** One event for each status of an order: told twice, it has the effect of once. */
export const deliveryOf = (
  { tenant, lead, order }: { tenant: string; lead: string; order: string },
  status: DeliveryStatus,
  at: number,
  detail?: string,
): DeliveryEvent => ({
  ...{ id: `delivery:${order}:${status}`, tenant, lead, at, type: 'delivery', action: order, status },
  ...(detail && { detail: detail.slice(0, 500) }),
});
/** A person's word on a draft: it holds for the very text whose hash it names, or for the text as edited. */
export const ApprovalEvent = system('approval', {
  action: Id,
  contentHash: Type.String(),
  approved: Type.Boolean(),
  by: Id,
  subject: Type.Optional(Type.String({ maxLength: 200 })),
  body: Type.Optional(Type.String({ maxLength: 4000 })),
  reason: Type.Optional(Type.String({ maxLength: 500 })),
});
export type ApprovalEvent = Static<typeof ApprovalEvent>;
/** A person has the lead: the engine is silent until it is handed back. */
export const TakeoverEvent = system('takeover', { by: Id });
export const HandbackEvent = system('handback', { by: Id, ...HandbackAct.properties });
export type HandbackEvent = Static<typeof HandbackEvent>;
/** The engine leaves this lead alone, or goes on. */
export const PauseEvent = system('pause', { paused: Type.Boolean(), by: Id });
/** It is the shard's, as a `model` event is: `lead` is {@link WHOLE_SHARD}. */
export const AgentStatusEvent = system('agent_status', { agent: Id, ...AgentReport.properties });
export type AgentStatusEvent = Static<typeof AgentStatusEvent>;
/** A text from an outside generator for a planned action; it passes every check that our own does. */
export const DraftEvent = system('draft', {
  action: Id,
  subject: Type.Optional(Type.String({ maxLength: 200 })),
  text: Type.String({ maxLength: 4000 }),
  model: Type.String({ maxLength: 120 }),
});
export type DraftEvent = Static<typeof DraftEvent>;
/**
 * A lead tells the tenant's address registry that it has an address, has it no longer, opted out with it, in again, or
 * did not opt out when it was thought to. It is the address's: the registry lives on the shard of its hash.
 */
export const AddressEvent = system('address', {
  hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  kind: Type.Enum(['phone', 'email']),
  says: Type.Enum(['here', 'gone', 'opted_out', 'opted_in', 'withdrawn']),
});
export type AddressEvent = Static<typeof AddressEvent>;
/** Another lead opted out with an address of this one, or in again. */
export const SuppressionEvent = system('suppression', {
  kind: Type.Enum(['phone', 'email']),
  suppressed: Type.Boolean(),
});
export type SuppressionEvent = Static<typeof SuppressionEvent>;
/** Slope and offset on the log-odds of `pConvert`, fitted on outcomes; see `models/learning/fit-calibration.ts`. */
export const Calibration = Type.Object({
  id: Id,
  slope: Type.Number({ exclusiveMinimum: 0 }),
  offset: Type.Number(),
});
export type Calibration = Static<typeof Calibration>;
/**
 * From its place on the shard's log, this version serves the tenant's leads there, with this calibration or none.
 * It is the shard's, not a lead's: `lead` is {@link WHOLE_SHARD}. It holds the numbers, so that a replay repeats them.
 */
export const ModelEvent = system('model', {
  model: Type.Literal('forecast'),
  change: Type.Enum(['promote', 'rollback', 'calibrate']),
  version: Type.String({ minLength: 1 }),
  calibration: Type.Union([Calibration, Type.Null()]),
});
export type ModelEvent = Static<typeof ModelEvent>;
export const WHOLE_SHARD = '*';
/**
 * What a challenger remembers of the lead after its insight `covers`, replayed from retained events. It holds the
 * numbers, so that a replay of the log repeats them.
 */
export const WarmEvent = system('warm', {
  version: Type.String({ minLength: 1 }),
  covers: Type.Integer({ minimum: 1, description: 'Number of the insight' }),
  memory: Type.String({ description: 'Base64 of sparse floats, see `processors/sparse-floats.ts`' }),
});
export type WarmEvent = Static<typeof WarmEvent>;
/** From its place on the shard's log a tenant nurtures by these; `lead` is {@link WHOLE_SHARD}. */
export const PolicyEvent = system('policy', {
  settings: Type.Optional(NurtureSettings),
  weights: Type.Optional(PolicyWeights),
});
export type PolicyEvent = Static<typeof PolicyEvent>;
/** From its place on the shard's log a tenant knows these competitors; `lead` is {@link WHOLE_SHARD}. */
export const CompetitorsEvent = system('competitors', { registry: CompetitorRegistry });
export type CompetitorsEvent = Static<typeof CompetitorsEvent>;
/** A person's word on an alert of this lead. */
export const AlertActEvent = system('alert_act', {
  alert: Id,
  act: Type.Enum(['acknowledge', 'snooze', 'close']),
  by: Id,
  until: Type.Optional(Type.Integer({ description: 'Of a snooze, epoch ms' })),
});
export type AlertActEvent = Static<typeof AlertActEvent>;
/** The lead's likely next actions are to be prepared, from its state as it is when this is read. */
export const PrebakeEvent = system('prebake', {});
export type PrebakeEvent = Static<typeof PrebakeEvent>;
export const EraseEvent = system('erase', { requestedBy: Id });

export const SYSTEM_EVENTS = {
  timer: TimerEvent,
  tick: TickEvent,
  market: MarketTouchEvent,
  neighbour: NeighbourEvent,
  delivery: DeliveryEvent,
  approval: ApprovalEvent,
  takeover: TakeoverEvent,
  handback: HandbackEvent,
  pause: PauseEvent,
  address: AddressEvent,
  suppression: SuppressionEvent,
  agent_status: AgentStatusEvent,
  draft: DraftEvent,
  model: ModelEvent,
  warm: WarmEvent,
  policy: PolicyEvent,
  competitors: CompetitorsEvent,
  alert_act: AlertActEvent,
  prebake: PrebakeEvent,
  erase: EraseEvent,
};
export type SystemEvent = {
  [K in keyof typeof SYSTEM_EVENTS]: Static<(typeof SYSTEM_EVENTS)[K]>;
}[keyof typeof SYSTEM_EVENTS];
export type SystemEventType = keyof typeof SYSTEM_EVENTS;

export const SYSTEM_EVENT_CHECKERS = Object.fromEntries(
  Object.entries(SYSTEM_EVENTS).map(([type, schema]) => [type, checker(schema)]),
) as Record<SystemEventType, ReturnType<typeof checker>>;

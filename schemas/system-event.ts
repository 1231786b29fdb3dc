/**
 * SystemEvent v1: what Doorstep itself puts on a shard's log. Same envelope as a LeadEvent; the id is
 * deterministic, so that a repeat has the effect of once.
 */
import Type, { type Static } from 'typebox';
import { AgentReport } from './agent-status.ts';
import { MarketFacts } from './market-event.ts';
import { NurtureSettings } from './nurture-settings.ts';
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
export const DeliveryEvent = system('delivery', {
  action: Id,
  status: Type.String(),
  detail: Type.Optional(Type.String()),
});
/** A person's word on a draft. It holds the hash of what that person saw: the step refuses it for another text. */
export const ApprovalEvent = system('approval', {
  action: Id,
  contentHash: Type.String(),
  approved: Type.Boolean(),
  by: Id,
  subject: Type.Optional(Type.String({ description: 'As edited by the person' })),
  body: Type.Optional(Type.String({ description: 'As edited by the person' })),
  reason: Type.Optional(Type.String({ description: 'Of a refusal' })),
});
export const TakeoverEvent = system('takeover', { by: Id });
export const HandbackEvent = system('handback', { by: Id });
/** The engine is quiet about this lead, or no longer; it stays Doorstep's to answer for. */
export const PauseEvent = system('pause', { paused: Type.Boolean(), by: Id });
/** Who can take a lead now. On every shard, `lead` is {@link WHOLE_SHARD}. */
export const AgentStatusEvent = system('agent_status', { agent: Id, ...AgentReport.properties });
export const DraftEvent = system('draft', { action: Id, text: Type.String() });
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
/**
 * How a brokerage's leads are nurtured from here on the log. On every shard, `lead` is {@link WHOLE_SHARD}. Events may
 * be told late: settings of a lower version than those in force change nothing.
 */
export const PolicyEvent = system('policy', {
  version: Type.String(),
  settings: Type.Optional(NurtureSettings),
});
export type PolicyEvent = Static<typeof PolicyEvent>;
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
  agent_status: AgentStatusEvent,
  draft: DraftEvent,
  model: ModelEvent,
  warm: WarmEvent,
  policy: PolicyEvent,
  erase: EraseEvent,
};
export type SystemEvent = {
  [K in keyof typeof SYSTEM_EVENTS]: Static<(typeof SYSTEM_EVENTS)[K]>;
}[keyof typeof SYSTEM_EVENTS];
export type SystemEventType = keyof typeof SYSTEM_EVENTS;

export const SYSTEM_EVENT_CHECKERS = Object.fromEntries(
  Object.entries(SYSTEM_EVENTS).map(([type, schema]) => [type, checker(schema)]),
) as Record<SystemEventType, ReturnType<typeof checker>>;

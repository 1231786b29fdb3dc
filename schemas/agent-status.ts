/** AgentStatus v1: who can take a lead now. */
import Type, { type Static } from 'typebox';
import { At, checker, Id, Tenant } from './words.ts';

const Slot = Type.Object({ from: At, to: At });

/** What is true of an agent now. */
export const AgentStanding = Type.Object({
  availability: Type.Enum(['available', 'busy', 'away']),
  load: Type.Integer({ minimum: 0, description: 'Open leads in hand' }),
  workingHours: Type.Optional(
    Type.Array(
      Type.Object({
        weekday: Type.Integer({ minimum: 0, maximum: 6 }),
        from: Type.String(),
        to: Type.String(),
      }),
    ),
  ),
  freeSlots: Type.Optional(Type.Array(Slot, { maxItems: 200 })),
});
export type AgentStanding = Static<typeof AgentStanding>;

export const AgentStatus = Type.Object({
  id: Id,
  tenant: Type.Optional(Tenant),
  agent: Id,
  at: At,
  ...AgentStanding.properties,
});
export type AgentStatus = Static<typeof AgentStatus>;
export const AGENT_STATUS_CHECKER = checker(AgentStatus);

/** AgentStatus v1: who can take a lead now. */
import Type, { type Static } from 'typebox';
import { At, checker, Id, Tenant } from './words.ts';

const Slot = Type.Object({ from: At, to: At });
const HourMinute = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'HH:MM' });

/** What an agent, or its calendar, says of itself. */
export const AgentReport = Type.Object({
  availability: Type.Enum(['available', 'busy', 'away']),
  load: Type.Integer({ minimum: 0, description: 'Open leads in hand' }),
  workingHours: Type.Optional(
    Type.Array(
      Type.Object({
        weekday: Type.Integer({ minimum: 0, maximum: 6 }),
        from: HourMinute,
        to: HourMinute,
      }),
      { maxItems: 21 },
    ),
  ),
  freeSlots: Type.Optional(Type.Array(Slot, { maxItems: 200 })),
});
export type AgentReport = Static<typeof AgentReport>;
export const AGENT_REPORT_CHECKER = checker(AgentReport);

export const AgentStatus = Type.Object({
  id: Id,
  tenant: Type.Optional(Tenant),
  agent: Id,
  at: At,
  ...AgentReport.properties,
});
export type AgentStatus = Static<typeof AgentStatus>;
export const AGENT_STATUS_CHECKER = checker(AgentStatus);

/** Takes over what a `policy`, a `competitors` or an `agent_status` event says for its shard. The latest word counts. */
import { drop, type Outcome, pass, type Worked } from '../schemas/flow.ts';
import type { AgentStatusEvent, CompetitorsEvent, PolicyEvent } from '../schemas/system-event.ts';
import { NOTHING_DECIDED, type ShardWide, withTenant } from './shard-wide.ts';

export function adoptSettings(
  known: ShardWide | undefined,
  { tenant, settings, weights }: PolicyEvent,
): Outcome<Worked<ShardWide>> {
  const wide = known ?? NOTHING_DECIDED;
  const before = wide.tenants[tenant]?.settings?.version ?? 0;
  if (settings && settings.version < before) return drop('older settings');
  const change = { ...(settings && { settings }), ...(weights && { weights }) };
  return pass({ state: withTenant(wide, tenant, change), outputs: [] });
}

export function adoptCompetitors(
  known: ShardWide | undefined,
  { tenant, registry }: CompetitorsEvent,
): Outcome<Worked<ShardWide>> {
  const wide = known ?? NOTHING_DECIDED;
  const before = wide.tenants[tenant]?.competitors?.version ?? 0;
  if (registry.version < before) return drop('an older registry');
  return pass({ state: withTenant(wide, tenant, { competitors: registry }), outputs: [] });
}

export function adoptAgentStatus(
  known: ShardWide | undefined,
  event: AgentStatusEvent,
): Outcome<Worked<ShardWide>> {
  const { tenant, agent, at, availability, load, workingHours, freeSlots } = event;
  const wide = known ?? NOTHING_DECIDED;
  const agents = wide.tenants[tenant]?.agents ?? {};
  if ((agents[agent]?.at ?? 0) > at) return drop('an older status');
  const standing = {
    ...{ at, availability, load },
    ...(workingHours && { workingHours }),
    ...(freeSlots && { freeSlots }),
  };
  return pass({ state: withTenant(wide, tenant, { agents: { ...agents, [agent]: standing } }), outputs: [] });
}

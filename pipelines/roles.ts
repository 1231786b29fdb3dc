/** The parts of a running Doorstep; each is a process of its own, as many as the settings say. */
import type { Config } from '../infra/config.ts';
import type { Log } from '../infra/log.ts';
import type { Run } from '../infra/run.ts';

export const ROLES = [
  ...(['leads', 'market', 'analytics', 'learn', 'dispatch', 'notify', 'draft', 'gateway'] as const),
] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (name: string): name is Role => (ROLES as readonly string[]).includes(name);

/** One process that `start` keeps running. */
export interface RoleProcess {
  name: string;
  role: Role;
  config: Config;
}

/** All processes of one machine: processors and gateways in the numbers asked for, one of each other role. */
export function roleProcesses(config: Config): RoleProcess[] {
  return [
    ...numbered('leads', config.processors, () => config),
    { name: 'market', role: 'market', config },
    { name: 'analytics', role: 'analytics', config },
    { name: 'learn', role: 'learn', config },
    { name: 'dispatch', role: 'dispatch', config },
    { name: 'notify', role: 'notify', config },
    ...(config.generatorUrl ? [{ name: 'draft', role: 'draft' as const, config }] : []),
    ...numbered('gateway', config.gateways, (i) => ({ ...config, port: config.port + i })),
  ];
}

const numbered = (role: Role, count: number, configOf: (i: number) => Config): RoleProcess[] =>
  Array.from({ length: count }, (_, i) => ({
    name: count === 1 ? role : `${role}-${i + 1}`,
    role,
    config: configOf(i),
  }));

/** Loads a role's part, and nothing of the others. */
export async function createRole(role: Role, config: Config, log: Log): Promise<Run> {
  switch (role) {
    case 'leads':
      return (await import('./serve-flows.ts')).createLeadsRole(config, log);
    case 'market':
      return (await import('./serve-flows.ts')).createMarketRole(config, log);
    case 'analytics':
      return (await import('./analytics.ts')).createAnalyticsRole(config, log);
    case 'learn':
      return (await import('./learn.ts')).createLearnRole(config, log);
    case 'dispatch':
      return (await import('./dispatch.ts')).createDispatchRole(config, log);
    case 'notify':
      return (await import('./notify.ts')).createNotifyRole(config, log);
    case 'draft':
      return (await import('./draft.ts')).createDraftRole(config, log);
    case 'gateway':
      return (await import('./gateway.ts')).createGatewayRole(config, log);
  }
}

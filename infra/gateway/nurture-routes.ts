/** Routes of the human side of nurturing: who reads, who acts, who answers for the brokerage. */
import { createNurtureActs } from './nurture-acts.ts';
import { createNurtureInbox } from './nurture-inbox.ts';
import { createSettingsRoutes } from './nurture-settings-routes.ts';
import type { NurtureStore } from './nurture-store.ts';
import type { Route, TokenRoute } from './router.ts';
import type { GatewayStore } from './store.ts';
import type { ReadInsight } from './views.ts';

export interface NurtureRouteDeps {
  store: GatewayStore;
  nurture: NurtureStore;
  readInsight: ReadInsight;
}

export function createNurtureRoutes(deps: NurtureRouteDeps): Route[] {
  const inbox = createNurtureInbox(deps);
  const acts = createNurtureActs(deps);
  const settings = createSettingsRoutes(deps.nurture);
  const read = (pattern: string, handle: TokenRoute['handle']): Route => ({
    ...{ method: 'GET', pattern, scope: 'leads:read', handle },
  });
  const act = (pattern: string, handle: TokenRoute['handle']): Route => ({
    ...{ method: 'POST', pattern, scope: 'nurture:act', handle },
  });
  return [
    read('/v1/approvals', inbox.approvals),
    read('/v1/escalations', inbox.escalations),
    read('/v1/leads/:lead/receipts', inbox.receipts),
    act('/v1/leads/:lead/approval', acts.approval),
    act('/v1/leads/:lead/takeover', acts.takeover),
    act('/v1/leads/:lead/handback', acts.handback),
    act('/v1/leads/:lead/pause', acts.pause),
    act('/v1/leads/:lead/resume', acts.resume),
    act('/v1/agents/:agent/status', acts.agentStatus),
    read('/v1/nurture/settings', settings.settings),
    { method: 'POST', pattern: '/v1/nurture/settings', scope: 'nurture:admin', handle: settings.change },
    act('/v1/nurture/stop', settings.stop),
    read('/v1/effect', settings.effect),
  ];
}

/** What waits for a person, with enough beside it to decide. */
import type { StreamingInsight } from '../../schemas/insight.ts';
import { MAX_WAITING } from '../../schemas/limits.ts';
import type {
  Approvals,
  Escalations,
  WaitingApproval,
  WaitingEscalation,
} from '../../schemas/nurture-inbox.ts';
import type { NurtureView } from '../../schemas/nurture-view.ts';
import type { NurtureStore, WaitingList } from './nurture-store.ts';
import type { GatewayStore } from './store.ts';
import type { ReadInsight } from './views.ts';

export interface WaitingDeps {
  store: Pick<GatewayStore, 'states' | 'talk'>;
  nurture: Pick<NurtureStore, 'waiting'>;
  readInsight: ReadInsight;
}

export interface Waiting {
  /** Those first that expire soonest. */
  approvals(tenant: string, agent: string | undefined): Promise<Approvals>;
  /** Those first that are due soonest. */
  escalations(tenant: string, agent: string | undefined): Promise<Escalations>;
}

type Common = Omit<WaitingApproval, 'autonomy' | 'plan'>;

export function createWaiting(deps: WaitingDeps): Waiting {
  /** Those on the roster whose state agrees: the two are not read at one moment. */
  async function of<T>(
    list: WaitingList,
    tenant: string,
    agent: string | undefined,
    tell: (view: NurtureView, common: Common) => T | null,
  ): Promise<{ items: T[]; total: number }> {
    const { leads, total } = await deps.nurture.waiting(list, tenant, agent, MAX_WAITING);
    const insights = await insightsOf(
      deps,
      tenant,
      leads.map(({ lead }) => lead),
    );
    const talks = await Promise.all(insights.map(({ lead }) => deps.store.talk(tenant, lead)));
    const items = insights.flatMap((insight, i) => {
      const item = tell(insight.nurture, commonOf(insight, talks[i]!));
      return item ? [item] : [];
    });
    return { items, total };
  }

  return {
    async approvals(tenant, agent) {
      const { items, total } = await of('approvals', tenant, agent, ({ plan, autonomy }, common) =>
        plan?.status === 'awaiting_approval' ? { ...common, autonomy, plan } : null,
      );
      return { approvals: items, total };
    },
    async escalations(tenant, agent) {
      const { items, total } = await of<WaitingEscalation>(
        'escalations',
        tenant,
        agent,
        ({ escalation }, common) => (escalation ? { ...common, escalation } : null),
      );
      return { escalations: items, total };
    },
  };
}

type Nurtured = StreamingInsight & { nurture: NurtureView };

/** In the order asked for, without those erased or never nurtured. */
async function insightsOf({ store, readInsight }: WaitingDeps, tenant: string, leads: string[]) {
  const states = await store.states(tenant, leads);
  return states.flatMap((state) => {
    const insight = state && readInsight(state);
    return insight?.nurture ? [insight as Nurtured] : [];
  });
}

function commonOf({ lead, contact, profile, forecast, nurture }: Nurtured, talk: string[]): Common {
  const { name, agent } = contact;
  return {
    lead,
    ...(name !== undefined && { name }),
    ...(agent !== undefined && { agent }),
    ...{ segment: profile.primaryMicrosegment, confidence: profile.confidenceScore },
    forecast: { kind: forecast.kind, pConvert: forecast.pConvert },
    lastMessage: lastMessageOf(talk),
    ...{ stage: nurture.stage, why: nurture.why },
  };
}

interface Said {
  type: string;
  from?: string;
  channel?: NonNullable<Common['lastMessage']>['channel'];
  text?: string;
  at: string;
}

/** The lead's own latest, whatever was written to it since. */
function lastMessageOf(talk: string[]): Common['lastMessage'] {
  for (const entry of [...talk].reverse()) {
    const { type, from, channel, text, at } = JSON.parse(entry) as Said;
    if (type !== 'message' || from !== 'lead' || text === undefined) continue;
    return { from, ...(channel && { channel }), text, at };
  }
  return null;
}

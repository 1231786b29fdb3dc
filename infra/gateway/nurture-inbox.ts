/** What waits for a person: `GET /v1/approvals`, `/v1/escalations`; and receipts, which say why a message was lawful. */
import type { StreamingInsight } from '../../schemas/insight.ts';
import { MAX_RECEIPT_SCAN, MAX_WAITING } from '../../schemas/limits.ts';
import type { ActionReceipt, NurtureRecord, NurtureView } from '../../schemas/nurture.ts';
import type {
  Approvals,
  Escalations,
  Receipts,
  WaitingApproval,
  WaitingEscalation,
} from '../../schemas/nurture-inbox.ts';
import { json } from './answers.ts';
import type { NurtureStore, WaitingList } from './nurture-store.ts';
import { unknownLead } from './reads.ts';
import type { Call } from './router.ts';
import type { GatewayStore } from './store.ts';
import type { HttpAnswer } from './transport.ts';
import type { ReadInsight } from './views.ts';

export interface InboxDeps {
  store: Pick<GatewayStore, 'states' | 'talk'>;
  nurture: NurtureStore;
  readInsight: ReadInsight;
}

type Waiting = Omit<WaitingApproval, 'autonomy' | 'plan'>;

export function createNurtureInbox(deps: InboxDeps) {
  /** Those on the roster whose state agrees: the two are not read at one moment. */
  async function of<T>(
    list: WaitingList,
    { claims, query }: Call,
    tell: (view: NurtureView, common: Waiting) => T | null,
  ): Promise<{ items: T[]; total: number }> {
    const agent = query.get('agent') ?? undefined;
    const { leads, total } = await deps.nurture.waiting(list, claims.tenant, agent, MAX_WAITING);
    const insights = await insightsOf(
      deps,
      claims.tenant,
      leads.map(({ lead }) => lead),
    );
    const talks = await Promise.all(insights.map(({ lead }) => deps.store.talk(claims.tenant, lead)));
    const items = insights.flatMap((insight, i) => {
      const item = tell(insight.nurture, commonOf(insight, talks[i]!));
      return item ? [item] : [];
    });
    return { items, total };
  }

  return {
    async approvals(call: Call): Promise<HttpAnswer> {
      const { items, total } = await of('approvals', call, ({ plan, autonomy }, common) =>
        plan?.status === 'awaiting_approval' ? { ...common, autonomy, plan } : null,
      );
      return json(200, { approvals: items, total } satisfies Approvals);
    },

    async escalations(call: Call): Promise<HttpAnswer> {
      const { items, total } = await of<WaitingEscalation>('escalations', call, ({ escalation }, common) =>
        escalation ? { ...common, escalation } : null,
      );
      return json(200, { escalations: items, total } satisfies Escalations);
    },

    async receipts({ claims, params }: Call): Promise<HttpAnswer> {
      const lead = params.lead!;
      const [known] = await deps.store.states(claims.tenant, [lead]);
      // An erased lead's records are nobody's to read.
      if (!known || !deps.readInsight(known)) return unknownLead();
      const { records, complete } = await deps.nurture.records(claims.tenant, lead, MAX_RECEIPT_SCAN);
      const receipts = records.flatMap((text) => {
        const record = JSON.parse(text) as NurtureRecord | null;
        return record?.kind === 'receipt' ? [record as ActionReceipt] : [];
      });
      return json(200, { receipts, complete } satisfies Receipts);
    },
  };
}

type Nurtured = StreamingInsight & { nurture: NurtureView };

/** In the order asked for, without those erased or never nurtured. */
async function insightsOf({ store, readInsight }: InboxDeps, tenant: string, leads: string[]) {
  const states = await store.states(tenant, leads);
  return states.flatMap((state) => {
    const insight = state && readInsight(state);
    return insight?.nurture ? [insight as Nurtured] : [];
  });
}

function commonOf({ lead, contact, profile, forecast, nurture }: Nurtured, talk: string[]): Waiting {
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
  channel?: NonNullable<Waiting['lastMessage']>['channel'];
  text?: string;
  at: string;
}

/** The lead's own latest, whatever was written to it since. */
function lastMessageOf(talk: string[]): Waiting['lastMessage'] {
  for (const entry of [...talk].reverse()) {
    const { type, from, channel, text, at } = JSON.parse(entry) as Said;
    if (type !== 'message' || from !== 'lead' || text === undefined) continue;
    return { from, ...(channel && { channel }), text, at };
  }
  return null;
}

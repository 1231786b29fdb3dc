/** `GET /v1/approvals`, `/v1/escalations`, and a lead's receipts, which say why each message was lawful. */
import { MAX_RECEIPT_SCAN } from '../../schemas/limits.ts';
import type { ActionReceipt, NurtureRecord } from '../../schemas/nurture.ts';
import type { Receipts } from '../../schemas/nurture-inbox.ts';
import { json } from './answers.ts';
import type { NurtureStore } from './nurture-store.ts';
import { unknownLead } from './reads.ts';
import type { Call } from './router.ts';
import type { HttpAnswer } from './transport.ts';
import { createWaiting, type WaitingDeps } from './waiting.ts';

export interface InboxDeps extends WaitingDeps {
  nurture: NurtureStore;
}

export function createNurtureInbox(deps: InboxDeps) {
  const waiting = createWaiting(deps);
  const agentOf = ({ query }: Call) => query.get('agent') ?? undefined;
  return {
    approvals: async (call: Call): Promise<HttpAnswer> =>
      json(200, await waiting.approvals(call.claims.tenant, agentOf(call))),

    escalations: async (call: Call): Promise<HttpAnswer> =>
      json(200, await waiting.escalations(call.claims.tenant, agentOf(call))),

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

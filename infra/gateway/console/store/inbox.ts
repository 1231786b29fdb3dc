/**
 * What waits for a person: whatever leads the console knows that need one. The gateway names them once; from then on
 * their insights tell. What somebody decided leaves the list at once, and comes back when it failed.
 */

import type { ApprovalAct } from '../../../../schemas/nurture-acts.ts';
import type { EscalationView, PlanView } from '../../../../schemas/nurture-view.ts';
import type { NurtureApi } from '../nurture-api.ts';
import { createDecisions } from './decisions.ts';
import type { LeadRecord, Leads } from './leads.ts';

interface Of<T> {
  record: LeadRecord;
  what: T;
  /** Names what is decided on: a draft with another text is another matter. */
  key: string;
  /** What the lead said last, as far as is known. */
  said: string | undefined;
  /** Why the last try failed. */
  problem: string | undefined;
}
export type WaitingDraft = Of<PlanView>;
export type WaitingCase = Of<EscalationView>;

export interface Inbox {
  /** Soonest to expire first. */
  drafts(): WaitingDraft[];
  /** Soonest due first. */
  cases(): WaitingCase[];
  /** Asks the gateway who waits; leads that are not known here are fetched. */
  load(): Promise<void>;
  decide(draft: WaitingDraft, word: Omit<ApprovalAct, 'action' | 'contentHash'>): Promise<void>;
  takeOver(one: WaitingCase): Promise<void>;
}

export function createInbox(api: NurtureApi, leads: Leads, changed: () => void): Inbox {
  const said = new Map<string, string>();
  const decisions = createDecisions(changed);

  /** @returns undefined while a decision on it is under way */
  function waiting<T>(record: LeadRecord, what: T, key: string): Of<T> | undefined {
    if (decisions.isUnderWay(key)) return undefined;
    const words = record.words?.from === 'lead' ? record.words.text : said.get(record.lead);
    return { record, what, key, said: words, problem: decisions.problem(key) };
  }

  const all = <T>(of: (record: LeadRecord) => Of<T> | undefined): Of<T>[] =>
    [...leads.all()].flatMap((record) => of(record) ?? []);

  return {
    drafts: () =>
      all((record) => {
        const plan = record.view.nurture?.plan;
        return plan?.status === 'awaiting_approval'
          ? waiting(record, plan, `${record.lead}/${plan.id}/${plan.contentHash}`)
          : undefined;
      }).sort(soonest(({ expiresAt, sendAt }) => expiresAt ?? sendAt)),
    cases: () =>
      all((record) => {
        const escalation = record.view.nurture?.escalation;
        return escalation && waiting(record, escalation, `${record.lead}/${escalation.id}`);
      }).sort(soonest(({ dueAt }) => dueAt)),
    async load() {
      const [{ approvals }, { escalations }] = await Promise.all([api.approvals(), api.escalations()]);
      for (const { lead, lastMessage } of [...approvals, ...escalations]) {
        if (lastMessage) said.set(lead, lastMessage.text);
        leads.want(lead);
      }
      changed();
    },
    decide({ record, what, key }, word) {
      const { id: action, contentHash } = what;
      return decisions.send(key, () => api.approve(record.lead, { action, contentHash, ...word }));
    },
    takeOver: ({ record, key }) => decisions.send(key, () => api.act(record.lead, 'takeover')),
  };
}

const soonest =
  <T>(time: (what: T) => string) =>
  (a: Of<T>, b: Of<T>): number =>
    time(a.what).localeCompare(time(b.what)) || (a.record.lead < b.record.lead ? -1 : 1);

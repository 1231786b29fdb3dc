/**
 * What waits for a person: whatever leads the console knows that need one. The gateway names them once; from then on
 * their insights tell. What somebody decided leaves the list at once, and comes back when it failed.
 */

import type { ApprovalAct, HandbackAct } from '../../../../schemas/nurture-acts.ts';
import type { EscalationView, PlanView } from '../../../../schemas/nurture-view.ts';
import type { NurtureApi } from '../nurture-api.ts';
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
  /** Of an opt-out that nobody is sure of. */
  settleOptOut(one: WaitingCase, word: NonNullable<HandbackAct['optOut']>): Promise<void>;
}

/** A decision that the lead's log has not taken after this long is shown again. */
const TAKEN_WITHIN_MS = 15_000;
const NOT_TAKEN = 'Sent, and not taken up after 15 seconds. It may still be; decide again to be sure.';

export function createInbox(api: NurtureApi, leads: Leads, changed: () => void): Inbox {
  const said = new Map<string, string>();
  /** Key → when it was decided, epoch ms. */
  const decided = new Map<string, number>();
  const problems = new Map<string, string>();

  /** @returns undefined while a decision on it is under way */
  function waiting<T>(record: LeadRecord, what: T, key: string): Of<T> | undefined {
    const at = decided.get(key);
    if (isUnderWay(key)) return undefined;
    const words = record.words?.from === 'lead' ? record.words.text : said.get(record.lead);
    const problem = problems.get(key) ?? (at === undefined ? undefined : NOT_TAKEN);
    return { record, what, key, said: words, problem };
  }

  const isUnderWay = (key: string): boolean =>
    Date.now() - (decided.get(key) ?? Number.NEGATIVE_INFINITY) < TAKEN_WITHIN_MS;

  /** A second click may come before the first has drawn anything. */
  async function send(key: string, ask: () => Promise<void>) {
    if (isUnderWay(key)) return;
    decided.set(key, Date.now());
    problems.delete(key);
    changed();
    try {
      await ask();
      setTimeout(changed, TAKEN_WITHIN_MS);
    } catch (error) {
      decided.delete(key);
      problems.set(key, (error as Error).message);
      changed();
    }
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
      return send(key, () => api.approve(record.lead, { action, contentHash, ...word }));
    },
    takeOver: ({ record, key }) => send(key, () => api.act(record.lead, 'takeover')),
    settleOptOut: ({ record, key }, word) => send(key, () => api.settleOptOut(record.lead, word)),
  };
}

const soonest =
  <T>(time: (what: T) => string) =>
  (a: Of<T>, b: Of<T>): number =>
    time(a.what).localeCompare(time(b.what)) || (a.record.lead < b.record.lead ? -1 : 1);

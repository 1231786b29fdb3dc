/** What waits for a person: leads that need one, and drafts to approve. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useConsole, useNow } from '../hooks.ts';
import { KeyHints } from '../parts/key-hints.tsx';
import { useItemKeys } from '../parts/use-item-keys.ts';
import type { WaitingCase, WaitingDraft } from '../store/inbox.ts';
import { CaseItem } from './case-item.tsx';
import { DraftItem } from './draft-item.tsx';

/** Whose inbox, for when the page comes back. */
const left = { agent: '' };

export function InboxPage() {
  const { inbox, may, ready } = useConsole();
  const [agent, setAgent] = useState(left.agent);
  const page = useRef<HTMLDivElement>(null);
  const now = useNow(1000);
  const drafts = inbox.drafts();
  const cases = inbox.cases();
  const agents = agentsOf([...cases, ...drafts]);
  const mine = ({ record }: WaitingDraft | WaitingCase) =>
    !agent || !agents.includes(agent) || record.view.contact.agent === agent;
  useItemKeys(page);
  useEffect(() => {
    document.title = 'Inbox · Doorstep';
    scrollTo(0, 0);
  }, []);

  const choose = (chosen: string) => {
    left.agent = chosen;
    setAgent(chosen);
  };
  const allowed = may('nurture:act');
  return (
    <div class="page inbox" ref={page}>
      <header class="inbox-head">
        <h1>Inbox</h1>
        <p class="count">
          {cases.length} {cases.length === 1 ? 'needs' : 'need'} a person · {drafts.length} awaiting approval
        </p>
        {agents.length > 0 && (
          <select aria-label="Agent" value={agent} onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">All agents</option>
            {agents.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        )}
      </header>
      {!allowed && (
        <p class="notice">This token lets you look, not decide: that needs the scope nurture:act.</p>
      )}
      {cases.length + drafts.length === 0 && (
        <p class="nothing">{ready() ? 'Nothing waits for a person.' : 'Waiting for the gateway…'}</p>
      )}
      {allowed && cases.length + drafts.length > 0 && <KeyHints keys={KEYS} />}
      {cases.length > 0 && (
        <section aria-labelledby="cases-title">
          <h2 id="cases-title">Needs a person</h2>
          {cases.filter(mine).map((one) => (
            <CaseItem key={one.key} one={one} now={now} allowed={allowed} />
          ))}
        </section>
      )}
      {drafts.length > 0 && (
        <section aria-labelledby="drafts-title">
          <h2 id="drafts-title">Awaiting approval</h2>
          {drafts.filter(mine).map((draft) => (
            <DraftItem
              key={`${draft.record.lead}/${draft.what.id}`}
              draft={draft}
              now={now}
              allowed={allowed}
            />
          ))}
        </section>
      )}
    </div>
  );
}

function agentsOf(items: readonly (WaitingDraft | WaitingCase)[]): string[] {
  const agents = items.flatMap(({ record }) => record.view.contact.agent ?? []);
  return [...new Set(agents)].sort();
}

const KEYS = [
  ['j', 'next'],
  ['k', 'previous'],
  ['a', 'approve'],
  ['e', 'edit'],
  ['d', 'decline'],
  ['t', 'take over'],
] as const;

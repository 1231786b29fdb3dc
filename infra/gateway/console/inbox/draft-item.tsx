/** A draft that waits for approval: as the lead will read it, why now, and what a person makes of it. */
import { useState } from 'preact/hooks';
import { spelled } from '../domain-words.ts';
import { clock, day, percent } from '../format.ts';
import { useConsole, useSettled } from '../hooks.ts';
import { Countdown } from '../parts/countdown.tsx';
import { Preview } from '../parts/preview.tsx';
import type { WaitingDraft } from '../store/inbox.ts';
import { DeclineForm } from './decline-form.tsx';
import { EditForm } from './edit-form.tsx';
import { ItemHead } from './item-head.tsx';

/** A text that changes under a finger must not be approved by it. */
const READ_MS = 1000;

interface Props {
  draft: WaitingDraft;
  now: number;
  /** Whether the token lets its holder decide. */
  allowed: boolean;
}

export function DraftItem({ draft, now, allowed }: Props) {
  const { record, what: plan, said, problem } = draft;
  const id = `draft-${plan.id}-${record.lead}`;
  return (
    <article class="card item draft" data-item tabIndex={-1} aria-labelledby={id}>
      <ItemHead record={record} id={id} said={said}>
        {plan.expiresAt && <Countdown verb="Expires" past="Expired" until={plan.expiresAt} now={now} />}
      </ItemHead>
      <p>
        <span class="muted">Why now: </span>
        {record.view.nurture?.why}
      </p>
      <Decision draft={draft} allowed={allowed} />
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
    </article>
  );
}

function Decision({ draft, allowed }: Omit<Props, 'now'>) {
  const { inbox } = useConsole();
  const { what: plan } = draft;
  const [doing, setDoing] = useState<'reading' | 'editing' | 'declining'>('reading');
  const settled = useSettled(plan.contentHash, READ_MS);
  const read = () => setDoing('reading');
  if (doing === 'editing') {
    const approve = (edited: { subject: string; body: string }) =>
      inbox.decide(draft, { approved: true, ...edited });
    return <EditForm plan={plan} approve={approve} cancel={read} />;
  }
  return (
    <>
      <Preview plan={plan} />
      <p class="muted">
        {spelled(plan.action)}, {plan.strategy !== plan.action && `${spelled(plan.strategy).toLowerCase()}, `}
        {day(plan.sendAt)}, {clock(plan.sendAt)} at the earliest · {percent(plan.expectedResponseRate)}{' '}
        expected to answer
      </p>
      {doing === 'declining' ? (
        <DeclineForm
          decline={(reason) => inbox.decide(draft, { approved: false, ...reason })}
          cancel={read}
        />
      ) : (
        allowed && (
          <div class="actions">
            <button
              type="button"
              data-key="a"
              data-goes
              disabled={!settled}
              onClick={() => inbox.decide(draft, { approved: true })}
            >
              Approve
            </button>
            <button type="button" class="quiet" data-key="e" onClick={() => setDoing('editing')}>
              Edit
            </button>
            <button type="button" class="quiet" data-key="d" onClick={() => setDoing('declining')}>
              Decline
            </button>
            {!settled && <span role="status">The text has just changed</span>}
          </div>
        )
      )}
    </>
  );
}

/** A lead that needs a person: why, what to know, and what one could answer. */
import { useState } from 'preact/hooks';
import { useConsole } from '../hooks.ts';
import { reasonWords } from '../nurture-words.ts';
import { Countdown } from '../parts/countdown.tsx';
import type { WaitingCase } from '../store/inbox.ts';
import { ItemHead } from './item-head.tsx';

interface Props {
  one: WaitingCase;
  now: number;
  /** Whether the token lets its holder decide. */
  allowed: boolean;
}

export function CaseItem({ one, now, allowed }: Props) {
  const { inbox } = useConsole();
  const { record, what, said, problem } = one;
  const id = `case-${what.id}-${record.lead}`;
  return (
    <article class="card item case" data-item tabIndex={-1} aria-labelledby={id}>
      <ItemHead record={record} id={id} said={said}>
        <span class="chip wary">{reasonWords(what.reason)}</span>
        {what.level > 1 && <span class="chip wary">Raised {what.level - 1}×</span>}
        <Countdown verb="Due" past="Was due" until={what.dueAt} now={now} />
      </ItemHead>
      <p>{what.summary}</p>
      {what.suggestedReply && <SuggestedReply text={what.suggestedReply} />}
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {allowed && (
        <div class="actions">
          <button type="button" data-key="t" data-goes onClick={() => inbox.takeOver(one)}>
            Take over
          </button>
        </div>
      )}
    </article>
  );
}

export function SuggestedReply({ text }: { text: string }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  };
  return (
    <div class="suggested">
      <blockquote class="preview">
        <p class="text">{text}</p>
        <footer class="muted">Suggested reply</footer>
      </blockquote>
      <button type="button" class="quiet" onClick={copy}>
        {copied === 'yes' ? 'Copied' : copied === 'failed' ? 'Could not copy' : 'Copy'}
      </button>
    </div>
  );
}

/** A lead that needs a person: why, what to know, and what one could answer. */
import { useConsole } from '../hooks.ts';
import { reasonWords } from '../nurture-words.ts';
import { Countdown } from '../parts/countdown.tsx';
import { CopyButton, SuggestedReply } from '../parts/suggested-reply.tsx';
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
          {what.reason === 'opt_out_unsure' ? (
            <OptOutActs settle={(word) => inbox.settleOptOut(one, word)} />
          ) : (
            <button type="button" data-key="t" data-goes onClick={() => inbox.takeOver(one)}>
              Take over
            </button>
          )}
          {what.suggestedReply && <CopyButton text={what.suggestedReply} />}
        </div>
      )}
    </article>
  );
}

/** Whoever is to be left alone is not written to: there are two answers, and the safe one comes first. */
function OptOutActs({ settle }: { settle(word: 'meant' | 'misheard'): void }) {
  return (
    <>
      <button type="button" data-goes onClick={() => settle('meant')}>
        It is an opt-out
      </button>
      <button type="button" class="quiet" data-goes onClick={() => settle('misheard')}>
        It is none: go on
      </button>
    </>
  );
}

/** What may come within the hour, and what is ready for it. */
import type { PrebakedAction, StreamingInsight } from '../../../../schemas/insight.ts';
import { mayCome } from '../domain-words.ts';
import { percent, within } from '../format.ts';
import { useNow } from '../hooks.ts';
import { Bar } from '../parts/bar.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { CopyButton, SuggestedReply } from '../parts/suggested-reply.tsx';

export function NextCard({ insight: { nextEvents, prebakedActions } }: { insight: StreamingInsight }) {
  const now = useNow(60_000);
  // What is past its time is dropped with the lead's next event; until then it is not offered.
  const ready = prebakedActions.filter(({ expiresAt }) => Date.parse(expiresAt) > now);
  return (
    <section class="card" aria-labelledby="next-title">
      <h2 id="next-title">What may come next</h2>
      {nextEvents.length === 0 && <p class="muted">Nothing is likely within the hour.</p>}
      <ul class="shares">
        {nextEvents.map(({ kind, p, withinMinutes }) => (
          <li key={kind}>
            <span class="name">
              {mayCome(kind)} <span class="muted">within {within(withinMinutes)}</span>
            </span>
            <Bar share={p} tone="second" />
            <span class="number">{percent(p)}</span>
          </li>
        ))}
      </ul>
      {ready.length > 0 && (
        <>
          <h3>Ready</h3>
          <ul class="plain ready">
            {ready.map((action) => (
              <Ready key={action.id} action={action} now={now} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** It is a person's to send: used, it is taken along to where the person answers. */
function Ready({ action, now }: { action: PrebakedAction; now: number }) {
  const { title, kind, content, fits, expiresAt } = action;
  return (
    <li>
      <p>
        <strong>{title}</strong> {fits && <span class="chip">Fits now</span>}{' '}
        <Countdown verb="Expires" past="Expired" until={expiresAt} now={now} />
      </p>
      {content && (
        <>
          <SuggestedReply text={content} kind={kind === 'call_sheet' ? 'For your call' : 'Draft'} />
          <CopyButton text={content} label="Use" />
        </>
      )}
    </li>
  );
}

/** What may come within the hour, and what is ready for it. */
import type { StreamingInsight } from '../../../../schemas/insight.ts';
import { mayCome } from '../domain-words.ts';
import { clock, day, percent, within } from '../format.ts';
import { Bar } from '../parts/bar.tsx';
import { CopyButton } from '../parts/suggested-reply.tsx';

export function NextCard({ insight: { nextEvents, prebakedActions } }: { insight: StreamingInsight }) {
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
      {prebakedActions.length > 0 && (
        <>
          <h3>Ready</h3>
          <ul class="plain">
            {prebakedActions.map(({ id, title, content, fits, expiresAt }) => (
              <li key={id}>
                <strong>{title}</strong> {fits && <span class="chip">fits now</span>}{' '}
                <span class="muted">
                  until {day(expiresAt)}, {clock(expiresAt)}
                </span>
                {content && <p class="muted text">{content}</p>}
                {content && <CopyButton text={content} />}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

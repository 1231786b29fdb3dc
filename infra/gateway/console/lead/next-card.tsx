/** What may come within the hour, and what is ready for it. */
import type { StreamingInsight } from '../../../../schemas/insight.ts';
import { mayCome } from '../domain-words.ts';
import { percent, within } from '../format.ts';
import { Bar } from '../parts/bar.tsx';

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
            {prebakedActions.map(({ id, title, content }) => (
              <li key={id}>
                <strong>{title}</strong>
                {content && <span class="muted"> {content}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

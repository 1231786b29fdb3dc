/** Where the latest insight comes from: cause, time it took, models. */
import type { StreamingInsight } from '../../../../schemas/insight.ts';
import { spelled } from '../domain-words.ts';
import { milliseconds, preciseClock } from '../format.ts';
import { Bar } from '../parts/bar.tsx';

export function ProvenanceCard({ insight }: { insight: StreamingInsight }) {
  const { processingTimeMs, stages, models, backend, seq, at, cause } = insight;
  const longest = Math.max(...Object.values(stages), 1e-9);
  return (
    <section class="card provenance" aria-labelledby="provenance-title">
      <h2 id="provenance-title">This insight</h2>
      <p class="detail">
        Number {seq}, by {cause.kind === 'message' ? 'a message' : spelled(cause.kind).toLowerCase()} at{' '}
        <time dateTime={at}>{preciseClock(at)}</time>
        {/* Measured times travel with live insights only; a snapshot has none. */}
        {processingTimeMs > 0 && (
          <>
            , made in <strong>{milliseconds(processingTimeMs)}</strong>
          </>
        )}
        .
      </p>
      <ul class="shares">
        {Object.entries(stages).map(([name, ms]) => (
          <li key={name}>
            <span class="name">{spelled(name)}</span>
            <Bar share={ms / longest} tone="second" />
            <span class="number">{milliseconds(ms)}</span>
          </li>
        ))}
      </ul>
      <p class="muted">
        {Object.entries(models)
          .map(([name, version]) => `${name} ${version}`)
          .join(' · ')}{' '}
        · {backend}
      </p>
    </section>
  );
}

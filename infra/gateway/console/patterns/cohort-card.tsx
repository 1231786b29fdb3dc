/** Whether the leads of the last week are of other kinds than those before. */
import type { CohortShifts } from '../../../../schemas/similar.ts';
import { segmentMeaning, spelled } from '../domain-words.ts';
import { dayRange, percent } from '../format.ts';
import { Bar } from '../parts/bar.tsx';

export function CohortCard({ cohorts, least }: { cohorts: CohortShifts; least: number }) {
  const { recent, before, enough, shifts } = cohorts;
  return (
    <section class="card" aria-labelledby="cohorts-title">
      <h2 id="cohorts-title">New leads, last week against the four before</h2>
      {!enough && (
        <p class="muted">
          Not enough data: {recent.leads} and {before.leads} new leads; {least} of each are needed.
        </p>
      )}
      {enough && shifts.length === 0 && <p class="muted">No segment moved by more than chance would.</p>}
      <ul class="shifts">
        {shifts.map(({ segment, recentShare, beforeShare, recent: now, before: then }) => (
          <li key={segment} title={segmentMeaning(segment)}>
            <span class="name">
              {spelled(segment)} <span class="muted">{recentShare > beforeShare ? 'more' : 'fewer'}</span>
            </span>
            <Bar share={recentShare} />
            <span class="number">
              <span class="unseen">last week </span>
              {percent(recentShare)} <span class="muted">({now})</span>
            </span>
            <Bar share={beforeShare} tone="second" />
            <span class="number muted">
              <span class="unseen">before </span>
              {percent(beforeShare)} ({then})
            </span>
          </li>
        ))}
      </ul>
      <p class="muted">
        {dayRange(recent.from, recent.to)}, {recent.leads} leads, against {dayRange(before.from, before.to)},{' '}
        {before.leads}. Each is judged a day after it came.
      </p>
    </section>
  );
}

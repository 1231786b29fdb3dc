/** What leads of a segment did in the week after they did something. */
import type { NextStep } from '../../../../schemas/similar.ts';
import { didNext, segmentMeaning, spelled } from '../domain-words.ts';
import { percent } from '../format.ts';
import { Bar } from '../parts/bar.tsx';

const SHOWN = 4;

export function NextStepsCard({ steps, least }: { steps: readonly NextStep[]; least: number }) {
  const told = steps.filter(({ enough }) => enough);
  const waiting = steps.length - told.length;
  return (
    <section class="card next-steps" aria-labelledby="next-steps-title">
      <h2 id="next-steps-title">What similar leads did within 7 days</h2>
      {steps.length === 0 && <p class="muted">Not enough data: no week has passed since counting began.</p>}
      <div class="segments">
        {told.map(({ segment, cases, did }) => (
          <div key={segment}>
            <h3 title={segmentMeaning(segment)}>
              {spelled(segment)} · {cases} cases
            </h3>
            <ul class="shares">
              {did.slice(0, SHOWN).map(({ kind, share, low, high, count }) => (
                <li
                  key={kind}
                  title={`${count} of ${cases}; 95 % interval ${percent(low)} to ${percent(high)}`}
                >
                  <span class="name">{didNext(kind)}</span>
                  <Bar share={share} tone="second" />
                  <span class="number">{percent(share)}</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      {waiting > 0 && (
        <p class="muted">
          {waiting} {waiting === 1 ? 'segment has' : 'segments have'} fewer than {least} cases: not enough
          data.
        </p>
      )}
    </section>
  );
}

/** Why the forecast is what it is: what speaks for it, what against, and what might still go wrong. */
import type { ConversionForecast, Reason } from '../../../../schemas/insight.ts';
import { Bar } from '../parts/bar.tsx';

export function ReasonsCard({ forecast }: { forecast: ConversionForecast }) {
  const { reasons, riskFactors } = forecast;
  return (
    <section class="card" aria-labelledby="reasons-title">
      <h2 id="reasons-title">Why</h2>
      {reasons.length === 0 && <p class="muted">Nothing stands out yet.</p>}
      <SignedBars reasons={reasons} />
      {riskFactors.length > 0 && (
        <>
          <h3>Risks</h3>
          <ul class="plain risks">
            {riskFactors.map(({ id, text }) => (
              <li key={id}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function SignedBars({ reasons }: { reasons: readonly Reason[] }) {
  const largest = Math.max(...reasons.map(({ weight }) => Math.abs(weight)), 1e-9);
  return (
    <ul class="signed">
      {reasons.map(({ id, text, weight }) => (
        <li key={id} class={weight < 0 ? 'against' : 'for'}>
          <span class="reason">{text}</span>
          <span class="unseen">{weight < 0 ? 'speaks against' : 'speaks for'}</span>
          <span class="number" title="log-odds">
            {weight < 0 ? '−' : '+'}
            {Math.abs(weight).toFixed(2)}
          </span>
          <span class="balance">
            <Bar share={weight < 0 ? -weight / largest : 0} tone="against" />
            <Bar share={weight > 0 ? weight / largest : 0} tone="for" />
          </span>
        </li>
      ))}
    </ul>
  );
}

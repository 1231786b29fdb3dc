/** Which strategies are answered, by channel; none where too few were sent to say. */
import type { Effect } from '../../../../schemas/effect.ts';
import { spelled } from '../domain-words.ts';
import { percent } from '../format.ts';
import { RateBar } from './rate-bar.tsx';

export function ResponsesCard({ effect: { responses, leastSent, level } }: { effect: Effect }) {
  const most = Math.max(0.1, ...responses.map(({ high }) => high ?? 0));
  return (
    <section class="card" aria-labelledby="responses-title">
      <h2 id="responses-title">Answers by strategy</h2>
      {responses.length === 0 && <p class="muted">Nothing was sent yet.</p>}
      <ul class="rates">
        {responses.map(({ strategy, channel, sent, answered, rate, low, high }) => (
          <li key={strategy + channel}>
            <span>
              {spelled(strategy)} <span class="muted">{spelled(channel)}</span>
            </span>
            {rate !== null && low !== null && high !== null ? (
              <>
                <span class="number">
                  {percent(rate)} <span class="muted">{`${answered} of ${sent}`}</span>
                </span>
                <RateBar rate={rate} low={low} high={high} most={most} />
                <span class="unseen">
                  Between {percent(low)} and {percent(high)}.
                </span>
              </>
            ) : (
              <span class="number muted">
                not enough data: {sent} of {leastSent} sent
              </span>
            )}
          </li>
        ))}
      </ul>
      {responses.length > 0 && (
        <p class="muted">
          Bars end at {percent(most)}; whiskers hold the true rate with {percent(level)}. These leads were
          chosen by the policy: rates tell what was answered, not what would have been.
        </p>
      )}
    </section>
  );
}

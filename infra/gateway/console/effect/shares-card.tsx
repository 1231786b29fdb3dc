/** How much goes without a person, and whether people come in time. */
import type { Effect } from '../../../../schemas/effect.ts';
import { percent } from '../format.ts';
import { RateBar } from './rate-bar.tsx';

export function SharesCard({ effect: { automation, escalations } }: { effect: Effect }) {
  const { alone, withPerson } = automation;
  const { inTime, closed, open } = escalations;
  return (
    <section class="card" aria-labelledby="shares-title">
      <h2 id="shares-title">People and the engine</h2>
      <ul class="rates">
        <Share
          name="Routine steps done without a person"
          counted={`${alone} of ${alone + withPerson}`}
          share={automation}
        />
        <Share
          name="Escalations taken over in time"
          counted={`${inTime} of ${closed}${open > 0 ? `, ${open} open` : ''}`}
          share={escalations}
        />
      </ul>
    </section>
  );
}

interface ShareProps {
  name: string;
  counted: string;
  share: { rate: number | null; low: number | null; high: number | null };
}

function Share({ name, counted, share: { rate, low, high } }: ShareProps) {
  if (rate === null || low === null || high === null) {
    return (
      <li>
        <span>{name}</span>
        <span class="number muted">not enough data: {counted}</span>
      </li>
    );
  }
  return (
    <li>
      <span>{name}</span>
      <span class="number">
        {percent(rate)} <span class="muted">{counted}</span>
      </span>
      <RateBar rate={rate} low={low} high={high} most={1} />
      <span class="unseen">
        Between {percent(low)} and {percent(high)}.
      </span>
    </li>
  );
}

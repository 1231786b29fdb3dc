/** What nurturing brings about, against leads that are held out; and plainly where that cannot be told yet. */
import { useEffect } from 'preact/hooks';
import type { Effect } from '../../../../schemas/effect.ts';
import { clock, day } from '../format.ts';
import { useConsole, useFetched } from '../hooks.ts';
import { ResponsesCard } from './responses-card.tsx';
import { SharesCard } from './shares-card.tsx';
import { UpliftCard } from './uplift-card.tsx';

const EVERY_MS = 30_000;

export function EffectPage() {
  const { nurture } = useConsole();
  const effect = useFetched(nurture.effect, EVERY_MS, 'effect');
  useEffect(() => {
    document.title = 'Effect · Doorstep';
    scrollTo(0, 0);
  }, []);
  return (
    <div class="page effect-page">
      <header>
        <h1>Effect</h1>
        {effect && (
          <p class="facts">
            As of {day(effect.asOf)}, {clock(effect.asOf)} · counted since {day(effect.since)}
          </p>
        )}
      </header>
      {effect ? <Measured effect={effect} /> : <Nothing loading={effect === undefined} />}
    </div>
  );
}

function Measured({ effect }: { effect: Effect }) {
  const { policy, notes } = effect;
  return (
    <div class="cards">
      <UpliftCard uplift={effect.uplift} />
      <ResponsesCard effect={effect} />
      <div class="stack">
        <SharesCard effect={effect} />
        <section class="card" aria-labelledby="policy-title">
          <h2 id="policy-title">Policy in force</h2>
          <p class="headline">
            {policy.mode === 'learned' ? 'Learned from outcomes' : 'Fixed cadence'}{' '}
            <span class="muted">{policy.version}</span>
          </p>
          <p class="detail">
            {policy.why}
            {policy.since && ` Since ${day(policy.since)}.`}
          </p>
        </section>
        {notes.length > 0 && (
          <section class="card" aria-labelledby="notes-title">
            <h2 id="notes-title">To read this by</h2>
            <ul class="plain">
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}

const Nothing = ({ loading }: { loading: boolean }) => (
  <p class="nothing">
    {loading
      ? 'Loading…'
      : 'Nothing is measured yet. The learning role does, once leads were nurtured and others held out.'}
  </p>
);

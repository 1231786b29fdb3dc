/** Who this lead behaves like, how sure that is, and what follows from it. */
import type { BehavioralProfile } from '../../../../schemas/insight.ts';
import { segmentGroup, segmentMeaning, spelled } from '../domain-words.ts';
import { ago, percent } from '../format.ts';
import { Bar } from '../parts/bar.tsx';

export function SegmentCard({ profile }: { profile: BehavioralProfile }) {
  const { primaryMicrosegment: primary, confidenceScore, secondarySegments } = profile;
  return (
    <section class="card segment-card" aria-labelledby="segment-title">
      <h2 id="segment-title">Behaviour · {spelled(segmentGroup(primary)).toLowerCase()}</h2>
      <p class="headline">{spelled(primary)}</p>
      <p class="detail">{segmentMeaning(primary)}</p>
      <ul class="shares">
        {[{ id: primary, p: confidenceScore }, ...secondarySegments].map(({ id, p }, i) => (
          <li key={id} title={segmentMeaning(id)}>
            <span class="name">{spelled(id)}</span>
            <Bar share={p} tone={i === 0 ? '' : 'second'} />
            <span class="number">{percent(p)}</span>
          </li>
        ))}
      </ul>
      <dl class="advice">
        <dt>What helps</dt>
        <dd>{profile.optimizationStrategy}</dd>
        <dt>How to win them</dt>
        <dd>{profile.conversionApproach}</dd>
      </dl>
      <Evolution steps={profile.behaviorEvolution} />
    </section>
  );
}

function Evolution({ steps }: { steps: BehavioralProfile['behaviorEvolution'] }) {
  if (steps.length < 2) return null;
  return (
    <>
      <h3>How it went</h3>
      <ol class="evolution">
        {steps.map(({ at, segment, p }) => (
          <li key={at + segment}>
            {spelled(segment)} <span class="muted">{percent(p)}, </span>
            <time class="muted" dateTime={at}>
              {ago(at, Date.now())}
            </time>
          </li>
        ))}
      </ol>
    </>
  );
}

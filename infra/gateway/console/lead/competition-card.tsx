/** Who else is at this lead's door: how great the threat is, on what it rests, and what may answer it. */
import type { StreamingInsight } from '../../../../schemas/insight.ts';
import { AlertActs } from '../alerts/alert-acts.tsx';
import { Claims } from '../competition/claims.tsx';
import { PriceEstimate } from '../competition/price-estimate.tsx';
import { RivalList } from '../competition/rival-list.tsx';
import { SignalList } from '../competition/signal-list.tsx';
import { alertSaid, isKnown, threatSaid, threatWords } from '../competition-words.ts';
import { clock, day } from '../format.ts';
import { useConsole, useNow } from '../hooks.ts';
import { Countdown } from '../parts/countdown.tsx';
import { competitionHref } from '../route.ts';

export function CompetitionCard({ insight }: { insight: StreamingInsight }) {
  const { competition } = insight;
  return (
    <section class="card competition" aria-labelledby="competition-title">
      <h2 id="competition-title">Competition</h2>
      {isKnown(competition) ? (
        <Known insight={insight} />
      ) : (
        <p class="muted">
          Nobody else is known to be at this door: no word of another agent, portal or offer, and no move of
          the market that touches it.
        </p>
      )}
    </section>
  );
}

function Known({ insight: { lead, at, competition, models } }: { insight: StreamingInsight }) {
  const now = useNow(1000);
  const { level, reasons, rivals, signals, pricing } = competition;
  return (
    <>
      <p class="headline">
        <span class={`chip threat ${level}`}>{threatWords(level)}</span>
      </p>
      <p class="detail">
        {level !== 'none' && `${threatSaid(competition)} · `}as of {day(at)}, {clock(at)}
      </p>
      <LeadAlert lead={lead} now={now} />
      <div class="halves">
        <div>
          {reasons.length > 0 && (
            <>
              <h3>Why</h3>
              <Claims claims={reasons} models={models} now={now} />
            </>
          )}
          <h3>Who</h3>
          {rivals.length > 0 ? (
            <RivalList rivals={rivals} now={now} />
          ) : (
            <p class="muted">The lead has spoken of nobody else.</p>
          )}
        </div>
        <div>
          <h3>What the monitors see</h3>
          <SignalList signals={signals} now={now} />
        </div>
      </div>
      {pricing && (
        <>
          <h3>Worth, by homes like it</h3>
          <PriceEstimate estimate={pricing} />
        </>
      )}
      <p>
        <a href={competitionHref(lead)}>The whole picture, and what may answer it</a>
      </p>
    </>
  );
}

function LeadAlert({ lead, now }: { lead: string; now: number }) {
  const { alerts, may } = useConsole();
  const standing = alerts.of(lead);
  if (!standing) return null;
  const { alert, name, problem } = standing;
  return (
    <div class="escalated">
      <p>
        {alertSaid(alert.text, name)}{' '}
        {alert.status === 'open' ? (
          <Countdown verb="Due" past="Was due" until={alert.dueAt} now={now} />
        ) : (
          <span class="chip">{alert.status === 'snoozed' ? 'Snoozed' : 'Acknowledged'}</span>
        )}
      </p>
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {may('nurture:act') && (
        <div class="actions">
          <AlertActs standing={standing} />
        </div>
      )}
    </div>
  );
}

/** The most pressing critical alert, on whatever page somebody is: heard at once, and gone when somebody has seen to it. */
import { alertSaid, threatWords } from '../competition-words.ts';
import { useConsole, useNow } from '../hooks.ts';
import { Countdown } from '../parts/countdown.tsx';
import { leadHref, type Route, viewHref } from '../route.ts';
import type { StandingAlert } from '../store/alerts.ts';

export function CriticalStrip({ route }: { route: Route }) {
  const { alerts } = useConsole();
  // Where its whole story is told already, it is not told twice.
  const critical = alerts
    .standing()
    .filter(
      ({ alert, lead }) => alert.level === 'critical' && alert.status === 'open' && !isShown(route, lead),
    );
  const [first] = critical;
  return (
    <div role="alert">{first && <Strip standing={first} others={critical.length - 1} key={first.key} />}</div>
  );
}

const isShown = (route: Route, lead: string): boolean =>
  route.view === 'alerts' || (route.view === 'lead' && route.lead === lead);

function Strip({ standing, others }: { standing: StandingAlert; others: number }) {
  const { alerts, may } = useConsole();
  const { alert, lead, name, problem } = standing;
  return (
    <div class="strip">
      <p>
        <strong>{threatWords(alert.level)}</strong> <a href={leadHref(lead)}>{name}</a>{' '}
        <span>{alertSaid(alert.text, name)}</span>
        {problem && <strong> {problem}</strong>}
      </p>
      <Due dueAt={alert.dueAt} />
      <span class="actions">
        {may('nurture:act') && (
          <button type="button" class="quiet" onClick={() => alerts.act(standing, { act: 'acknowledge' })}>
            Acknowledge
          </button>
        )}
        <a href={viewHref('alerts')}>{others > 0 ? `${others} more` : 'Why'}</a>
      </span>
    </div>
  );
}

/** Its own clock: what is read out is the alert, not every second of it. */
function Due({ dueAt }: { dueAt: string }) {
  const now = useNow(1000);
  return (
    <span aria-live="off">
      <Countdown verb="Due" past="Was due" until={dueAt} now={now} />
    </span>
  );
}

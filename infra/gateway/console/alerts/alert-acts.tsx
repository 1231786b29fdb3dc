/** What a person makes of an alert: seen, later, or done with. */
import { useState } from 'preact/hooks';
import { alertSaid } from '../competition-words.ts';
import { useConsole } from '../hooks.ts';
import { Confirm } from '../parts/confirm.tsx';
import type { StandingAlert } from '../store/alerts.ts';
import { inAnHour, tomorrow } from './snooze.ts';

export function AlertActs({ standing }: { standing: StandingAlert }) {
  const { alerts } = useConsole();
  const [closing, setClosing] = useState(false);
  const { alert, name } = standing;
  const snooze = (until: (now: number) => number) => () =>
    alerts.act(standing, { act: 'snooze', until: new Date(until(Date.now())).toISOString() });
  return (
    <>
      {alert.status === 'open' && (
        <button
          type="button"
          data-key="a"
          data-goes
          onClick={() => alerts.act(standing, { act: 'acknowledge' })}
        >
          Acknowledge
        </button>
      )}
      {alert.status !== 'snoozed' && (
        <>
          <button type="button" class="quiet" data-key="h" data-goes onClick={snooze(inAnHour)}>
            Snooze 1 h
          </button>
          <button type="button" class="quiet" data-key="t" data-goes onClick={snooze(tomorrow)}>
            Snooze to tomorrow
          </button>
        </>
      )}
      <button type="button" class="quiet" data-key="c" onClick={() => setClosing(true)}>
        Close
      </button>
      {closing && (
        <Confirm
          title="Close this alert?"
          verb="Close alert"
          confirm={() => {
            setClosing(false);
            void alerts.act(standing, { act: 'close' });
          }}
          cancel={() => setClosing(false)}
        >
          <p>
            “{alertSaid(alert.text, name)}” The threat stays on the page of {name}; what comes after may raise
            another alert.
          </p>
        </Confirm>
      )}
    </>
  );
}

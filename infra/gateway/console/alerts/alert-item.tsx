/** One lead's alert in a line; what it rests on and what to do about it below, at once where it is critical. */
import { useState } from 'preact/hooks';
import { Claims } from '../competition/claims.tsx';
import { alertSaid, threatSaid, threatWords } from '../competition-words.ts';
import { clock, day } from '../format.ts';
import { Countdown } from '../parts/countdown.tsx';
import { leadHref } from '../route.ts';
import type { StandingAlert } from '../store/alerts.ts';
import { AlertActs } from './alert-acts.tsx';

interface Props {
  standing: StandingAlert;
  now: number;
  /** Whether the token lets its holder decide. */
  allowed: boolean;
}

export function AlertItem({ standing, now, allowed }: Props) {
  const { alert, lead, name, record, reasons, rivals, problem } = standing;
  const [asked, setAsked] = useState<boolean>();
  const open = asked ?? (alert.level === 'critical' && alert.status === 'open');
  // Names an element, and names there end at a space.
  const id = `alert-${encodeURIComponent(lead)}`;
  return (
    <article class={`card item alert ${alert.level}`} data-item tabIndex={-1} aria-labelledby={id}>
      <header>
        <span class={`chip threat ${alert.level}`}>{threatWords(alert.level)}</span>
        <h3 id={id}>
          <a href={leadHref(lead)} data-key="o">
            {name}
          </a>
        </h3>
        <p class={`text ${open ? '' : 'short'}`}>{alertSaid(alert.text, name)}</p>
        <Standing standing={standing} now={now} />
        <button
          type="button"
          class="quiet more"
          data-key="x"
          aria-expanded={open}
          aria-controls={`${id}-why`}
          onClick={() => setAsked(!open)}
        >
          {open ? 'Less' : 'Why'}
        </button>
      </header>
      {open && (
        <div id={`${id}-why`} class="why">
          <p class="facts">
            {[record?.view.contact.agent, `now ${threatSaid(standing)}`].filter(Boolean).join(' · ')}
          </p>
          <Claims claims={reasons} rivals={rivals} models={record?.view.models ?? {}} now={now} />
        </div>
      )}
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {open && (
        <div class="actions">
          {allowed && <AlertActs standing={standing} />}
          <a class="button quiet" href={leadHref(lead)}>
            Open lead
          </a>
        </div>
      )}
    </article>
  );
}

/** Until when somebody should have looked, or until when it is put aside; and how often it was passed on unseen. */
function Standing({ standing: { alert }, now }: Pick<Props, 'standing' | 'now'>) {
  const { status, until, dueAt, raised } = alert;
  return (
    <>
      {raised > 0 && <span class="chip wary">Passed on {raised}×</span>}
      {status === 'open' && <Countdown verb="Due" past="Was due" until={dueAt} now={now} />}
      {status === 'acknowledged' && <span class="countdown">Acknowledged</span>}
      {status === 'snoozed' && (
        <span class="countdown">Snoozed{until && ` until ${day(until, now)}, ${clock(until)}`}</span>
      )}
    </>
  );
}

/** What the four monitors saw, each with its source, its time and how long it stands. */
import type { Signal } from '../../../../schemas/competition.ts';
import { byMonitor, monitorWords, standsUntil } from '../competition-words.ts';
import { Whence } from './claims.tsx';

export function SignalList({ signals, now }: { signals: readonly Signal[]; now: number }) {
  const groups = byMonitor(signals, now);
  if (groups.length === 0) return <p class="muted">No monitor reports anything that still stands.</p>;
  return (
    <div class="monitors">
      {groups.map(([monitor, of]) => (
        <div key={monitor}>
          <h4>{monitorWords(monitor)}</h4>
          <ul class="claims">
            {of.map(({ id, text, source, at, expiresAt }) => (
              <li key={id}>
                <span>{text}</span>
                <Whence source={source} at={at} now={now} />
                <span class="whence">{standsUntil(expiresAt, now)}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

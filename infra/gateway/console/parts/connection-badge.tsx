/** Whether what is on screen is now, or since when it is not. */
import type { ConnectionState } from '../../client/connection.ts';
import { clock } from '../format.ts';
import { useConsole, useNow } from '../hooks.ts';

/** A short break heals unnoticed; after this the page calls itself stale. */
const STALE_AFTER_MS = 5_000;

export function ConnectionBadge() {
  const { state, connection } = useConsole();
  const { tone, text } = badge(state(), useNow(1000));
  return (
    <div class={`connection ${tone}`} role="status">
      <span class="dot" aria-hidden="true" />
      <span>{text}</span>
      {tone !== 'live' && (
        <button type="button" class="quiet" onClick={connection.retryNow}>
          Retry
        </button>
      )}
    </div>
  );
}

function badge(state: ConnectionState, now: number): { tone: string; text: string } {
  if (state.kind === 'live') return { tone: 'live', text: 'Live' };
  if (state.kind === 'lost') {
    if (now - state.since < STALE_AFTER_MS) return { tone: 'waiting', text: 'Reconnecting…' };
    return { tone: 'stale', text: `Stale since ${clock(state.since)}` };
  }
  return { tone: 'waiting', text: 'Connecting…' };
}

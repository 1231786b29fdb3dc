/** A person's word on the alert that is open. Of one that is over it says nothing. */
import type { AlertActEvent } from '../../schemas/system-event.ts';
import { alertDue } from './alert-due.ts';
import { withAlertStep } from './alert-record.ts';
import type { CompetingTurn } from './competing-turn.ts';

const HOUR_MS = 3_600_000;
/** Of a snooze that names no end, and the longest there is. */
const SNOOZE_MS = HOUR_MS;
const MOST_SNOOZED_MS = 7 * 24 * HOUR_MS;

export function actOnAlert(turn: CompetingTurn, { alert: id, act, by, until }: AlertActEvent): CompetingTurn {
  const { alert } = turn.competition;
  const now = turn.receivedAt;
  if (alert?.id !== id) return turn;
  switch (act) {
    case 'acknowledge':
      if (alert.status === 'acknowledged') return turn;
      return withAlertStep(turn, 'acknowledged', { ...alert, status: 'acknowledged', until: 0 }, by);
    case 'snooze': {
      const end = Math.min(until ?? now + SNOOZE_MS, now + MOST_SNOOZED_MS);
      if (end <= now) return turn;
      const dueAt = alertDue(alert.level, end, turn.state.contact.timezone);
      return withAlertStep(turn, 'snoozed', { ...alert, status: 'snoozed', until: end, dueAt }, by);
    }
    case 'close':
      return withAlertStep(turn, 'closed', alert, by);
  }
}

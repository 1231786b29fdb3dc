/**
 * Tells a person that a lead is about to be lost: once a cause, grouped while an alert is open, seldom after one, and
 * again to somebody else where nobody has seen it. Alerts are about the present: their clock is the wall's.
 */
import type { ThreatLevel } from '../../schemas/competition.ts';
import { actOnAlert } from './act-on-alert.ts';
import { alertDue } from './alert-due.ts';
import { alertText, withAlertStep } from './alert-record.ts';
import { type CompetingTurn, withCompetition } from './competing-turn.ts';
import type { OpenAlert, SeenSignal } from './competition-state.ts';
import { rankOf } from './weigh-threat.ts';

const HOUR_MS = 3_600_000;
/** Between two alerts of a lead, unless its level rises. */
export const APART_MS = 12 * HOUR_MS;
/** A threat that is below high for so long is over. */
export const CALM_MS = 72 * HOUR_MS;
/** What comes to an open alert is told no oftener than this, unless its level rises. */
const GROWS_MS = HOUR_MS;
/** So often it is raised to somebody else. */
export const MOST_RAISED = 3;
/** What is heard of later is history: an alert about it comes with the next thing that is not. */
const FRESH_MS = 24 * HOUR_MS;

export function raiseAlert(turn: CompetingTurn): CompetingTurn {
  const { competition, state, event } = turn;
  if (state.status !== 'open' || event.type === 'erase') return ended(turn);
  if (!competition.alert && competition.last.level === 'none' && !isHigh(competition.level)) return turn;
  const acted = event.type === 'alert_act' ? actOnAlert(turn, event) : turn;
  const calmed = calm(acted);
  return calmed.competition.alert ? grown(aged(calmed)) : raised(calmed);
}

const isHigh = (level: ThreatLevel): boolean => rankOf(level) >= rankOf('high');

function ended(turn: CompetingTurn): CompetingTurn {
  const { alert, owed, last } = turn.competition;
  if (!alert && !owed && last.level === 'none') return turn;
  const known = withCompetition(turn, { owed: '', calmSince: 0, last: { at: last.at, level: 'none' } });
  return alert ? withAlertStep(known, 'closed', alert) : known;
}

/** Keeps since when there is no threat to speak of; after a while of it everything begins anew. */
function calm(turn: CompetingTurn): CompetingTurn {
  const { level, calmSince, alert, last } = turn.competition;
  const now = turn.receivedAt;
  if (isHigh(level)) return calmSince === 0 ? turn : withCompetition(turn, { calmSince: 0 });
  if (calmSince === 0) return withCompetition(turn, { calmSince: now });
  if (now - calmSince < CALM_MS) return turn;
  const over = withCompetition(turn, { last: { at: last.at, level: 'none' }, owed: '', calmSince: 0 });
  return alert ? withAlertStep(over, 'closed', alert) : over;
}

/** A snooze that ends, and a deadline that is missed. */
function aged(turn: CompetingTurn): CompetingTurn {
  const alert = turn.competition.alert!;
  const now = turn.receivedAt;
  if (alert.status === 'snoozed' && now >= alert.until)
    return withAlertStep(turn, 'raised', {
      ...alert,
      status: 'open',
      until: 0,
      dueAt: due(turn, alert.level),
    });
  if (alert.status !== 'open' || now < alert.dueAt || alert.raised >= MOST_RAISED) return turn;
  const next: OpenAlert = { ...alert, raised: alert.raised + 1, dueAt: due(turn, alert.level) };
  return withAlertStep(turn, 'escalated', next);
}

const due = ({ receivedAt, state }: CompetingTurn, level: ThreatLevel): number =>
  alertDue(level, receivedAt, state.contact.timezone);

/** What this event saw that a person should act on: the gravest of it. */
function causeOf({ fresh }: CompetingTurn): SeenSignal | undefined {
  const telling = fresh.filter(
    ({ monitor, grave }) => grave || monitor === 'contact' || monitor === 'pricing',
  );
  return telling.find(({ grave }) => grave) ?? telling[0];
}

const isFresh = ({ event, receivedAt }: CompetingTurn): boolean => receivedAt - event.at < FRESH_MS;

function raised(turn: CompetingTurn): CompetingTurn {
  const { level, last, owed } = turn.competition;
  const now = turn.receivedAt;
  if (!isHigh(level) || !isFresh(turn)) return turn;
  const rises = rankOf(level) > rankOf(last.level);
  const signal = causeOf(turn);
  const cause = signal?.kind ?? (owed || (rises ? 'threat' : ''));
  if (!cause) return turn;
  if (!rises && now - last.at < APART_MS) return owed ? turn : withCompetition(turn, { owed: cause });
  const alert: OpenAlert = {
    ...{ id: `alert:${turn.state.seq}`, level, cause, text: alertText(turn, signal?.text), at: now },
    ...{ status: 'open', until: 0, dueAt: due(turn, level), raised: 0, toldAt: now },
  };
  return withAlertStep(withCompetition(turn, { last: { at: now, level }, owed: '' }), 'raised', alert);
}

/** What comes while an alert is open is part of it; a level that rises, or what is grave, wakes it up. */
function grown(turn: CompetingTurn): CompetingTurn {
  const { level, alert, last } = turn.competition;
  if (!alert || !isFresh(turn)) return turn;
  const signal = causeOf(turn);
  const rises = rankOf(level) > rankOf(alert.level);
  const wakes = rises || (signal?.grave === true && alert.status === 'snoozed');
  if (!wakes && (!signal || turn.receivedAt - alert.toldAt < GROWS_MS)) return turn;
  const text = alertText(turn, signal?.text);
  const cause = signal?.kind ?? alert.cause;
  const more: OpenAlert = { ...alert, text, cause, level: rises ? level : alert.level };
  const next: OpenAlert = wakes ? { ...more, status: 'open', until: 0, dueAt: due(turn, more.level) } : more;
  const known = rises ? withCompetition(turn, { last: { at: last.at, level } }) : turn;
  return withAlertStep(known, 'grown', next);
}

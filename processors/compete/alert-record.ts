/** What is told of an alert's life: one record a step, and the alert as the state keeps it. */
import type { CompetitiveAlert } from '../../schemas/competition.ts';
import { iso, round } from '../round.ts';
import { type CompetingTurn, withCompetition, withSaid } from './competing-turn.ts';
import type { OpenAlert, Reason } from './competition-state.ts';
import { dollars } from './signal-texts.ts';

type Step = CompetitiveAlert['step'];

/** @param by who acted; absent: Doorstep */
export function withAlertStep(turn: CompetingTurn, step: Step, alert: OpenAlert, by?: string): CompetingTurn {
  const { competition, state, receivedAt } = turn;
  const { p, valueAtRisk, reasons } = competition;
  const { id, level, cause, text, dueAt, raised, until } = alert;
  const record: CompetitiveAlert = {
    ...{ id, tenant: state.tenant, lead: state.lead, at: iso(receivedAt), kind: 'alert' },
    ...{ seq: state.seq, step, level, cause },
    ...(competition.alert && { from: competition.alert.level }),
    ...{ text, reasons: reasons.map(claimOf), p, valueAtRisk, dueAt: iso(dueAt), raised },
    ...(by !== undefined && { by }),
    ...(until > 0 && { until: iso(until) }),
  };
  const kept = step === 'closed' ? null : { ...alert, toldAt: receivedAt };
  return withSaid(withCompetition(turn, { alert: kept }), record);
}

export const claimOf = ({ text, source, at }: Reason) => ({ text, source, at: iso(at) });

/** @param what happened; absent: the weightiest reason */
export function alertText({ state, competition }: CompetingTurn, what: string | undefined): string {
  const { p, valueAtRisk, reasons } = competition;
  const why = what ?? reasons[0]?.text ?? 'The threat has risen.';
  const stake = valueAtRisk > 0 ? `, ${dollars(valueAtRisk)} of commission at risk` : '';
  const odds = `Chance to be lost to a competitor within 14 days: ${round(p * 100, 0)}%${stake}.`;
  return `${state.contact.name ?? 'The lead'}: ${why} ${odds}`;
}

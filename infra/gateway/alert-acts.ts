/** `GET /v1/alerts`, what people do about an alert, and where alerts go while no socket is open. */
import { ALERT_CONTACT, SNOOZE_ACT, type SnoozeAct } from '../../schemas/competition-acts.ts';
import type { Alerts } from '../../schemas/competition-answers.ts';
import type { AlertActEvent } from '../../schemas/system-event.ts';
import { invalid, json } from './answers.ts';
import type { CompetitionStore } from './competition-store.ts';
import { byOf, digest, readAct } from './nurture-acts.ts';
import type { OpenAlerts } from './open-alerts.ts';
import type { Call } from './router.ts';
import type { HttpAnswer } from './transport.ts';

export interface AlertDeps {
  competition: Pick<CompetitionStore, 'contacts' | 'setContact'>;
  openAlerts: OpenAlerts;
  /** Puts an event on its lead's log, or answers that there is no such lead. */
  appended(tenant: string, event: AlertActEvent): Promise<HttpAnswer>;
}

const STATUSES = ['open', 'acknowledged', 'snoozed'] as const;
/** Longer is no snooze: close it, and a new cause opens another. */
export const LONGEST_SNOOZE_MS = 7 * 86_400_000;

export function createAlertActs({ competition, openAlerts, appended }: AlertDeps) {
  const act = ({ params, claims }: Call, what: AlertActEvent['act'], more: { until?: number } = {}) => {
    const at = Date.now();
    const { lead, alert } = params as { lead: string; alert: string };
    if (alert.length > 128) return invalid(LONG_ID);
    // Two clicks within a second are one.
    const id = `alert_act:${digest([alert, what, Math.floor(at / 1000), more])}`;
    const common = { id, tenant: claims.tenant, lead, at, type: 'alert_act' as const };
    return appended(claims.tenant, { ...common, alert, act: what, by: byOf(claims.sub), ...more });
  };
  const setContact = async ({ request, claims }: Call, agent: string | null): Promise<HttpAnswer> => {
    const asked = readAct(request, ALERT_CONTACT, () => null);
    if ('status' in asked) return asked;
    const empty = Object.keys(asked.value).length === 0;
    await competition.setContact(claims.tenant, agent, empty ? null : asked.value);
    return json(200, await competition.contacts(claims.tenant));
  };
  return {
    async alerts({ query, claims }: Call): Promise<HttpAnswer> {
      const status = query.get('status');
      if (status !== null && !(STATUSES as readonly string[]).includes(status)) return invalid(NO_STATUS);
      const open = await openAlerts.list(claims.tenant, query.get('agent') ?? undefined);
      if (status === null) return json(200, open satisfies Alerts);
      const alerts = open.alerts.filter(({ alert }) => alert.status === status);
      return json(200, { ...open, alerts } satisfies Alerts);
    },
    acknowledge: async (call: Call): Promise<HttpAnswer> => act(call, 'acknowledge'),
    close: async (call: Call): Promise<HttpAnswer> => act(call, 'close'),
    async snooze(call: Call): Promise<HttpAnswer> {
      const asked = readAct(call.request, SNOOZE_ACT, snoozeProblem);
      return 'status' in asked
        ? asked
        : act(call, 'snooze', { until: new Date(asked.value.until).getTime() });
    },
    contacts: async ({ claims }: Call): Promise<HttpAnswer> =>
      json(200, await competition.contacts(claims.tenant)),
    fallbackContact: (call: Call): Promise<HttpAnswer> => setContact(call, null),
    async agentContact(call: Call): Promise<HttpAnswer> {
      const agent = call.params.agent!;
      return agent.length > 128 ? invalid({ ...LONG_ID, field: 'agent' }) : setContact(call, agent);
    },
  };
}

function snoozeProblem({ until }: SnoozeAct) {
  const [time, now] = [new Date(until).getTime(), Date.now()];
  if (Number.isNaN(time))
    return { field: 'until', message: 'is not a time', fix: 'Send RFC 3339, or epoch milliseconds' };
  if (time <= now) return { field: 'until', message: 'is over', fix: 'Send a time to come' };
  if (time > now + LONGEST_SNOOZE_MS)
    return { field: 'until', message: 'is more than a week ahead', fix: 'Close the alert instead' };
  return null;
}

const LONG_ID = {
  field: 'alert',
  message: 'is longer than 128 characters',
  fix: 'Use the id as GET /v1/alerts gives it',
};
const NO_STATUS = {
  field: 'status',
  message: 'is no status of an alert that is not closed',
  fix: `Use one of: ${STATUSES.join(', ')}`,
};

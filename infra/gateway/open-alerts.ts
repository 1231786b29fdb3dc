/** Alerts that are not closed, for lists over HTTP and for what a socket begins with. */

import type { AlertView } from '../../schemas/competition.ts';
import type { Alerts, OpenAlert } from '../../schemas/competition-answers.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';
import { MAX_WAITING } from '../../schemas/limits.ts';
import type { NurtureStore } from './nurture-store.ts';
import type { GatewayStore } from './store.ts';
import { topicKey } from './topics.ts';
import { createShare, type ReadInsight, type Snapshot } from './views.ts';

export interface OpenAlertsDeps {
  store: Pick<GatewayStore, 'states'>;
  nurture: Pick<NurtureStore, 'waiting'>;
  readInsight: ReadInsight;
}

export interface OpenAlerts {
  /** Those first that are due soonest. */
  list(tenant: string, agent: string | undefined): Promise<Alerts>;
  /** Calls that come while one is being read share the next. */
  snapshot(tenant: string, agent: string | undefined): Promise<Snapshot>;
}

export function createOpenAlerts({ store, nurture, readInsight }: OpenAlertsDeps): OpenAlerts {
  const list = async (tenant: string, agent: string | undefined): Promise<Alerts> => {
    const { leads, total } = await nurture.waiting('alerts', tenant, agent, MAX_WAITING);
    const states = await store.states(
      tenant,
      leads.map(({ lead }) => lead),
    );
    // The roster and the states are not read at one moment: those count whose state agrees.
    const alerts = states.flatMap((state) => {
      const insight = state && readInsight(state);
      return insight?.competition?.alert ? [openAlert(insight, insight.competition.alert)] : [];
    });
    return { alerts, total, more: Math.max(0, total - leads.length) };
  };
  const share = createShare<Snapshot>();
  return {
    list,
    snapshot: (tenant, agent) =>
      share(topicKey(tenant, { kind: 'alerts', ...(agent !== undefined && { agent }) }), async () => {
        const alerts = await list(tenant, agent);
        return {
          tail: Buffer.from(`"alerts":${JSON.stringify(alerts)}}`),
          seqs: new Map(alerts.alerts.map(({ lead, seq }) => [lead, seq])),
        };
      }),
  };
}

function openAlert(insight: StreamingInsight, alert: AlertView): OpenAlert {
  const { lead, seq, contact, profile, forecast, competition } = insight;
  const { name, agent } = contact;
  const { p, valueAtRisk, level, reasons, rivals } = competition;
  return {
    lead,
    ...(name !== undefined && { name }),
    ...(agent !== undefined && { agent }),
    ...{ segment: profile.primaryMicrosegment, pConvert: forecast.pConvert, seq },
    ...{ alert, p, valueAtRisk, level, reasons, rivals },
  };
}

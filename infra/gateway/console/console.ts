/** Puts socket, store and HTTP together for one token. */
import { SOCKET_PATH } from '../../../schemas/limits.ts';
import { type ConnectionState, createConnection, type DataFrame } from '../client/connection.ts';
import { createApi } from './api.ts';
import { createAsk } from './ask.ts';
import { createCompetitionApi } from './competition-api.ts';
import type { Console } from './hooks.ts';
import { createNurtureApi } from './nurture-api.ts';
import { claimsOf } from './session.ts';
import { createAlerts } from './store/alerts.ts';
import { createFrameBatch } from './store/frame-batch.ts';
import { createInbox } from './store/inbox.ts';
import { createLeads } from './store/leads.ts';
import { createSending } from './store/sending.ts';

export interface RunningConsole extends Console {
  run(signal: AbortSignal): Promise<void>;
}

/** @param openLead the lead whose page is open, if one is */
export function createConsole(token: string, openLead: () => string | undefined): RunningConsole {
  const batch = createFrameBatch();
  const api = createApi(token);
  const leads = createLeads(api.lead, batch.touch);
  const ask = createAsk(token);
  const nurture = createNurtureApi(ask);
  const competition = createCompetitionApi(ask);
  const inbox = createInbox(nurture, leads, batch.touch);
  const alerts = createAlerts(competition, leads, batch.touch);
  const sending = createSending(nurture, batch.touch);
  let state: ConnectionState = { kind: 'connecting' };
  let notice: string | undefined;
  let ready = false;

  const connection = createConnection({
    url: `${location.origin.replace(/^http/, 'ws')}${SOCKET_PATH}`,
    ...{ token, WebSocket },
    refusal: api.refusal,
    onState(next) {
      state = next;
      batch.touch();
    },
    onError(frame) {
      notice = `${frame.message}. ${frame.fix}`;
      batch.touch();
    },
  });

  function deliver(frame: DataFrame) {
    if (frame.type === 'delta') {
      if (frame.insight.cause.kind === 'erase') alerts.forget(frame.insight.lead);
      leads.apply(frame.insight);
    } else if (frame.type === 'state') leads.put(frame.insight);
    else if (frame.type === 'subscribed') {
      ready = true;
      notice = undefined;
      if (frame.recovered) return;
      leads.replace(frame.snapshot ?? [], openLead());
      alerts.want();
      // Who is not among those that deserve attention first may need a person all the same.
      void inbox.load().catch(() => {});
    }
  }

  connection.subscribe({ kind: 'tenant' }, { deliver });
  connection.subscribe(
    { kind: 'alerts' },
    {
      deliver(frame) {
        if (frame.type === 'alert') alerts.hear(frame.alert);
        else if (frame.type === 'subscribed' && !frame.recovered)
          alerts.replace(frame.alerts?.alerts ?? [], frame.alerts?.more);
      },
    },
  );
  // Of the topic above nobody is known to look at their own: an agent with this one open gets no text message besides.
  const { sub } = claimsOf(token);
  if (sub) connection.subscribe({ kind: 'alerts', agent: sub }, { deliver: () => {} });
  return {
    ...{ api, leads, connection, batch, nurture, inbox, sending, competition, alerts },
    may: (scope) => claimsOf(token).scopes?.includes(scope) ?? false,
    async run(signal) {
      const over = new AbortController();
      const until = AbortSignal.any([signal, over.signal]);
      void sending.run(until);
      await connection.run(until);
      over.abort();
    },
    state: () => state,
    notice: () => notice,
    ready: () => ready,
  };
}

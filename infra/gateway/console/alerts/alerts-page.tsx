/** Leads that may be lost to a competitor, one line each: what presses first, then what somebody has seen or put aside. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useConsole, useNow } from '../hooks.ts';
import { KeyHints } from '../parts/key-hints.tsx';
import { useItemKeys } from '../parts/use-item-keys.ts';
import type { StandingAlert } from '../store/alerts.ts';
import { AlertItem } from './alert-item.tsx';

/** Whose alerts, for when the page comes back. */
const left = { agent: '' };

const PARTS = [
  ['open', 'To see'],
  ['acknowledged', 'Acknowledged'],
  ['snoozed', 'Snoozed'],
] as const;

export function AlertsPage() {
  const { alerts, may, ready } = useConsole();
  const [agent, setAgent] = useState(left.agent);
  const page = useRef<HTMLDivElement>(null);
  const standing = alerts.standing();
  const agents = [...new Set(standing.flatMap((one) => agentOf(one) ?? []))].sort();
  const mine = (one: StandingAlert) => !agent || !agents.includes(agent) || agentOf(one) === agent;
  useItemKeys(page);
  useEffect(() => {
    document.title = 'Alerts · Doorstep';
    scrollTo(0, 0);
  }, []);
  const choose = (chosen: string) => {
    left.agent = chosen;
    setAgent(chosen);
  };
  const allowed = may('nurture:act');
  return (
    <div class="page inbox" ref={page}>
      <header class="inbox-head">
        <h1>Alerts</h1>
        <p class="count">{summary(standing, alerts.more())}</p>
        {agents.length > 0 && (
          <select aria-label="Agent" value={agent} onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">All agents</option>
            {agents.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        )}
      </header>
      {!allowed && (
        <p class="notice">This token lets you look, not decide: that needs the scope nurture:act.</p>
      )}
      {standing.length === 0 && (
        <p class="nothing">
          {ready()
            ? 'No lead is known to be under threat. What comes shows here by itself.'
            : 'Waiting for the gateway…'}
        </p>
      )}
      {standing.length > 0 && <KeyHints keys={allowed ? [...LOOKS, ...ACTS] : LOOKS} />}
      {PARTS.map(([status, title]) => (
        <Part
          key={status}
          title={title}
          standing={standing.filter((one) => one.alert.status === status && mine(one))}
          allowed={allowed}
        />
      ))}
    </div>
  );
}

function Part({ title, standing, allowed }: { title: string; standing: StandingAlert[]; allowed: boolean }) {
  const now = useNow(1000);
  if (standing.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {standing.map((one) => (
        <AlertItem key={`${one.lead}/${one.alert.id}`} standing={one} now={now} allowed={allowed} />
      ))}
    </section>
  );
}

const agentOf = ({ record }: StandingAlert): string | undefined => record?.view.contact.agent;

function summary(standing: readonly StandingAlert[], more: number): string {
  const open = standing.filter(({ alert }) => alert.status === 'open');
  const critical = open.filter(({ alert }) => alert.level === 'critical').length;
  const shown = `${open.length} to see${critical > 0 ? ` · ${critical} critical` : ''}`;
  return more > 0 ? `${shown} · and ${more} more, due later` : shown;
}

const LOOKS = [
  ['j', 'next'],
  ['k', 'previous'],
  ['x', 'why'],
  ['o', 'open lead'],
] as const;
const ACTS = [
  ['a', 'acknowledge'],
  ['h', 'snooze 1 h'],
  ['t', 'snooze to tomorrow'],
  ['c', 'close'],
] as const;

/** The views, how much waits in the inbox, and how many alerts nobody has seen to. */
import { useEffect, useRef } from 'preact/hooks';
import { useConsole } from '../hooks.ts';
import { type Route, VIEWS, type View, viewHref } from '../route.ts';

const NAMES: Record<View, string> = {
  list: 'Leads',
  inbox: 'Inbox',
  alerts: 'Alerts',
  markets: 'Markets',
  'win-loss': 'Win-loss',
  patterns: 'Patterns',
  effect: 'Effect',
  settings: 'Settings',
};

export function Navigation({ route }: { route: Route }) {
  const bar = useRef<HTMLElement>(null);
  const badges = useBadges();
  const current = route.view === 'market' ? 'markets' : route.view;
  useEffect(() => {
    // On a phone the bar is longer than the screen is wide.
    const link = bar.current?.querySelector('[aria-current]');
    link?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);
  return (
    <nav class="views" aria-label="Views" ref={bar}>
      {VIEWS.map((view) => (
        <a key={view} href={viewHref(view)} aria-current={current === view ? 'page' : undefined}>
          {NAMES[view]}
          {badges[view] && <Badge {...badges[view]} />}
        </a>
      ))}
    </nav>
  );
}

interface BadgeProps {
  count: number;
  pressing: boolean;
  /** What is counted, for a screen reader. */
  what: string;
}

function useBadges(): Partial<Record<View, BadgeProps>> {
  const { inbox, alerts } = useConsole();
  const cases = inbox.cases().length;
  const open = alerts.standing().filter(({ alert }) => alert.status === 'open');
  const critical = open.some(({ alert }) => alert.level === 'critical');
  return {
    inbox: { count: inbox.drafts().length + cases, pressing: cases > 0, what: 'waiting' },
    alerts: { count: open.length, pressing: critical, what: critical ? 'to see, some critical' : 'to see' },
  };
}

const Badge = ({ count, pressing, what }: BadgeProps) =>
  count > 0 ? (
    <span class={`badge ${pressing ? 'pressing' : ''}`}>
      {count}
      <span class="unseen"> {what}</span>
    </span>
  ) : null;

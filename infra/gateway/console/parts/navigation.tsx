/** The views, and how much waits in the inbox. */
import { type Route, useConsole, VIEWS, type View, viewHref } from '../hooks.ts';

const NAMES: Record<View, string> = {
  list: 'Leads',
  inbox: 'Inbox',
  patterns: 'Patterns',
  effect: 'Effect',
  settings: 'Settings',
};

export function Navigation({ route }: { route: Route }) {
  const { inbox } = useConsole();
  const cases = inbox.cases().length;
  const waiting = inbox.drafts().length + cases;
  return (
    <nav class="views" aria-label="Views">
      {(['list', ...VIEWS] as const).map((view) => (
        <a key={view} href={viewHref(view)} aria-current={route.view === view ? 'page' : undefined}>
          {NAMES[view]}
          {view === 'inbox' && waiting > 0 && (
            <span class={`badge ${cases > 0 ? 'pressing' : ''}`}>
              {waiting}
              <span class="unseen"> waiting</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}

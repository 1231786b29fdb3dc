/** Token, then console: header, notice, and the view the address names. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { AlertsPage } from './alerts/alerts-page.tsx';
import { CriticalStrip } from './alerts/critical-strip.tsx';
import { CompetitionPage } from './competition/competition-page.tsx';
import { createConsole, type RunningConsole } from './console.ts';
import doorUrl from './door.svg';
import { EffectPage } from './effect/effect-page.tsx';
import { ConsoleContext, useConsole, useRoute } from './hooks.ts';
import { InboxPage } from './inbox/inbox-page.tsx';
import { LeadPage } from './lead/lead-page.tsx';
import { LeadList } from './list/lead-list.tsx';
import { AreaPage } from './markets/area-page.tsx';
import { MarketsPage } from './markets/markets-page.tsx';
import { ConnectionBadge } from './parts/connection-badge.tsx';
import { StopButton, StoppedBanner } from './parts/kill-switch.tsx';
import { Navigation } from './parts/navigation.tsx';
import { TokenForm } from './parts/token-form.tsx';
import { PatternsPage } from './patterns/patterns-page.tsx';
import { routeOf } from './route.ts';
import { claimsOf, forgetToken, keepToken, takeToken } from './session.ts';
import { SettingsPage } from './settings/settings-page.tsx';
import { WinLossPage } from './win-loss/win-loss-page.tsx';

const openLead = () => {
  const route = routeOf(location.hash);
  return route.view === 'lead' ? route.lead : undefined;
};

export function App() {
  const [token, setToken] = useState(takeToken);
  const [refused, setRefused] = useState<string>();
  const [console, setConsole] = useState<RunningConsole>();

  useEffect(() => {
    // A link with a token, opened in a tab that has the console already.
    const taken = () => location.hash.startsWith('#token=') && setToken(takeToken());
    addEventListener('hashchange', taken);
    return () => removeEventListener('hashchange', taken);
  }, []);

  useEffect(() => {
    if (!token) return;
    const stop = new AbortController();
    const made = createConsole(token, openLead);
    setConsole(made);
    addEventListener('online', made.connection.retryNow, { signal: stop.signal });
    void made.run(stop.signal).then(() => {
      const state = made.state();
      if (state.kind !== 'refused') return;
      forgetToken();
      setToken(null);
      setRefused(state.reason);
    });
    return () => stop.abort();
  }, [token]);

  if (!token) {
    const use = (pasted: string) => {
      keepToken(pasted);
      setRefused(undefined);
      setToken(pasted.trim());
    };
    return <TokenForm reason={refused} use={use} />;
  }
  if (!console) return null;
  return (
    <ConsoleContext.Provider value={console}>
      <Shell tenant={claimsOf(token).tenant} />
    </ConsoleContext.Provider>
  );
}

function Shell({ tenant }: { tenant: string | undefined }) {
  const { notice } = useConsole();
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const place = JSON.stringify(route);
  const before = useRef(place);
  useEffect(() => {
    // Whoever came by keyboard or screen reader goes on in the new view, not in a link that is gone.
    if (before.current !== place) main.current?.focus({ preventScroll: true });
    before.current = place;
  }, [place]);
  return (
    <>
      <div class="head">
        <header class="top">
          <a class="brand" href="#/">
            <img src={doorUrl} alt="" width="28" height="28" />
            <span>Doorstep</span>
          </a>
          {tenant && <span class="tenant">{tenant}</span>}
          <Navigation route={route} />
          <StopButton />
          <ConnectionBadge />
        </header>
        <CriticalStrip route={route} />
      </div>
      <StoppedBanner />
      {notice() && (
        <p class="notice" role="alert">
          {notice()}
        </p>
      )}
      <main ref={main} tabIndex={-1}>
        {route.view === 'lead' && route.part === undefined && <LeadPage key={route.lead} lead={route.lead} />}
        {route.view === 'lead' && route.part === 'competition' && (
          <CompetitionPage key={route.lead} lead={route.lead} />
        )}
        {route.view === 'alerts' && <AlertsPage />}
        {route.view === 'markets' && <MarketsPage />}
        {route.view === 'market' && <AreaPage key={route.area} area={route.area} />}
        {route.view === 'win-loss' && <WinLossPage />}
        {route.view === 'inbox' && <InboxPage />}
        {route.view === 'patterns' && <PatternsPage />}
        {route.view === 'effect' && <EffectPage />}
        {route.view === 'settings' && <SettingsPage />}
        {route.view === 'list' && <LeadList />}
      </main>
    </>
  );
}

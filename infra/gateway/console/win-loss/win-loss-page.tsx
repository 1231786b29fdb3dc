/** How it ends against each competitor, and competitors that leads named and nobody has looked at yet. */
import { useEffect } from 'preact/hooks';
import { clock } from '../format.ts';
import { useAnswer, useConsole } from '../hooks.ts';
import { Answered } from '../parts/answered.tsx';
import { PlaysCard } from './plays-card.tsx';
import { ProposedCard } from './proposed-card.tsx';
import { RecordsCard } from './records-card.tsx';
import { RegistryCard } from './registry-card.tsx';

const EVERY_MS = 30_000;

export function WinLossPage() {
  const { competition } = useConsole();
  const table = useAnswer(competition.winLoss, EVERY_MS, 'win-loss');
  const competitors = useAnswer(competition.competitors, EVERY_MS, 'competitors');
  useEffect(() => {
    document.title = 'Win-loss · Doorstep';
    scrollTo(0, 0);
  }, []);
  return (
    <div class="page win-loss-page">
      <header>
        <h1>Wins and losses</h1>
        {table.value && <p class="facts">As of {clock(table.at)}, some seconds behind what happens</p>}
      </header>
      <div class="cards">
        <div class="stack">
          <Answered answer={table} />
          {table.value && <RecordsCard table={table.value} competitors={competitors.value} />}
          {table.value && <PlaysCard plays={table.value.plays} />}
        </div>
        <div class="stack">
          <Answered answer={competitors} />
          {competitors.value && (
            <>
              <ProposedCard competitors={competitors.value} again={competitors.again} />
              <RegistryCard competitors={competitors.value} />
            </>
          )}
        </div>
      </div>
    </div>
  );
}

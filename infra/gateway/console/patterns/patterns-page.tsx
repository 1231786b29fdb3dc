/** What the leads of the brokerage have in common, with the counts behind it. */
import { useEffect } from 'preact/hooks';
import type { Patterns } from '../../../../schemas/similar.ts';
import { clock, day } from '../format.ts';
import { useConsole, useFetched } from '../hooks.ts';
import { CohortCard } from './cohort-card.tsx';
import { ListingsCard } from './listings-card.tsx';
import { NextStepsCard } from './next-steps-card.tsx';

const EVERY_MS = 30_000;

export function PatternsPage() {
  const { api } = useConsole();
  const patterns = useFetched(api.patterns, EVERY_MS, 'patterns');
  useEffect(() => {
    document.title = 'Patterns · Doorstep';
    scrollTo(0, 0);
  }, []);
  return (
    <div class="page patterns-page">
      <header>
        <a class="back" href="#/">
          ← All leads
        </a>
        <h1>Patterns</h1>
        {patterns && <AsOf patterns={patterns} />}
      </header>
      {patterns ? (
        <div class="cards">
          <CohortCard cohorts={patterns.cohorts} least={patterns.leastCases} />
          <ListingsCard listings={patterns.listings} least={patterns.leastCases} />
          <NextStepsCard steps={patterns.nextSteps} least={patterns.leastCases} />
        </div>
      ) : (
        <p class="nothing">Loading…</p>
      )}
    </div>
  );
}

function AsOf({ patterns: { asOf, since, leads, complete } }: { patterns: Patterns }) {
  const said = [
    `${leads} leads${complete ? '' : ' so far, still gathering'}`,
    asOf !== null && `as of ${day(asOf)}, ${clock(asOf)}`,
    since !== null && `next steps and listings counted since ${day(since)}, ${clock(since)}`,
  ];
  return <p class="facts">{said.filter(Boolean).join(' · ')}</p>;
}

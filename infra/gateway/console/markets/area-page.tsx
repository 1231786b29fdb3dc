/** One area: its market week by week, what moved, what competitors did there, and the leads it touches. */
import { useEffect } from 'preact/hooks';
import type { MarketSeries } from '../../../../schemas/competition-answers.ts';
import { day } from '../format.ts';
import { useAnswer, useConsole } from '../hooks.ts';
import { Answered } from '../parts/answered.tsx';
import { viewHref } from '../route.ts';
import { AreaLeads } from './area-leads.tsx';
import { EventsCard } from './events-card.tsx';
import { ListingsCard } from './listings-card.tsx';
import { MeasurePlot } from './measure-plot.tsx';
import { MEASURES, noonOf } from './measures.ts';
import { StatusesCard } from './statuses-card.tsx';

const EVERY_MS = 30_000;

export function AreaPage({ area }: { area: string }) {
  const { competition } = useConsole();
  const answer = useAnswer(() => competition.market(area), EVERY_MS, area);
  const series = answer.value;
  const last = series?.index.at(-1);
  useEffect(() => {
    document.title = `${area} · Doorstep`;
    scrollTo(0, 0);
  }, []);
  return (
    <div class="page markets-page">
      <header>
        <a class="back" href={viewHref('markets')}>
          ← All markets
        </a>
        <h1>{area}</h1>
        {last && <p class="facts">As of the week of {day(noonOf(last.week) * 1000)}</p>}
      </header>
      <Answered answer={answer} />
      {series && isEmpty(series) && <p class="nothing">Nothing is known of a market “{area}”.</p>}
      {series && !isEmpty(series) && (
        <div class="cards">
          <IndexCard series={series} />
          <ListingsCard listings={series.listings} />
          <div class="stack">
            <EventsCard shifts={series.shifts} moves={series.moves} />
            <StatusesCard statuses={series.statuses} />
            <AreaLeads area={area} />
          </div>
        </div>
      )}
    </div>
  );
}

const isEmpty = ({ index, shifts, statuses, listings, moves }: MarketSeries): boolean =>
  index.length + shifts.length + statuses.length + listings.length + moves.length === 0;

function IndexCard({ series }: { series: MarketSeries }) {
  return (
    <section class="card index" aria-labelledby="index-title">
      <h2 id="index-title">Week by week</h2>
      {series.index.length === 0 && <p class="muted">No index of this area came in yet.</p>}
      <div class="plots">
        {MEASURES.map((measure) => (
          <MeasurePlot key={measure.id} series={series} measure={measure} />
        ))}
      </div>
      {series.index.length > 0 && (
        <p class="muted">
          <span class="key">
            <span class="mark shift" aria-hidden="true" /> a move beyond the usual noise
          </span>{' '}
          <span class="key">
            <span class="mark move" aria-hidden="true" /> something a competitor did there
          </span>
        </p>
      )}
    </section>
  );
}

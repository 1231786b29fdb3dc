/** The areas the brokerage works in, as their market stands. */
import { useEffect } from 'preact/hooks';
import type { Markets } from '../../../../schemas/competition-answers.ts';
import { counted, day } from '../format.ts';
import { useAnswer, useConsole } from '../hooks.ts';
import { Answered } from '../parts/answered.tsx';
import { areaHref } from '../route.ts';
import { MEASURES, measured } from './measures.ts';

const EVERY_MS = 30_000;

export function MarketsPage() {
  const { competition } = useConsole();
  const answer = useAnswer(competition.markets, EVERY_MS, 'markets');
  const areas = answer.value?.areas;
  useEffect(() => {
    document.title = 'Markets · Doorstep';
    scrollTo(0, 0);
  }, []);
  return (
    <div class="page markets-page">
      <header>
        <h1>Markets</h1>
        {areas && areas.length > 0 && (
          <p class="facts">{counted(areas.length, 'area')}, each as its latest index says</p>
        )}
      </header>
      <Answered answer={answer} />
      {areas?.length === 0 && (
        <p class="nothing">
          No market is known yet. An index event of an area (a feed, a file, or POST /v1/market) begins its
          page.
        </p>
      )}
      <ul class="areas">
        {areas?.map((area) => (
          <Area key={area.area} {...area} />
        ))}
      </ul>
    </div>
  );
}

function Area(area: Markets['areas'][number]) {
  const { area: name, at, touched } = area;
  return (
    <li class="card">
      <h2>
        <a href={areaHref(name)}>{name}</a>
      </h2>
      <dl class="numbers">
        {MEASURES.map(({ id, name: term, say }) => (
          <div key={id}>
            <dt>{term}</dt>
            <dd class={area[id] === null ? 'muted' : ''}>{measured(area[id], say)}</dd>
          </div>
        ))}
      </dl>
      <p class="muted">
        As of <time dateTime={at}>{day(at)}</time> · {counted(touched, 'lead')} touched in 30 days
      </p>
    </li>
  );
}

/** The forecast: the curve, the interval, and in words how much is known. */
import type { StreamingInsight } from '../../../../schemas/insight.ts';
import { spelled } from '../domain-words.ts';
import { forecastWords } from '../forecast-words.ts';
import { percent, timeRange } from '../format.ts';
import { DecayPlot } from './decay-plot.tsx';
import { ForecastPlot } from './forecast-plot.tsx';

export function ForecastCard({ insight }: { insight: StreamingInsight }) {
  const { forecast } = insight;
  const said = forecastWords(forecast);
  return (
    <section class={`card forecast ${forecast.kind}`} aria-labelledby="forecast-title">
      <h2 id="forecast-title">Forecast</h2>
      <p class="headline">{said.headline}</p>
      <p class="detail">{said.detail}</p>
      <ForecastPlot at={insight.at} forecast={forecast} />
      <div class="halves">
        <DecayPlot pConvert={forecast.pConvert} decayCurve={forecast.decayCurve} />
        <div>
          <Touchpoints windows={forecast.optimalTouchpoints} note={forecast.touchpointNote} />
          <Members members={forecast.members} />
        </div>
      </div>
    </section>
  );
}

type Windows = StreamingInsight['forecast']['optimalTouchpoints'];

function Touchpoints({ windows, note }: { windows: Windows; note: string }) {
  return (
    <>
      <h3>When to reach out</h3>
      <ul class="plain">
        {windows.map(({ from, to, channel, reason }) => (
          <li key={from}>
            <strong>{timeRange(from, to)}</strong> by {spelled(channel)}
            <span class="muted"> {reason}</span>
          </li>
        ))}
      </ul>
      <p class="muted">{note}</p>
    </>
  );
}

function Members({ members }: { members: StreamingInsight['forecast']['members'] }) {
  const judges = Object.entries(members);
  // One judge is the forecast itself.
  if (judges.length < 2) return null;
  return (
    <>
      <h3>What each judge says</h3>
      <ul class="plain">
        {judges.map(([name, { pConvert, medianDays }]) => (
          <li key={name}>
            {spelled(name)}: <strong>{percent(pConvert)}</strong>
            <span class="muted"> median {Math.round(medianDays)} days</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** How the confidence in the segment went, insight by insight, up to the latest. */
import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import type { StreamingInsight } from '../../../../schemas/insight.ts';
import { clock, day, percent } from '../format.ts';
import { axis, Plot, type PlotOptions, percentTicks, type Theme } from '../parts/plot.tsx';

const DAY_S = 86_400;
const HALF_HOUR_S = 1800;

/** Points of one moment would otherwise spread over years. */
const atLeastAnHour = (_: uPlot, from: number, to: number): uPlot.Range.MinMax =>
  to - from < 2 * HALF_HOUR_S ? [from - HALF_HOUR_S, to + HALF_HOUR_S] : [from, to];

export function ConfidenceCard({ insight }: { insight: StreamingInsight }) {
  const { confidenceEvolution: changes, profile, at } = insight;
  const confidence = profile.confidenceScore;
  // A point is kept where confidence moved; since the last it stands.
  const points = useMemo(() => {
    const moved = changes.map(({ at, confidence }) => [new Date(at).getTime() / 1000, confidence] as const);
    const now = new Date(at).getTime() / 1000;
    return (moved.at(-1)?.[0] ?? now) < now ? [...moved, [now, confidence] as const] : moved;
  }, [changes, at, confidence]);
  const data = useMemo<uPlot.AlignedData>(
    () => [points.map(([time]) => time), points.map(([, value]) => value)],
    [points],
  );
  const label = changes.length
    ? `${percent(confidence)} now, over the last ${changes.length} changes`
    : 'None yet';
  return (
    <section class="card" aria-labelledby="confidence-title">
      <h2 id="confidence-title">Confidence</h2>
      {points.length > 1 ? (
        <figure class="curve small">
          <Plot label={`Confidence: ${label}.`} height={130} options={plotOptions} data={data} />
          <figcaption>{label}</figcaption>
        </figure>
      ) : (
        <p class="muted">{label}. The line starts with the second insight.</p>
      )}
    </section>
  );
}

const plotOptions = (theme: Theme): PlotOptions => ({
  legend: { show: false },
  cursor: { show: false },
  scales: { x: { range: atLeastAnHour }, y: { range: [0, 1] } },
  series: [
    {},
    {
      stroke: theme.accent,
      width: 2,
      fill: theme.accentSoft,
      points: { show: true, size: 5, fill: theme.surface },
    },
  ],
  axes: [
    axis(theme, {
      size: 30,
      space: 70,
      // Close together the hour tells more; far apart, the day.
      values: (plot, splits) => {
        const span = plot.scales.x!.max! - plot.scales.x!.min!;
        return splits.map((s) => (span < 2 * DAY_S ? clock(s * 1000) : day(s * 1000)));
      },
    }),
    axis(theme, { size: 46, space: 40, values: percentTicks }),
  ],
});

/** How the chance falls if nothing happens. */
import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import { percent } from '../format.ts';
import { axis, Plot, type PlotOptions, percentTicks, type Theme } from '../parts/plot.tsx';

export function DecayPlot({ pConvert, decayCurve }: { pConvert: number; decayCurve: number[] }) {
  const data = useMemo<uPlot.AlignedData>(() => {
    return [
      [0, ...decayCurve.map((_, d) => d + 1)],
      [pConvert, ...decayCurve],
    ];
  }, [pConvert, decayCurve]);
  const said = `${percent(pConvert)} now, ${percent(decayCurve.at(-1)!)} after ${decayCurve.length} silent days`;
  return (
    <figure class="curve small">
      <h3>If nobody writes</h3>
      <Plot label={`Chance of converting: ${said}.`} height={130} options={plotOptions} data={data} />
      <figcaption>{said}</figcaption>
    </figure>
  );
}

const plotOptions = (theme: Theme): PlotOptions => ({
  legend: { show: false },
  cursor: { show: false },
  scales: { x: { time: false }, y: { range: (_, _min, max) => [0, Math.min(1, Math.max(0.1, max * 1.2))] } },
  series: [{}, { stroke: theme.warn, width: 2, points: { show: false } }],
  axes: [
    axis(theme, { size: 30, space: 50, values: (_, splits) => splits.map((d) => `${d} d`) }),
    axis(theme, { size: 46, space: 40, values: percentTicks }),
  ],
});

/** P(converted by then) over the coming days; the interval shaded, the median marked. */
import { useMemo, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import type { ConversionForecast } from '../../../../schemas/insight.ts';
import { day, percent, shortDay } from '../format.ts';
import { axis, Plot, type PlotOptions, percentTicks, type Theme } from '../parts/plot.tsx';

const DAY_S = 86_400;

/** What is drawn besides the curve; epoch seconds. */
interface Marks {
  interval: [number, number] | null;
  median: number | null;
}

export function ForecastPlot({ at, forecast }: { at: string; forecast: ConversionForecast }) {
  const { probabilityCurve: curve, confidenceInterval, expectedConversionDate, kind } = forecast;
  const [pointed, setPointed] = useState<string>();
  const marks = useRef<Marks>({ interval: null, median: null });
  marks.current = {
    interval: confidenceInterval && [seconds(confidenceInterval[0]), seconds(confidenceInterval[1])],
    median: kind === 'date' && expectedConversionDate ? seconds(expectedConversionDate) : null,
  };
  const start = seconds(at);
  const data = useMemo<uPlot.AlignedData>(() => {
    return [
      [start, ...curve.map((_, d) => start + (d + 1) * DAY_S)],
      [0, ...curve],
    ];
  }, [start, curve]);
  const options = useMemo(() => (theme: Theme) => plotOptions(theme, marks, setPointed), []);
  const by = (days: number) => `${percent(curve[days - 1]!)} by ${day((start + days * DAY_S) * 1000)}`;
  return (
    <figure class="curve">
      <Plot
        label={`Probability of having converted: ${by(30)}, ${by(90)}, ${by(180)}.`}
        height={240}
        options={options}
        data={data}
      />
      <figcaption>{pointed ?? `${by(30)} · ${by(90)} · ${by(180)}`}</figcaption>
    </figure>
  );
}

const seconds = (time: string): number => new Date(time).getTime() / 1000;

function plotOptions(
  theme: Theme,
  marks: { current: Marks },
  point: (text: string | undefined) => void,
): PlotOptions {
  return {
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, fill: theme.accent } },
    scales: { y: { range: (_, _min, max) => [0, Math.min(1, Math.max(0.2, max * 1.15))] } },
    series: [{}, { stroke: theme.accent, width: 2.5, fill: theme.accentSoft, points: { show: false } }],
    axes: [
      axis(theme, { size: 30, space: 70, values: (_, splits) => splits.map((s) => shortDay(s * 1000)) }),
      axis(theme, { size: 46, values: percentTicks }),
    ],
    hooks: {
      drawClear: [(plot) => shadeInterval(plot, marks.current.interval, theme)],
      draw: [(plot) => markMedian(plot, marks.current.median, theme)],
      setCursor: [
        (plot) => {
          const i = plot.cursor.idx;
          if (i === null || i === undefined) return point(undefined);
          point(`${percent(plot.data[1]![i]!)} by ${day(plot.data[0][i]! * 1000)}`);
        },
      ],
    },
  };
}

function shadeInterval({ ctx, bbox, valToPos, scales }: uPlot, interval: Marks['interval'], theme: Theme) {
  if (!interval) return;
  const { min, max } = scales.x!;
  const [from, to] = interval.map((s) => valToPos(Math.min(max!, Math.max(min!, s)), 'x', true));
  ctx.save();
  ctx.fillStyle = theme.grid;
  ctx.globalAlpha = 0.55;
  ctx.fillRect(from!, bbox.top, to! - from!, bbox.height);
  ctx.restore();
}

function markMedian({ ctx, bbox, valToPos, scales }: uPlot, median: number | null, theme: Theme) {
  if (median === null || median > scales.x!.max! || median < scales.x!.min!) return;
  const x = valToPos(median, 'x', true);
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = theme.ink;
  ctx.lineWidth = 1.5 * ratio;
  ctx.setLineDash([4 * ratio, 4 * ratio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = `${12 * ratio}px ${theme.font.replace(/^\S+ /, '')}`;
  ctx.textBaseline = 'top';
  const text = `median ${shortDay(median * 1000)}`;
  const fits = x + ctx.measureText(text).width + 8 * ratio < bbox.left + bbox.width;
  ctx.textAlign = fits ? 'left' : 'right';
  ctx.fillText(text, x + (fits ? 6 : -6) * ratio, bbox.top + 4 * ratio);
  ctx.restore();
}

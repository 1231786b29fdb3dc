/** One measure of an area, week by week: moves beyond noise marked, competitors' moves as ticks along the bottom. */
import { useMemo, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import type { MarketSeries } from '../../../../schemas/competition-answers.ts';
import { day, shortDay } from '../format.ts';
import { axis, Plot, type PlotOptions, type Theme } from '../parts/plot.tsx';
import { type Measure, noonOf } from './measures.ts';

/** What is drawn besides the line; epoch seconds. */
interface Marks {
  shifts: number[];
  moves: number[];
}

export function MeasurePlot({ series, measure }: { series: MarketSeries; measure: Measure }) {
  const { id, name, shift, say } = measure;
  const [pointed, setPointed] = useState<string>();
  const marks = useRef<Marks>({ shifts: [], moves: [] });
  const shifts = series.shifts.filter(({ kind }) => kind === shift);
  marks.current = { shifts: shifts.map(seconds), moves: series.moves.map(seconds) };
  const data = useMemo<uPlot.AlignedData>(
    () => [series.index.map(({ week }) => noonOf(week)), series.index.map((week) => week[id])],
    [series, id],
  );
  const options = useMemo(() => (theme: Theme) => plotOptions(theme, marks, say, setPointed), [say]);
  const known = series.index.filter((week) => week[id] !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return null;
  const said = `${say(first[id]!)} in the week of ${day(noonOf(first.week) * 1000)}, ${say(last[id]!)} in that of ${day(noonOf(last.week) * 1000)}`;
  const marked = shifts.map(({ text }) => ` ${text}`).join('');
  return (
    <figure class="curve small">
      <h3>{name}</h3>
      <Plot label={`${name}: ${said}.${marked}`} height={170} options={options} data={data} />
      <figcaption>{pointed ?? `${say(last[id]!)}, week of ${day(noonOf(last.week) * 1000)}`}</figcaption>
    </figure>
  );
}

const seconds = ({ at }: { at: string }): number => new Date(at).getTime() / 1000;
/** With fewer weeks than this each is a point to see, not only a bend of the line. */
const FEW = 20;

function plotOptions(
  theme: Theme,
  marks: { current: Marks },
  say: (value: number) => string,
  point: (text: string | undefined) => void,
): PlotOptions {
  return {
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, fill: theme.accent } },
    scales: {
      x: { range: (_, from, to) => roomy(from, to) },
      y: { range: (_, low, high) => roomy(low, high) },
    },
    series: [
      {},
      {
        ...{ stroke: theme.accent, width: 2 },
        points: { show: (plot) => plot.data[0].length < FEW, size: 5, fill: theme.surface },
      },
    ],
    axes: [
      axis(theme, { size: 30, space: 70, values: (_, splits) => splits.map((s) => shortDay(s * 1000)) }),
      axis(theme, { size: 58, space: 40, values: (_, splits) => splits.map(say) }),
    ],
    hooks: {
      drawClear: [(plot) => markShifts(plot, marks.current.shifts, theme)],
      draw: [(plot) => tickMoves(plot, marks.current.moves, theme)],
      setCursor: [
        (plot) => {
          const i = plot.cursor.idx;
          const value = i === null || i === undefined ? undefined : plot.data[1]![i];
          if (value === null || value === undefined) return point(undefined);
          point(`${say(value)}, week of ${day(plot.data[0][i!]! * 1000)}`);
        },
      ],
    },
  };
}

/** A twentieth of room on both sides, and some where all is the same. */
const roomy = (low: number, high: number): uPlot.Range.MinMax => {
  const room = (high - low) * 0.06 || Math.abs(high) * 0.02 || 1;
  return [low - room, high + room];
};

const inView = ({ scales }: uPlot, at: number): boolean => at >= scales.x!.min! && at <= scales.x!.max!;

function markShifts(plot: uPlot, shifts: number[], theme: Theme) {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = theme.warn;
  ctx.lineWidth = 1.5 * ratio;
  for (const at of shifts.filter((one) => inView(plot, one))) {
    const x = plot.valToPos(at, 'x', true);
    ctx.setLineDash([4 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(x, bbox.top + 5 * ratio, 4 * ratio, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.restore();
}

function tickMoves(plot: uPlot, moves: number[], theme: Theme) {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const foot = bbox.top + bbox.height;
  ctx.save();
  ctx.fillStyle = theme.muted;
  for (const at of moves.filter((one) => inView(plot, one))) {
    const x = plot.valToPos(at, 'x', true);
    ctx.beginPath();
    ctx.moveTo(x, foot - 8 * ratio);
    ctx.lineTo(x + 4 * ratio, foot);
    ctx.lineTo(x - 4 * ratio, foot);
    ctx.fill();
  }
  ctx.restore();
}

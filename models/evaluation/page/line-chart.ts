/** Lines and points over two axes. */
import { figure, type Named, scaleOf, ticks, WIDTH } from './chart.ts';
import { element, label } from './markup.ts';

export interface Axis {
  label: string;
  from: number;
  to: number;
  format: (value: number) => string;
  /** Names of whole positions instead of ticks. */
  names?: readonly string[];
}

export interface Series extends Named {
  points: readonly { x: number; y: number; says: string }[];
  /** Points are marked, for few of them. */
  marked: boolean;
}

export interface LineChart {
  title: string;
  note: string;
  x: Axis;
  y: Axis;
  series: readonly Series[];
  /** A line of y = x: forecasts that mean what they say lie on it. */
  diagonal?: boolean;
  /** A value of y to be reached. */
  target?: number;
}

const HEIGHT = 264;
const PLOT = { left: 44, right: WIDTH - 12, top: 28, bottom: HEIGHT - 38 };

type Place = (value: number) => number;

function axes({ x, y }: LineChart, atX: Place, atY: Place): string {
  const rows = ticks(y.from, y.to, 5).map(
    (value) =>
      element('line', { class: 'grid', x1: PLOT.left, x2: PLOT.right, y1: atY(value), y2: atY(value) }) +
      label(PLOT.left - 6, atY(value) + 4, y.format(value), 'end'),
  );
  const marks = x.names
    ? x.names.map((name, at) => ({ at, name }))
    : ticks(x.from, x.to, 5).map((value) => ({ at: value, name: x.format(value) }));
  const columns = marks.map(({ at, name }) => label(atX(at), PLOT.bottom + 15, name, 'middle'));
  return [
    ...rows,
    ...columns,
    label((PLOT.left + PLOT.right) / 2, HEIGHT - 6, x.label, 'middle'),
    label(4, 12, y.label),
    element('line', { class: 'axis', x1: PLOT.left, x2: PLOT.right, y1: PLOT.bottom, y2: PLOT.bottom }),
  ].join('');
}

function drawSeries({ name, role, points, marked }: Series, atX: Place, atY: Place): string {
  const path = points.map((p) => `${atX(p.x).toFixed(1)},${atY(p.y).toFixed(1)}`).join(' ');
  const dots = points.map((p) =>
    element(
      'circle',
      { class: role, cx: atX(p.x), cy: atY(p.y), r: marked ? 3.5 : 0 },
      element('title', {}, `${name}: ${p.says}`),
    ),
  );
  return element('polyline', { class: `line ${role}`, points: path }) + (marked ? dots.join('') : '');
}

export function lineChart(chart: LineChart): string {
  const { x, y, series, diagonal, target } = chart;
  const atX = scaleOf(x.from, x.to, PLOT.left, PLOT.right);
  const atY = scaleOf(y.from, y.to, PLOT.bottom, PLOT.top);
  const line = (x1: number, y1: number, x2: number, y2: number) =>
    element('line', { class: 'guide', x1: atX(x1), y1: atY(y1), x2: atX(x2), y2: atY(y2) });
  const [low, high] = [Math.max(x.from, y.from), Math.min(x.to, y.to)];
  const guides = [
    diagonal ? line(low, low, high, high) : '',
    target === undefined ? '' : line(x.from, target, x.to, target),
  ];
  const drawn = [axes(chart, atX, atY), ...guides, ...series.map((s) => drawSeries(s, atX, atY))];
  return figure(chart.title, chart.note, HEIGHT, drawn.join(''), series);
}

/** Horizontal bars, a few for each row, with intervals where there are some. */
import { figure, type Named, scaleOf, ticks, WIDTH } from './chart.ts';
import { element, label } from './markup.ts';

export interface Bar extends Named {
  value: number;
  low?: number;
  high?: number;
}

export interface BarChart {
  title: string;
  note: string;
  /** What the values are. */
  axis: string;
  rows: readonly { name: string; bars: readonly Bar[] }[];
  from: number;
  to: number;
  format: (value: number) => string;
  /** A value to be reached. */
  target?: number;
}

/** Names get the width they need, a long one up to this and then cut. */
const LONGEST = 30;
const CHARACTER = 5.9;
const RIGHT = WIDTH - 44;
const BAR = 10;
const GAP = 9;
const TOP = 6;
const FOOT = 36;

const rowHeight = (bars: number): number => Math.max(1, bars) * (BAR + 2) + GAP;

/** As it is read; the whole of it is the tooltip. */
function shortened(name: string): string {
  const plain = name.replaceAll('_', ' ');
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
}

function drawBar(bar: Bar, y: number, at: (value: number) => number, format: BarChart['format']): string {
  const { name, role, value, low, high } = bar;
  if (!Number.isFinite(value)) return label(at(0) + 4, y + BAR - 0.5, '–');
  const [from, to] = [Math.min(at(0), at(value)), Math.max(at(0), at(value))];
  const whisker =
    low === undefined || high === undefined
      ? ''
      : element('line', { class: 'whisker', x1: at(low), x2: at(high), y1: y + BAR / 2, y2: y + BAR / 2 });
  const end = Math.max(to, high === undefined ? to : at(high));
  return (
    element(
      'rect',
      { class: role, x: from, y, width: Math.max(1, to - from), height: BAR, rx: 1.5 },
      element('title', {}, `${name}: ${format(value)}`),
    ) +
    whisker +
    label(end + 4, y + BAR - 0.5, format(value))
  );
}

export function barChart({ title, note, axis, rows, from, to, format, target }: BarChart): string {
  const longest = Math.max(...rows.map(({ name }) => shortened(name).length));
  const left = 12 + CHARACTER * longest;
  const at = scaleOf(Math.min(0, from), to, left, RIGHT);
  let y = TOP;
  const drawn = rows.map(({ name, bars }) => {
    const top = y;
    y += rowHeight(bars.length);
    const middle = top + (bars.length * (BAR + 2)) / 2 + 3;
    const text = element(
      'g',
      {},
      element('title', {}, name),
      label(left - 7, middle, shortened(name), 'end'),
    );
    return text + bars.map((bar, b) => drawBar(bar, top + b * (BAR + 2), at, format)).join('');
  });
  const upright = (value: number, kind: string) =>
    element('line', { class: kind, x1: at(value), x2: at(value), y1: TOP - 4, y2: y });
  const grid = ticks(Math.min(0, from), to, 4).map(
    (value) => upright(value, 'grid') + label(at(value), y + 14, format(value), 'middle'),
  );
  const foot = label(
    Math.min((left + RIGHT) / 2, WIDTH - (CHARACTER * axis.length) / 2),
    y + 29,
    axis,
    'middle',
  );
  const goal = target === undefined ? '' : upright(target, 'guide');
  // Rows that are one series each have its name beside them already.
  const series = rows.flatMap(({ name, bars }) => (bars.length === 1 && bars[0]!.name === name ? [] : bars));
  return figure(title, note, y + FOOT, grid.join('') + goal + drawn.join('') + foot, series);
}

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
  rows: readonly { name: string; bars: readonly Bar[] }[];
  from: number;
  to: number;
  format: (value: number) => string;
  /** A value to be reached. */
  target?: number;
}

const NAMES = 122;
const RIGHT = WIDTH - 44;
const BAR = 10;
const GAP = 9;
const TOP = 6;
const FOOT = 22;

const rowHeight = (bars: number): number => Math.max(1, bars) * (BAR + 2) + GAP;

/** A name longer than its place is cut; the whole of it is the tooltip. */
const shortened = (name: string): string => (name.length > 20 ? `${name.slice(0, 19)}…` : name);

function drawBar(bar: Bar, y: number, at: (value: number) => number, format: BarChart['format']): string {
  const { name, role, value, low, high } = bar;
  if (!Number.isFinite(value)) return '';
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

export function barChart({ title, note, rows, from, to, format, target }: BarChart): string {
  const at = scaleOf(Math.min(0, from), to, NAMES, RIGHT);
  let y = TOP;
  const drawn = rows.map(({ name, bars }) => {
    const top = y;
    y += rowHeight(bars.length);
    const middle = top + (bars.length * (BAR + 2)) / 2 + 3;
    const text = element(
      'g',
      {},
      element('title', {}, name),
      label(NAMES - 7, middle, shortened(name), 'end'),
    );
    return text + bars.map((bar, b) => drawBar(bar, top + b * (BAR + 2), at, format)).join('');
  });
  const upright = (value: number, kind: string) =>
    element('line', { class: kind, x1: at(value), x2: at(value), y1: TOP - 4, y2: y });
  const grid = ticks(Math.min(0, from), to, 4).map(
    (value) => upright(value, 'grid') + label(at(value), y + 14, format(value), 'middle'),
  );
  const goal = target === undefined ? '' : upright(target, 'guide');
  // Rows that are one series each have its name beside them already.
  const series = rows.flatMap(({ name, bars }) => (bars.length === 1 && bars[0]!.name === name ? [] : bars));
  return figure(title, note, y + FOOT, grid.join('') + drawn.join('') + goal, series);
}

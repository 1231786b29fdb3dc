/** What all charts share: size, legend and frame. Drawn 360 wide, so that texts stay legible on a phone. */
import { element, escapeText } from './markup.ts';

export const WIDTH = 360;

/** How a series is drawn; see the style sheet. */
export type Role = 'ours' | 'oracle' | 'baseline' | 'second' | 'third' | 'wrong';

export interface Named {
  name: string;
  role: Role;
}

/** Names the series, each once. */
export function legend(series: readonly Named[]): string {
  const distinct = series.filter((s, i) => series.findIndex((other) => other.name === s.name) === i);
  if (distinct.length < 2) return '';
  const items = distinct.map(({ name, role }) =>
    element('span', {}, element('i', { class: `swatch ${role}` }), escapeText(name)),
  );
  return element('div', { class: 'legend' }, ...items);
}

export function figure(
  title: string,
  note: string,
  height: number,
  drawn: string,
  series: readonly Named[],
): string {
  return element(
    'figure',
    {},
    element('figcaption', {}, element('b', {}, escapeText(title)), element('span', {}, escapeText(note))),
    legend(series),
    element(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': `${title}. ${note}` },
      drawn,
    ),
  );
}

/** Maps values to pixels. */
export const scaleOf =
  (from: number, to: number, start: number, end: number) =>
  (value: number): number =>
    start + ((value - from) / (to - from || 1)) * (end - start);

/** About `wanted` round values within the range: multiples of 1, 2 or 5 times a power of ten. */
export function ticks(from: number, to: number, wanted: number): number[] {
  const rough = (to - from) / wanted;
  if (!(rough > 0) || !Number.isFinite(rough)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((size) => size >= rough - 1e-12)!;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // Of whole multiples, so that .3 is not .30000000000000004.
  return Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

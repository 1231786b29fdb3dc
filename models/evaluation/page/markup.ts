/** Markup as text: HTML and SVG elements, attributes and texts escaped. */
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escapeText = (text: string): string => text.replace(/[&<>"]/g, (c) => ESCAPES[c]!);

type Value = string | number;

/** Coordinates to a tenth of a pixel, so that pages stay small and the same. */
const plain = (value: Value): string =>
  typeof value === 'number' ? String(Math.round(value * 10) / 10) : escapeText(value);

/** @param children markup already; texts go through {@link escapeText} first */
export function element(name: string, attributes: Record<string, Value> = {}, ...children: string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${plain(value)}"`);
  return `<${name}${written.join('')}>${children.join('')}</${name}>`;
}

export const label = (
  x: number,
  y: number,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string => element('text', { x, y, 'text-anchor': anchor }, escapeText(text));

export const percent = (share: number): string =>
  Number.isFinite(share) ? `${Math.round(share * 1000) / 10}\u00a0%` : '–';

/** With the leading zero left out, as scores are written: .81; 0 and 1 are bare. */
export function score(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  return value === 0 || value === 1 ? String(value) : value.toFixed(digits).replace(/^(-?)0\./, '$1.');
}

/** A heading, what the section is about, and its figures. */
export const section = (title: string, about: string, ...charts: readonly string[]): string =>
  [
    element('h2', {}, escapeText(title)),
    element('p', {}, escapeText(about)),
    element('div', { class: 'grid-of-figures' }, ...charts),
  ].join('');

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]) =>
    element('tr', {}, ...row.map((cell) => element(tag, {}, escapeText(cell))));
  return element(
    'div',
    { class: 'scroll' },
    element(
      'table',
      {},
      element('thead', {}, cells('th', head)),
      element('tbody', {}, ...rows.map((r) => cells('td', r))),
    ),
  );
}

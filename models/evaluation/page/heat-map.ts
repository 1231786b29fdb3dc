/** A confusion matrix as squares, rows and columns grouped. */
import { figure, WIDTH } from './chart.ts';
import { element, label } from './markup.ts';

export interface HeatMap {
  title: string;
  note: string;
  /** Of rows and columns alike; members of a group lie together. */
  items: readonly { name: string; group: string }[];
  /** counts[truth][predicted] */
  counts: readonly (readonly number[])[];
}

const LEFT = 118;
const TOP = 6;
const FOOT = 20;
const SIZE = WIDTH - LEFT - 4;

/** Where each group begins and how many belong to it. */
function groupsOf(items: HeatMap['items']): { group: string; from: number; size: number }[] {
  const groups: { group: string; from: number; size: number }[] = [];
  items.forEach(({ group }, i) => {
    if (groups.at(-1)?.group === group) groups.at(-1)!.size++;
    else groups.push({ group, from: i, size: 1 });
  });
  return groups;
}

/** Squares are as dark as the share of their row's cases; what is right and what is not have colours of their own. */
export function heatMap({ title, note, items, counts }: HeatMap): string {
  const cell = SIZE / items.length;
  const squares = counts.flatMap((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, predicted) => {
      if (count === 0) return '';
      const says = `${items[truth]!.name} taken for ${items[predicted]!.name}: ${count} of ${total}`;
      return element(
        'rect',
        {
          class: truth === predicted ? 'ours' : 'wrong',
          x: LEFT + predicted * cell,
          y: TOP + truth * cell,
          width: cell,
          height: cell,
          'fill-opacity': (0.4 + (0.6 * count) / total).toFixed(2),
        },
        element('title', {}, says),
      );
    });
  });
  const frames = groupsOf(items).map(({ group, from, size }) => {
    const [start, length] = [from * cell, size * cell];
    const line = (x1: number, y1: number, x2: number, y2: number) =>
      element('line', { class: 'grid', x1, y1, x2, y2 });
    return (
      line(LEFT, TOP + start, LEFT + SIZE, TOP + start) +
      line(LEFT + start, TOP, LEFT + start, TOP + SIZE) +
      label(LEFT - 5, TOP + start + length / 2 + 4, group.replaceAll('_', ' '), 'end')
    );
  });
  const border = element('rect', { class: 'frame', x: LEFT, y: TOP, width: SIZE, height: SIZE });
  const foot = label(LEFT + SIZE / 2, TOP + SIZE + 15, 'taken for, in the same order', 'middle');
  const drawn = frames.join('') + squares.join('') + border + foot;
  return figure(title, note, TOP + SIZE + FOOT, drawn, [
    { name: 'right', role: 'ours' },
    { name: 'taken for another', role: 'wrong' },
  ]);
}

/** How entries read at once are divided. */
import { expect, it } from 'vitest';
import { PORTION, portions } from '../../infra/runtime/portions.ts';
import type { Entry } from '../../schemas/flow.ts';

const entriesOf = (shard: number, count: number, kind = 0): Entry[] =>
  Array.from({ length: count }, (_, n) => ({ shard, id: `${n + 1}-0`, bytes: new Uint8Array([kind]) }));
const WAITS = 1;
const canWait = ([kind]: Uint8Array) => kind === WAITS;
const sizes = (all: Entry[][]) => all.map((portion) => portion.length);

it('keeps a few entries of many shards together', () => {
  const read = [0, 1, 2, 3].flatMap((shard) => entriesOf(shard, 3));
  expect(portions(read, new Set())).toEqual({ soon: [read], later: [] });
});

it('divides many between shards, never within one', () => {
  const read = [0, 1, 2, 3, 4].flatMap((shard) => entriesOf(shard, PORTION / 2));
  expect(sizes(portions(read, new Set()).soon)).toEqual([PORTION, PORTION, PORTION / 2]);
  const long = [...entriesOf(0, PORTION - 1), ...entriesOf(1, 200), ...entriesOf(2, 1)];
  expect(sizes(portions(long, new Set()).soon)).toEqual([PORTION - 1 + 200, 1]);
  expect(portions(long, new Set()).soon.flat()).toEqual(long);
});

it('takes the first entry of a careful shard, alone and last', () => {
  const read = [...entriesOf(0, 2), ...entriesOf(1, 5), ...entriesOf(2, 2)];
  const [together, alone, ...none] = portions(read, new Set([1])).soon;
  expect(together).toEqual([...entriesOf(0, 2), ...entriesOf(2, 2)]);
  expect(alone).toEqual(entriesOf(1, 1));
  expect(none).toEqual([]);
});

it('is nothing of nothing', () => {
  expect(portions([], new Set([1]))).toEqual({ soon: [], later: [] });
});

it('leaves for later what has nothing but what can wait, shard by shard', () => {
  const mixed = [...entriesOf(2, 1, WAITS), ...entriesOf(2, 1)];
  const read = [...entriesOf(0, 2, WAITS), ...entriesOf(1, 2), ...mixed, ...entriesOf(3, 1, WAITS)];
  expect(portions(read, new Set(), canWait)).toEqual({
    soon: [[...entriesOf(1, 2), ...mixed]],
    later: [entriesOf(0, 2, WAITS), entriesOf(3, 1, WAITS)],
  });
});

it('takes a careful shard as it takes others, whatever it has', () => {
  const read = [...entriesOf(0, 2, WAITS), ...entriesOf(1, 1)];
  expect(portions(read, new Set([0]), canWait)).toEqual({
    soon: [entriesOf(1, 1), entriesOf(0, 1, WAITS)],
    later: [],
  });
});

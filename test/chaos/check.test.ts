/** The checker finds what it is there to find: otherwise a green crash test means nothing. */
import { describe, expect, it } from 'vitest';
import { check, type Seen } from './check.ts';

const expected = new Map([
  ['a', ['a1', 'a2', 'a3']],
  ['b', ['b1']],
]);
const good: Seen[] = [
  { lead: 'a', event: 'a1', seq: 1 },
  { lead: 'b', event: 'b1', seq: 1 },
  { lead: 'a', event: 'a2', seq: 2 },
  { lead: 'a', event: 'a3', seq: 3 },
];
const clean = { lost: 0, duplicated: 0, misordered: 0, strangers: 0 };
const without = (i: number) => good.filter((_, k) => k !== i);

describe('the checker', () => {
  it('is content when every event has its insight, once, in order', () => {
    expect(check(expected, good)).toMatchObject(clean);
  });

  it('finds a lost event: the last of a lead, and the only one of a lead', () => {
    expect(check(expected, without(3))).toMatchObject({ ...clean, lost: 1 });
    expect(check(expected, without(1))).toMatchObject({ ...clean, lost: 1 });
  });

  it('finds an event lost in the middle, and the hole in seq with it', () => {
    expect(check(expected, without(2))).toMatchObject({ ...clean, lost: 1, misordered: 1 });
  });

  it('finds a loss that renumbering hides', () => {
    const renumbered = [...without(2).slice(0, 2), { lead: 'a', event: 'a3', seq: 2 }];
    expect(check(expected, renumbered)).toMatchObject({ ...clean, lost: 1 });
  });

  it('finds an event answered twice', () => {
    const twice = [...good, { lead: 'a', event: 'a3', seq: 4 }];
    expect(check(expected, twice)).toMatchObject({ ...clean, duplicated: 1 });
  });

  it('finds an insight repeated under the same seq', () => {
    expect(check(expected, [...good, good[3]!])).toMatchObject({ ...clean, duplicated: 1, misordered: 1 });
  });

  it('finds events worked out of order', () => {
    const swapped = [
      good[0]!,
      good[1]!,
      { lead: 'a', event: 'a3', seq: 2 },
      { lead: 'a', event: 'a2', seq: 3 },
    ];
    expect(check(expected, swapped)).toMatchObject({ ...clean, misordered: 1 });
  });

  it('lets an insight of Doorstep itself pass, but counts its seq', () => {
    const tick = { lead: 'a', event: null };
    expect(check(expected, [...good, { ...tick, seq: 4 }])).toMatchObject(clean);
    expect(check(expected, [...good, { ...tick, seq: 5 }])).toMatchObject({ ...clean, misordered: 1 });
  });

  it('finds an insight of an event that nobody sent', () => {
    const stranger = [...good, { lead: 'c', event: 'c1', seq: 1 }];
    expect(check(expected, stranger)).toMatchObject({ ...clean, strangers: 1 });
    expect(check(expected, stranger).examples).toEqual(['strangers: c: c1']);
  });
});

/** The index: what is in it is found, what left is gone, and the nearest are the nearest. */
import { expect, it } from 'vitest';
import { seededRandom } from '../../../../models/linear/random.ts';
import { CAPACITY } from '../../../../models/similar/cell.ts';
import { LeadIndex } from '../../../../models/similar/lead-index.ts';
import { type LeadVector, leadVector } from '../../../../models/similar/lead-vector.ts';
import { makeUpLead, makeUpLeads } from '../../../bench/made-up-leads.ts';

const idOf = (i: number) => `lead-${i}`;
const vectors = (count: number, seed: number) => makeUpLeads(count, seed).map(leadVector);

function squaredDistance(a: LeadVector, b: LeadVector): number {
  const of = new Map([...b.at].map((at, i) => [at, b.values[i]!]));
  return a.norm + b.norm - 2 * [...a.at].reduce((sum, at, i) => sum + a.values[i]! * (of.get(at) ?? 0), 0);
}

function bruteForce(all: ReadonlyMap<string, LeadVector>, query: LeadVector, k: number, except: string) {
  return [...all]
    .filter(([id]) => id !== except)
    .map(([id, vector]) => ({ id, squaredDistance: squaredDistance(query, vector) }))
    .sort((a, b) => a.squaredDistance - b.squaredDistance || (a.id < b.id ? -1 : 1))
    .slice(0, k);
}

it('agrees with brute force to the distance when it looks everywhere, through inserts, moves and removals', () => {
  const random = seededRandom(11);
  const index = new LeadIndex();
  const truth = new Map<string, LeadVector>();
  for (let n = 0; n < 6000; n++) {
    const id = idOf(Math.floor(random() * 3000));
    if (random() < 0.35) {
      expect(index.remove(id)).toBe(truth.delete(id));
      continue;
    }
    const vector = leadVector(makeUpLead(random));
    index.put(id, vector);
    truth.set(id, vector);
  }
  expect(index.size).toBe(truth.size);
  for (const [id, query] of [...truth].slice(0, 40)) {
    const found = index.nearest(query, 10, id, Number.POSITIVE_INFINITY);
    expect(found.map(({ vector: _, ...rest }) => rest)).toEqual(bruteForce(truth, query, 10, id));
  }
});

it('finds at least 95 of 100 true neighbours in the cells it looks into', () => {
  const all = vectors(40_000, 12);
  const index = new LeadIndex();
  all.forEach((vector, i) => {
    index.put(idOf(i), vector);
  });
  let hits = 0;
  for (let i = 0; i < 100; i++) {
    const everywhere = index.nearest(all[i]!, 10, idOf(i), Number.POSITIVE_INFINITY);
    const ids = new Set(everywhere.map(({ id }) => id));
    hits += index.nearest(all[i]!, 10, idOf(i)).filter(({ id }) => ids.has(id)).length;
  }
  expect(hits / 1000).toBeGreaterThanOrEqual(0.95);
});

it('keeps nothing of a lead that was removed', () => {
  const all = vectors(2 * CAPACITY, 13);
  const index = new LeadIndex();
  all.forEach((vector, i) => {
    index.put(idOf(i), vector);
  });
  for (let i = 0; i < all.length - 3; i++) expect(index.remove(idOf(i))).toBe(true);
  expect(index.remove(idOf(0))).toBe(false);
  expect(index.size).toBe(3);
  expect(index.vector(idOf(0))).toBeUndefined();
  const left = index.nearest(all[0]!, 10).map(({ id }) => id);
  expect(left.sort()).toEqual([1, 2, 3].map((back) => idOf(all.length - back)).sort());
});

it('splits leads that are all the same', () => {
  const [vector] = vectors(1, 14);
  const index = new LeadIndex();
  for (let i = 0; i < 3 * CAPACITY; i++) index.put(idOf(i), vector!);
  expect(index.nearest(vector!, 10).every(({ squaredDistance }) => squaredDistance === 0)).toBe(true);
  expect(index.size).toBe(3 * CAPACITY);
});

it('is the same index again from the same leads in the same order', () => {
  const build = () => {
    const index = new LeadIndex();
    vectors(3000, 15).forEach((vector, i) => {
      index.put(idOf(i), vector);
    });
    return vectors(20, 16).map((query) => index.nearest(query, 10));
  };
  expect(build()).toEqual(build());
});

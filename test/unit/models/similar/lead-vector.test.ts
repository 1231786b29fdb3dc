/** What makes two leads alike, and what must not. */
import { expect, it } from 'vitest';
import { seededRandom } from '../../../../models/linear/random.ts';
import {
  agreement,
  BLOCK_NAMES,
  BLOCKS,
  coordinates,
  DIMENSIONS,
  type LeadTraits,
  leadVector,
  SCALE,
  similarityOf,
} from '../../../../models/similar/lead-vector.ts';
import { whyAlike } from '../../../../models/similar/why-alike.ts';
import { makeUpLeads } from '../../../bench/made-up-leads.ts';

const ann: LeadTraits = {
  segments: [
    { id: 'first_time_buyer', p: 0.6 },
    { id: 'rate_watcher', p: 0.2 },
  ],
  ...{ status: 'open', pConvert: 0.3, medianDays: 40, area: 'Maple Heights', price: 450_000, beds: 3 },
  ...{ activities: { listing_view: 4, showing_booked: 1 }, messages: 5 },
  hours: Array.from({ length: 24 }, (_, hour) => (hour > 18 ? 2 : 0)),
};

const squaredDistance = (a: LeadTraits, b: LeadTraits) => {
  const [x, y] = [coordinates(a), coordinates(b)];
  return x.reduce((sum, value, i) => sum + (value - y[i]!) ** 2, 0);
};
const similarity = (a: LeadTraits, b: LeadTraits) => similarityOf(squaredDistance(a, b) * SCALE ** 2);

it('weighs its blocks to 1 and fits a byte', () => {
  expect(BLOCK_NAMES.reduce((sum, name) => sum + BLOCKS[name].weight, 0)).toBeCloseTo(1, 12);
  expect(DIMENSIONS).toBeLessThan(256);
  for (const traits of makeUpLeads(200, 3)) {
    for (const value of leadVector(traits).values) expect(Math.abs(value)).toBeLessThanOrEqual(127);
  }
});

it('gives a lead itself 1, its opposite 0, and all else something between', () => {
  expect(similarity(ann, ann)).toBe(1);
  const opposite: LeadTraits = {
    segments: [{ id: 'flipper', p: 0.9 }],
    ...{ status: 'lost', pConvert: 0.99, medianDays: 200, area: 'Riverside', price: 4_000_000, beds: 6 },
    ...{ activities: { offer_made: 3 }, messages: 60 },
    hours: Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 5 : 0)),
  };
  expect(similarity(ann, opposite)).toBeCloseTo(0, 1);
  const random = seededRandom(4);
  const all = makeUpLeads(100, 5);
  for (const one of all) {
    const s = similarity(one, all[Math.floor(random() * all.length)]!);
    expect(s).toBeGreaterThanOrEqual(0);
    expect(s).toBeLessThanOrEqual(1);
  }
});

it('moves by as much as a block weighs', () => {
  const elsewhere = { ...ann, area: 'Riverside' };
  expect(1 - similarity(ann, elsewhere)).toBeCloseTo(BLOCKS.area.weight, 6);
  const { area: _, ...nowhere } = ann;
  expect(1 - similarity(ann, nowhere)).toBeCloseTo(BLOCKS.area.weight / 2, 6);
});

it('takes near prices for nearer than far ones', () => {
  const at = (price: number) => similarity(ann, { ...ann, price });
  expect(at(460_000)).toBeGreaterThan(at(600_000));
  expect(at(600_000)).toBeGreaterThan(at(1_200_000));
});

it('does not take a postcode for an area', () => {
  const { area: _, ...nowhere } = ann;
  for (const area of ['98105', '98105-1234', ' 02139 ']) {
    expect(coordinates({ ...ann, area })).toEqual(coordinates(nowhere));
  }
});

it('rounds to within a hundredth of the exact similarity', () => {
  const all = makeUpLeads(60, 6);
  const [first] = all;
  const query = leadVector(first!);
  for (const other of all.slice(1)) {
    const vector = leadVector(other);
    const agreed = agreement(query, vector);
    const product = BLOCK_NAMES.reduce((sum, name) => sum + agreed[name] * (BLOCKS[name].weight / 2), 0);
    const rounded = similarityOf(query.norm + vector.norm - 2 * product * SCALE ** 2);
    expect(Math.abs(rounded - similarity(first!, other))).toBeLessThan(0.01);
  }
});

it('says why in the words of the blocks that agree, the heaviest first', () => {
  const twin = { ...ann, segments: [{ id: 'flipper', p: 1 }], messages: 5 };
  expect(whyAlike(leadVector(ann), leadVector(twin))).toEqual(['same area', 'similar price', 'as far along']);
  expect(whyAlike(leadVector(ann), leadVector(ann))[0]).toBe('behaves the same way');
});

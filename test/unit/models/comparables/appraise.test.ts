import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { appraise, FEWEST_HOMES, LEVEL } from '../../../../models/comparables/appraise.ts';
import { fitHedonic } from '../../../../models/comparables/hedonic.ts';
import type { Home } from '../../../../models/comparables/home.ts';
import { lawfulHomes, measureEstimates, simulatedHomes } from '../../../../models/comparables/measure.ts';

const NOW = Date.parse('2026-03-02T15:00:00Z');
const DAY = 86_400_000;
const home = (i: number, fields: Partial<Home> = {}): Home => ({
  ...{ listing: `h${i}`, beds: 2 + (i % 3), baths: 1 + (i % 2), at: NOW - i * DAY },
  ...{ price: Math.round(300_000 * Math.exp(0.15 * (i % 3) + 0.01 * ((i * 7) % 5))) },
  ...fields,
});
const homes = Array.from({ length: 30 }, (_, i) => home(i));

describe('an estimate', () => {
  it('is not made of few homes', () => {
    expect(appraise(homes.slice(0, FEWEST_HOMES - 1), NOW)).toBeUndefined();
    expect(appraise(homes.slice(0, FEWEST_HOMES), NOW)).toBeDefined();
  });

  it('names five comparables, the most alike first, and an interval around it', () => {
    const { price, low, high, level, comparables } = appraise(homes, NOW)!.value({ beds: 3, baths: 2 });
    expect(level).toBe(LEVEL);
    expect(low <= price && price <= high).toBe(true);
    expect(comparables).toHaveLength(5);
    const alike = comparables.map(({ similarity }) => similarity);
    expect(alike).toEqual([...alike].sort((a, b) => b - a));
    expect(comparables[0]).toMatchObject({ beds: 3, baths: 2 });
  });

  it('of a home that is among them is made of the others', () => {
    const dear = homes.map((other, i) => (i === 4 ? { ...other, price: 3_000_000 } : other));
    const value = (all: Home[]) => appraise(all, NOW)!.value({ ...homes[4], listing: 'h4' });
    expect(value(dear).price).toBe(value(homes).price);
    expect(value(dear).comparables.map(({ listing }) => listing)).not.toContain('h4');
  });

  it('takes the neighbours where prices follow no line', () => {
    const bent = homes.map((other) => ({ ...other, price: 300_000 + 150_000 * Math.abs(other.beds! - 3) }));
    expect(appraise(bent, NOW)!.method).toBe('nearest');
    expect(
      appraise(
        homes.map((h) => ({ ...h, price: 300_000 + 20_000 * h.beds! })),
        NOW,
      )!.method,
    ).toBe('hedonic');
  });

  it('is the area’s median where rooms say nothing, and far from it where they say all', () => {
    // Rooms go round while prices do, each at its own pace: neither tells of the other.
    const deaf = homes.map((other, i) => ({ ...other, price: 300_000 + 20_000 * ((i * 11) % 7) }));
    const median = [...deaf].sort((a, b) => a.price - b.price)[15]!.price;
    const valued = (all: Home[], beds: number) => appraise(all, NOW)!.value({ beds, baths: 2 }).price;
    for (const beds of [2, 3, 4]) expect(Math.abs(valued(deaf, beds) / median - 1)).toBeLessThan(0.01);
    expect(valued(homes, 4) / valued(homes, 2)).toBeGreaterThan(1.25);
  });

  it('goes on where rooms are not known', () => {
    const bare = homes.map(({ beds: _, baths: __, ...rest }) => rest);
    const { price } = appraise(bare, NOW)!.value({});
    expect(price).toBeGreaterThan(280_000);
    expect(price).toBeLessThan(450_000);
  });
});

it('a left-out residual does not know the home that is left out', () => {
  const { residuals } = fitHedonic(homes, NOW);
  const dear = fitHedonic(
    homes.map((other, i) => (i === 4 ? { ...other, price: other.price * Math.E } : other)),
    NOW,
  );
  // One more in ln price of the home is one more in its residual, whatever its weight in the fit.
  expect(dear.residuals[4]! - residuals[4]!).toBeCloseTo(1, 3);
});

describe('on homes whose law is known, of seeds that the card has not', () => {
  const card = JSON.parse(
    readFileSync(new URL('../../../../models/comparables/card.json', import.meta.url), 'utf8'),
  );

  it.each([
    [0, simulatedHomes(901)],
    [1, lawfulHomes(901, false)],
    [2, lawfulHomes(901, true)],
  ])('figures are near those of the card (%i)', (row, areas) => {
    const known = card.figures[row];
    const now = measureEstimates(known.homes, areas);
    expect(now.error).toBeLessThan(known.error + 0.02);
    expect(Math.abs(now.coverage - known.coverage)).toBeLessThan(0.05);
    expect(now.coverage).toBeGreaterThan(LEVEL - 0.04);
    // Nobody betters the law itself by more than chance; where rooms count, the median is beaten by far.
    expect(now.error).toBeGreaterThan(now.best - 0.02);
    // Rooms say nothing there: the median is all there is to find.
    if (row === 0) expect(now.error).toBeLessThan(now.median + 0.005);
    if (row > 0) expect(now.error).toBeLessThan(0.6 * now.median);
  });
});

/** The served ensemble on a small world, beside the oracle of that world. */
import { beforeAll, expect, it } from 'vitest';
import { openBackend } from '../../models/backend.ts';
import type { HistoryFigures } from '../../models/evaluation/history-figures.ts';
import { heldOutFigures } from '../../pipelines/held-out-world.ts';

const told: string[] = [];
let figures: HistoryFigures;
beforeAll(async () => {
  await openBackend();
  figures = await heldOutFigures({ leads: 90, days: 260, seed: 12 }, async (part, done, of) => {
    expect(done).toBeLessThanOrEqual(of);
    if (told.at(-1) !== part) told.push(part);
  });
});

it('says what it is at', () => {
  expect(told).toEqual(['play a world held out', 'ask the oracle', 'forecast the world held out']);
});

it('is measured beside the oracle, by stage and by cohort', () => {
  const { all, byStage, byCohort } = figures;
  expect(all.oracle!.brier).toBeLessThan(all.ours.brier);
  expect(byCohort.map(({ group }) => group).sort()).toEqual([
    'browser',
    'planner',
    'sprinter',
    'steady',
    'waiter',
  ]);
  for (const groups of [byStage, byCohort]) {
    expect(groups.reduce((sum, { landmarks }) => sum + landmarks, 0)).toBe(all.landmarks);
    for (const { oracle } of groups) expect(oracle).toBeDefined();
  }
});

it('ranks ensemble, oracle and the constant forecast by their curves', () => {
  const by = new Map(figures.rivals.map((one) => [one.name, one]));
  expect([...by.keys()].sort()).toEqual(['Kaplan–Meier', 'ensemble', 'oracle']);
  expect(by.get('oracle')!.integratedBrier).toBeLessThan(by.get('ensemble')!.integratedBrier);
  expect(by.get('ensemble')!.integratedBrier).toBeLessThan(by.get('Kaplan–Meier')!.integratedBrier);
  expect(by.get('oracle')!.concordance).toBeGreaterThan(0.6);
});

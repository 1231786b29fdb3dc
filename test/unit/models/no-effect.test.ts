import { expect, it } from 'vitest';
import { coverageOf, redrawnUplifts } from '../../../models/evaluation/no-effect.ts';
import { inHoldout } from '../../../models/policy/holdout.ts';
import { AT, DAY, leadRun } from './made-up-run.ts';

const held = (lead: string, draw: number): boolean => inHoldout('main', lead, 0.3, `${draw}`);
/** Leads of which every third does something. */
const world = (does: (i: number) => boolean) => ({
  days: 45,
  leads: Array.from({ length: 120 }, (_, i) =>
    leadRun(`l${i}`, { everConverts: does(i), wroteAt: does(i) ? [AT + 10 * DAY] : [] }),
  ),
});

it('holds 0 in about 19 of 20 holdouts drawn anew, where whoever is held out does the same', () => {
  const { of, conversion, reply, mean } = coverageOf(
    redrawnUplifts(
      world((i) => i % 3 === 0),
      400,
      held,
    ),
  );
  expect(of).toBe(400);
  expect(reply).toBe(conversion);
  expect(conversion / of).toBeGreaterThan(0.92);
  expect(conversion / of).toBeLessThan(0.99);
  expect(Math.abs(mean.reply)).toBeLessThan(0.02);
});

it('does not hold it where those held out do otherwise', () => {
  const { of, conversion } = coverageOf(
    redrawnUplifts(
      world((i) => !held(`l${i}`, 0)),
      1,
      held,
    ),
  );
  expect([of, conversion]).toEqual([1, 0]);
});

import { expect, it } from 'vitest';
import { assess } from '../../models/learning/assess.ts';
import { referenceOf } from '../../models/learning/training-reference.ts';
import { describeAssessment } from '../../pipelines/commands/models-text.ts';
import { fact, judged, T0 } from './models/learning/made-up-facts.ts';

const shown = (reference: ReturnType<typeof referenceOf> | null) => {
  const leads = Array.from({ length: 250 }, (_, i) =>
    judged({ lead: `l${i}`, landmark: 'day 7', forecast: fact() }),
  );
  const assessed = { champion: 'v1', calibration: null, challenger: undefined, now: T0, reference };
  return describeAssessment(assess(leads, assessed)).join('\n');
};

it('Drift is told against earlier leads and against the training, or that its card has no reference', () => {
  expect(shown(null)).toContain('against earlier leads: forecasts –, segments –; no training reference)');
  const alike = referenceOf(
    Array.from({ length: 900 }, () => ({ pConvert: 0.4, segment: 'first_time_buyer' })),
  );
  expect(shown(alike)).toMatch(/no alarm .*against the training: forecasts 0\.\d{4}, segments 0\.0000\)/);
  const others = referenceOf(
    Array.from({ length: 900 }, () => ({ pConvert: 0.4, segment: 'land_and_acreage' })),
  );
  expect(shown(others)).toMatch(/drift: segments are not those of the training/);
});

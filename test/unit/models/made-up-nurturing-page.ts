/** The nurturing report's figures, of a run of two leads. */
import { coverageOf } from '../../../models/evaluation/no-effect.ts';
import { nurturingFigures } from '../../../models/evaluation/nurturing-figures.ts';
import type { NurturingPage } from '../../../models/evaluation/nurturing-page.ts';
import { comparePolicies } from '../../../models/evaluation/nurturing-policies.ts';
import { DEFAULT_SETTINGS } from '../../../schemas/nurture-settings.ts';
import { AT, decision, heard, leadRun, madeUpRun, sent } from './made-up-run.ts';

export function madeUpNurturingPage(): NurturingPage {
  const run = madeUpRun({
    leads: [
      leadRun('a', { messages: 4, everConverts: true }),
      leadRun('b', { messages: 2 }),
      leadRun('h', { holdout: true }),
    ],
    heard: [
      heard('a', { answeredBy: 'engine', answeredAt: AT + 60_000 }),
      heard('a', { planted: 'high_value_low_confidence', reasons: ['offer'], escalated: 'offer' }),
      heard('a', { planted: 'routine' }),
      heard('b', { reasons: ['complaint'] }),
      heard('b', { at: AT + 9e8 }),
    ],
    sent: [sent('a'), sent('b', { purpose: 'reply' })],
    decisions: [decision('a', 1, 0.5), decision('b', 2, -0.02), decision('a', 3, -1)],
  });
  const main = nurturingFigures(run, DEFAULT_SETTINGS);
  const policies = comparePolicies(
    ['fixed', 'random', 'best-fixed', 'learned'].map((name) => ({ name, runs: [run] })),
  );
  const value = {
    value: 0.2,
    standardError: 0.03,
    low: 0.14,
    high: 0.26,
    leads: 2,
    bootstrap: [0.1, 0.3] as [number, number],
  };
  return {
    main,
    compared: { leads: 3, days: 90, seeds: [1], policies },
    estimate: {
      estimate: { decisions: 3, effective: 1.8, snips: value, doublyRobust: value },
      served: { value: 0.21, low: 0.15, high: 0.27 },
    },
    none: {
      ...{ leads: 3, days: 45, worlds: 1 },
      ...{ played: coverageOf([main.uplift]), redrawn: coverageOf([main.uplift, main.uplift]) },
    },
  };
}

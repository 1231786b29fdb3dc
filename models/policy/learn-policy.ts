/** From decisions to the weights that serve next: a step up from the cadence must be earned twice. */
import type { DecisionRecord, PolicyWeights } from '../../schemas/policy.ts';
import { fit, versioned } from './fit.ts';
import { isJudged, leadOf } from './off-policy.ts';
import { type Asked, bestFixed, expectedReward, fixedCadence, learned, type PerArm } from './policies.ts';
import type { PolicyPrior } from './prior.ts';
import { hashedUniform } from './seeded-draws.ts';
import { type Takeover, takesOver } from './takes-over.ts';

export interface LearnedPolicy {
  weights: PolicyWeights;
  /** The fitted table against the cadence; it is the fixed policy where it takes over. */
  table: Takeover;
  /** The learned policy against whichever fixed one that left. */
  learned: Takeover;
}

const FOLDS = 5;

/**
 * Judged by cross-fitting: each decision by policies fitted on the leads of the other folds, so that none is praised
 * for what it has seen. What serves is fitted on all of them, and only for as long as what is known shows it better.
 *
 * @param records of one tenant
 * @param now epoch ms
 */
export function learnPolicy(
  records: readonly DecisionRecord[],
  prior: PolicyPrior,
  now: number,
): LearnedPolicy {
  const judged = records.filter(isJudged);
  const folds = Array.from({ length: FOLDS }, (_, fold) =>
    fit(
      judged.filter((record) => foldOf(record) !== fold),
      prior,
      now,
    ),
  );
  const unseen = (policy: (weights: PolicyWeights) => PerArm) => crossFitted(folds.map(policy));
  const expected = unseen(expectedReward);
  const cadence = fixedCadence(prior.exploration);
  const table = takesOver(unseen(bestFixed), cadence, judged, expected);
  const incumbent = table.takesOver ? unseen(bestFixed) : cadence;
  const step = takesOver(unseen(learned), incumbent, judged, expected);
  const { version: _, ...all } = fit(judged, prior, now);
  const weights = versioned({
    ...all,
    mode: step.takesOver ? 'learned' : 'fixed',
    fixed: table.takesOver ? all.fixed : {},
  });
  return { weights, table, learned: step };
}

/** Answers for a decision as the policy does that has not seen its lead. */
const crossFitted =
  (policies: readonly PerArm[]): PerArm =>
  (asked) =>
    policies[foldOf(asked)]!(asked);

const foldOf = (asked: Pick<Asked, 'tenant' | 'lead'>): number =>
  Math.floor(hashedUniform(`fold ${leadOf(asked)}`) * FOLDS);

/** Chooses among what may be done for a lead now, by the policy; a play narrows it to what answers a threat. */
import { choose } from '../../models/policy/choose.ts';
import { fit } from '../../models/policy/fit.ts';
import { cadencePrior } from '../../models/policy/prior.ts';
import { crc32 } from '../../schemas/crc32.ts';
import { type Arm, armId, type Delay } from '../../schemas/policy.ts';
import type { Playbook } from '../compete/playbooks.ts';
import { contentTypeOf } from './content-type-of.ts';
import type { Deciding } from './decide-follow-up.ts';
import { eligibleArms } from './eligible-arms.ts';
import { type FollowUpTurn, withNurture } from './follow-up-turn.ts';
import { policyContext } from './policy-context.ts';
import { type DecisionChoice, recordDecision, recordNothing } from './record-decision.ts';

const DAY_MS = 86_400_000;
/** From one look to the next. */
const LOOK_MS = 3 * DAY_MS;
/** Before anything was learned: a cadence, and what is believed of rewards. */
const DAY_ONE = fit([], cadencePrior(), 0);

export function chooseTouch(turn: FollowUpTurn, judges: Deciding, book?: Playbook): FollowUpTurn {
  const { nurture, state, now, desk } = turn;
  const next = withNurture(turn, { lookAt: now + LOOK_MS });
  if (nurture.holdout)
    return withNurture(next, { why: 'In the holdout: no marketing, so that its effect can be told.' });
  const { arms, refused } = eligibleArms(next, book);
  if (arms.every(({ channel }) => channel === 'none')) {
    const why = refused[0]?.why ?? 'There is nothing that may be done.';
    return withNurture(next, { why });
  }
  const weights = desk.weights ?? DAY_ONE;
  const context = policyContext(next, judges.forecast);
  const seed = `${state.tenant}/${state.lead}/${state.seq}/${weights.version}`;
  const drawn = choose(weights, context, arms, seed);
  const choice: DecisionChoice = {
    ...{ mode: drawn.mode, propensity: drawn.propensity, policyVersion: weights.version, arms: drawn.arms },
    context: Array.from(context, (x) => Math.round(x * 1e4) / 1e4),
  };
  const score = drawn.scores[drawn.arms.indexOf(armId(drawn.arm))]!;
  const { arm } = drawn;
  if (arm.channel === 'none') return recordNothing(next, choice, refused);
  return recordDecision(next, judges, {
    wish: { ...wishOf(next, arm, book), channel: arm.channel, responseRate: rateOf(score) },
    ...{ choice, refused },
  });
}

function wishOf(turn: FollowUpTurn, arm: Arm, book: Playbook | undefined) {
  const { strategy, delay } = arm;
  const why = whyOf(turn, arm);
  return {
    ...{ strategy, delay, type: book?.type ?? contentTypeOf(turn, strategy), due: dueOf(turn, arm) },
    why: book ? `Answers a threat, play ${book.play.replaceAll('_', ' ')}: ${why}` : why,
    play: book?.play ?? '',
  };
}

/** A reply is worth half a point of reward. */
const rateOf = (score: number): number => Math.round(Math.min(1, Math.max(0, 2 * score)) * 1000) / 1000;

/** Not everything at once: a minute of its own for each lead. */
const MINUTES = 5;

function dueOf({ now, state }: FollowUpTurn, { delay }: Arm): number {
  const spread = crc32(`${state.tenant}/${state.lead}/${state.seq}`) % (MINUTES * 60_000);
  const soon = now + 60_000 + spread;
  if (delay === 'habit') {
    const window = state.view?.forecast.optimalTouchpoints.find(({ to }) => Date.parse(to) > soon);
    return window ? Math.max(soon, Date.parse(window.from) + spread) : soon + DAY_MS;
  }
  return soon + DAYS_OF[delay] * DAY_MS;
}

const DAYS_OF: Record<Exclude<Delay, 'habit'>, number> = { now: 0, tomorrow: 1, few_days: 4, weeks: 14 };

function whyOf({ desk }: FollowUpTurn, { strategy, channel, delay }: Arm): string {
  const by =
    desk.weights?.mode === 'learned' ? 'has worked best for leads like this' : 'is next in the cadence';
  return `${strategy.replace('_', ' ')} by ${channel} (${delay.replace('_', ' ')}) ${by}.`;
}

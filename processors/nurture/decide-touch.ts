/** Asks the policy whether and how to get in touch with a lead that is not waiting for an answer. */
import { choose } from '../../models/policy/choose.ts';
import { fit } from '../../models/policy/fit.ts';
import { cadencePrior } from '../../models/policy/prior.ts';
import { crc32 } from '../../schemas/crc32.ts';
import { type Arm, armId, type Delay } from '../../schemas/policy.ts';
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
/** Events at which there may be something to do: a day passed, the market moved, a message was delivered. */
const OCCASIONS = new Set(['tick', 'market', 'delivery', 'handback', 'pause', 'profile', 'activity']);

export function decideTouch(turn: FollowUpTurn, judges: Deciding): FollowUpTurn | undefined {
  const { event, nurture, state, now, desk } = turn;
  if (!OCCASIONS.has(event.type) || nurture.plan || state.status !== 'open' || now < nurture.lookAt)
    return undefined;
  if (nurture.asked.text && state.waiting > 0 && nurture.autonomy !== 'automatic') return undefined;
  const next = withNurture(turn, { lookAt: now + LOOK_MS });
  if (nurture.holdout)
    return withNurture(next, { why: 'In the holdout: no marketing, so that its effect can be told.' });
  const { arms, refused } = eligibleArms(next);
  if (arms.length === 1) {
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
    wish: {
      ...{
        channel: arm.channel,
        strategy: arm.strategy,
        delay: arm.delay,
        type: contentTypeOf(next, arm.strategy),
      },
      ...{ due: dueOf(next, arm), responseRate: rateOf(score), why: whyOf(next, arm) },
    },
    ...{ choice, refused },
  });
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

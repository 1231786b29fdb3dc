/** The two policies that learn no weights: a cadence in days, and a table of the arm that did best by segment group. */
import { type Arm, armId, type PolicyWeights, type Strategy } from '../../schemas/policy.ts';
import { CONTEXT, daysOf, favouriteOf, groupOf } from './context.ts';

/** Days of silence at which the lead hears from us, and what of. */
const CADENCE: readonly (readonly [day: number, strategy: Strategy])[] = [
  [1, 'check_in'],
  [3, 'listing_match'],
  [7, 'market_update'],
  [14, 'education'],
  [30, 're_engage'],
];
/** What waits at least this much for an answer gets one. */
const WAITS = 0.3;
/** Worth of a part of an arm that is as the cadence asks; they decide in this order. */
const RIGHT = { strategy: 4, delay: 2, channel: 1 };

/** Best mean reward of the lead's group in the table; the cadence's arm where it knows none of these. */
export function fixedArm(
  fixed: PolicyWeights['fixed'],
  context: ArrayLike<number>,
  arms: readonly Arm[],
): number {
  const known = fixed[groupOf(context)] ?? {};
  let [best, most] = [-1, Number.NEGATIVE_INFINITY];
  arms.forEach((arm, i) => {
    const score = known[armId(arm)] ?? Number.NEGATIVE_INFINITY;
    if (score > most) [best, most] = [i, score];
  });
  return best < 0 ? cadenceArm(context, arms) : best;
}

/**
 * Days 1, 3, 7, 14 and 30 of the lead's silence, by the channel it uses most, an answer at once to what waits, and
 * after that nothing.
 * @returns index of the eligible arm nearest to that; the first of several
 */
export function cadenceArm(context: ArrayLike<number>, arms: readonly Arm[]): number {
  const asked = askedOf(context);
  const favourite = favouriteOf(context);
  let [best, most] = [0, Number.NEGATIVE_INFINITY];
  arms.forEach((arm, i) => {
    const rest = arm.channel === 'none';
    // Where the strategy due may not be used, any touch stands for it; where none is due, none does.
    const touch = rest === (asked.strategy === 'none') ? 0 : -10;
    const score =
      touch +
      (arm.strategy === asked.strategy ? RIGHT.strategy : 0) +
      (arm.delay === asked.delay ? RIGHT.delay : 0) +
      (arm.channel === favourite ? RIGHT.channel : 0);
    if (score > most) [best, most] = [i, score];
  });
  return best;
}

function askedOf(context: ArrayLike<number>): Pick<Arm, 'strategy' | 'delay'> {
  if (context[CONTEXT.waiting]! >= WAITS) return { strategy: 'answer', delay: 'now' };
  const idle = daysOf(context[CONTEXT.idle]!);
  const lastTouch = daysOf(context[CONTEXT.lastTouch]!);
  // Day of this silence on which it was touched last; below 0 where that was before the lead fell silent.
  const touchedOn = idle - lastTouch;
  const open = CADENCE.filter(([day]) => touchedOn < day - SLACK_DAYS);
  // Of days that went by without a touch only the last is made up for.
  const due = open.findLast(([day]) => day <= idle) ?? open[0];
  if (!due) return { strategy: 'none', delay: 'now' };
  return { strategy: due[1], delay: delayOf(due[0] - idle, context[CONTEXT.habitKnown]! > 0) };
}

/** A touch a few hours before its day was that day's touch. */
const SLACK_DAYS = 0.5;

function delayOf(days: number, habitKnown: boolean): Arm['delay'] {
  if (days <= 0.5) return habitKnown ? 'habit' : 'now';
  if (days <= 2) return 'tomorrow';
  return days <= 7 ? 'few_days' : 'weeks';
}

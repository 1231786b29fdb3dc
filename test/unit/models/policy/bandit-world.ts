/** A made-up world of leads that answer some arms more than others, whose true rewards are known. */

import { seededRandom } from '../../../../models/linear/random.ts';
import { type ContextInputs, contextOf, SEGMENT_GROUPS } from '../../../../models/policy/context.ts';
import type { Judged } from '../../../../models/policy/off-policy.ts';
import type { PerArm } from '../../../../models/policy/policies.ts';
import { rewardOf, type TouchOutcome } from '../../../../models/policy/reward.ts';
import { normal } from '../../../../models/simulator/draws.ts';
import { type Arm, armId, armOf, NO_TOUCH } from '../../../../schemas/policy.ts';

export const DAY = 86_400_000;

export const ARMS: readonly Arm[] = [
  NO_TOUCH,
  { channel: 'call', strategy: 'showing_invite', delay: 'now' },
  { channel: 'email', strategy: 'education', delay: 'weeks' },
  { channel: 'email', strategy: 'market_update', delay: 'few_days' },
  { channel: 'sms', strategy: 'answer', delay: 'now' },
  { channel: 'sms', strategy: 'check_in', delay: 'tomorrow' },
  { channel: 'sms', strategy: 'listing_match', delay: 'habit' },
  { channel: 'sms', strategy: 're_engage', delay: 'now' },
];
export const IDS: readonly string[] = ARMS.map(armId).sort();

export const NOTHING: TouchOutcome = {
  ...{ sends: 0, replied: false, acted: false },
  ...{ showingBooked: false, offerMade: false, optedOut: false },
};

export const USUAL: ContextInputs = {
  ...{ pConvert: 0.2, medianDays: 60, confidence: 0.6, segmentGroup: SEGMENT_GROUPS[0]!, favourite: 'sms' },
  ...{ stage: 1, idleDays: 4, messages: 8, replyRate: 0.3, touchesLast30: 2, lastTouchDays: 3 },
  ...{ habitKnown: true, localHour: 14, weekday: 3, marketMove: 0, waiting: 0, statusAgeDays: 20 },
};

/** Which arm suits depends on the lead, or every arm is as good as any. */
export type Effect = 'by context' | 'none';

export interface Lead {
  inputs: ContextInputs;
  /** What makes all decisions of one lead alike. */
  warmth: number;
}

export function drawLead(random: () => number): Lead {
  const pick = (n: number) => Math.floor(random() * n);
  return {
    inputs: {
      ...USUAL,
      segmentGroup: SEGMENT_GROUPS[pick(SEGMENT_GROUPS.length)]!,
      ...{ stage: pick(5), idleDays: 2 ** (random() * 8) - 1, replyRate: random(), pConvert: random() },
      ...{ touchesLast30: pick(8), lastTouchDays: random() * 30, waiting: random() < 0.4 ? random() : 0 },
    },
    warmth: 0.7 * normal(random),
  };
}

/** Log-odds of a reply beyond those of doing nothing. */
function fit({ segmentGroup, stage, idleDays, waiting }: ContextInputs, { strategy }: Arm): number {
  const group = SEGMENT_GROUPS.indexOf(segmentGroup);
  if (strategy === 'listing_match') return group % 3 === 0 ? 1 : -0.4;
  if (strategy === 'market_update') return group % 3 === 1 ? 1 : -0.4;
  if (strategy === 'education') return group % 3 === 2 ? 1 : -0.6;
  if (strategy === 'showing_invite') return 0.9 * stage - 1.2;
  if (strategy === 're_engage') return idleDays > 30 ? 2 : -0.8;
  if (strategy === 'answer') return 4 * waiting - 0.8;
  return strategy === 'check_in' ? 0.3 : 0;
}

const chances = ({ inputs, warmth }: Lead, arm: Arm, effect: Effect) => ({
  reply: 1 / (1 + Math.exp(1.5 - warmth - (effect === 'none' ? 0 : fit(inputs, arm)))),
  optOut: effect === 'none' || arm.channel === 'none' ? 0.02 : 0.02 + 0.005 * inputs.touchesLast30,
  sends: effect === 'none' || arm.channel === 'none' ? 0 : 1,
});

export function expectedOf(lead: Lead, arm: Arm, effect: Effect): number {
  const { reply, optOut, sends } = chances(lead, arm, effect);
  const worth = (fields: Partial<TouchOutcome>) => rewardOf({ ...NOTHING, sends, ...fields });
  return (
    optOut * worth({ optedOut: true }) +
    (1 - optOut) * (reply * worth({ replied: true }) + (1 - reply) * worth({}))
  );
}

export function playArm(lead: Lead, arm: Arm, effect: Effect, random: () => number): number {
  const { reply, optOut, sends } = chances(lead, arm, effect);
  return rewardOf({ ...NOTHING, sends, replied: random() < reply, optedOut: random() < optOut });
}

/** Decisions by a policy that prefers some arms, `each` of a lead, in random moods of that policy. */
export function logged(seed: number, leads: number, each: number, effect: Effect): Judged[] {
  const random = seededRandom(seed);
  return Array.from({ length: leads }, (_, l) => {
    const lead = drawLead(random);
    return Array.from({ length: each }, (_, i): Judged => {
      const wishes = IDS.map(() => 0.2 + random());
      const total = wishes.reduce((sum, w) => sum + w, 0);
      const context = [...contextOf(lead.inputs)];
      const chosen = pickBy(
        wishes.map((w) => w / total),
        random,
      );
      return {
        ...{ id: `${l}-${i}`, tenant: 'main', lead: `lead ${l}`, at: (l * each + i) * 1000 },
        ...{ context, arms: [...IDS], chosen: IDS[chosen]!, propensity: wishes[chosen]! / total },
        ...{ policyVersion: 'made up', mode: 'fixed' },
        reward: playArm(lead, armOf(IDS[chosen]!)!, effect, random),
      };
    });
  }).flat();
}

/** Mean reward of a policy over leads without end, near enough. */
export function trueValue(policy: PerArm, effect: Effect, leads = 40_000): number {
  const random = seededRandom(991);
  let sum = 0;
  for (let l = 0; l < leads; l++) {
    const lead = drawLead(random);
    const context = [...contextOf(lead.inputs)];
    const p = policy({ id: `true ${l}`, tenant: 'main', lead: `${l}`, context, arms: [...IDS] });
    p.forEach((share, i) => {
      if (share > 0) sum += share * expectedOf(lead, armOf(IDS[i]!)!, effect);
    });
  }
  return sum / leads;
}

function pickBy(p: readonly number[], random: () => number): number {
  let left = random();
  const index = p.findIndex((share) => {
    left -= share;
    return left < 0;
  });
  return index < 0 ? p.length - 1 : index;
}

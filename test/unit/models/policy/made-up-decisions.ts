/** Decisions between a text message and nothing, of which nobody can say which is better. */
import { seededRandom } from '../../../../models/linear/random.ts';
import { contextOf, SEGMENT_GROUPS } from '../../../../models/policy/context.ts';
import type { Judged } from '../../../../models/policy/off-policy.ts';

export const DAY = 86_400_000;
export const T0 = Date.parse('2026-01-05T12:00:00Z');
export const ARMS = ['none/none/now', 'sms/check_in/tomorrow', 'sms/listing_match/habit'];

export const context = (idleDays: number): number[] => [
  ...contextOf({
    ...{ pConvert: 0.2, medianDays: 60, confidence: 0.6, segmentGroup: SEGMENT_GROUPS[0]!, favourite: 'sms' },
    ...{ stage: 1, idleDays, messages: 8, replyRate: 0.3, touchesLast30: 2, lastTouchDays: 3 },
    ...{ habitKnown: true, localHour: 14, weekday: 3, marketMove: 0, waiting: 0, statusAgeDays: 20 },
  }),
];

/** One a lead. @param name of the leads, which are numbered from 0 */
export function rewardedDecisions(count: number, name = 'lead'): Judged[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, i) => {
    const lead = `${name} ${i}`;
    const chosen = ARMS[Math.floor(random() * ARMS.length)]!;
    return {
      ...{ id: `${lead}/n1`, tenant: 'main', lead, at: T0 + i * 60_000, context: context(30 * random()) },
      ...{ arms: ARMS, chosen, propensity: 1 / ARMS.length, policyVersion: 'p0', mode: 'fixed' as const },
      reward: random() < 0.3 ? 0.48 : -0.02,
    };
  });
}

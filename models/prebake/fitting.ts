/**
 * Which prepared action a lead's deed calls for. Strict, so that a person would agree: the text is about what the
 * message is first about, and leaves nothing open that the message asks beside it.
 */
import type { Intent } from '../../schemas/intents.ts';
import { intentsToAnswer } from '../content/eligible.ts';
import { MENU, type MenuItem } from './menu.ts';

/** What is told rather than asked: an answer to the rest of the message may leave it unmentioned. */
const TOLD: ReadonlySet<string> = new Set<Intent>([
  ...(['budget_statement', 'location_preference', 'feature_preference', 'amenity_preference'] as const),
  ...(['financing_status', 'cash_purchase', 'timeline_urgent', 'timeline_distant'] as const),
  ...(['viewing_feedback', 'decision_maker_consult', 'new_build_interest', 'renovation_interest'] as const),
  ...(['referral_mention', 'smalltalk'] as const),
]);

const byAnswer = new Map<string, MenuItem>(
  MENU.flatMap((item) => item.answers.map((answer) => [answer, item] as const)),
);

/** What a deed is about first, as `answers` name it: the activity, or of what was said that which presses most. */
export const deedOf = (activity: string | undefined, said: readonly string[]): string | undefined =>
  activity ?? (said.includes('opt_out') ? undefined : intentsToAnswer(said)[0]);

/** @param said intents of the message, none of an activity */
export function fittingItem(activity: string | undefined, said: readonly string[]): MenuItem | undefined {
  const item = byAnswer.get(deedOf(activity, said) ?? '');
  if (!item || activity !== undefined) return item;
  const answers: readonly string[] = item.answers;
  const isLeftOpen = (intent: string): boolean => !TOLD.has(intent) && !answers.includes(intent);
  return intentsToAnswer(said).some(isLeftOpen) ? undefined : item;
}
